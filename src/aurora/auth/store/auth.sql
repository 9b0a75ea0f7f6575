-- Views over the replicated data, and the indexes they need. Times are milliseconds since 1970.

CREATE VIEW auth.users AS
  SELECT key AS id, payload->>'name' AS name, payload->>'role' AS role, (payload->>'disabled')::bool AS disabled,
    (payload->>'created')::bigint AS created, (payload->>'epoch')::bigint AS epoch
  FROM aurora.head WHERE entity = 'user' AND NOT deleted;

CREATE VIEW auth.sessions AS
  SELECT key AS id, payload->>'user' AS owner, payload->>'device' AS device, payload->>'address' AS address,
    (payload->>'created')::bigint AS created, (payload->>'lastUsed')::bigint AS last_used,
    (payload->>'expires')::bigint AS expires, (payload->>'ended')::bigint AS ended, (payload->>'epoch')::bigint AS epoch
  FROM aurora.head WHERE entity = 'session' AND NOT deleted;

CREATE INDEX auth_session_user ON aurora.head ((payload->>'user')) WHERE entity = 'session' AND NOT deleted;
CREATE INDEX auth_session_ended ON aurora.head (((payload->>'ended')::bigint)) WHERE entity = 'session' AND NOT deleted;
CREATE INDEX auth_session_expires ON aurora.head (((payload->>'expires')::bigint)) WHERE entity = 'session' AND NOT deleted;

CREATE VIEW auth.api_keys AS
  SELECT k.key AS id, k.payload->>'user' AS owner, k.payload->>'name' AS name, k.payload->>'scopes' AS scopes,
    k.payload->>'hint' AS hint, k.payload->>'hash' AS hash, (k.payload->>'created')::bigint AS created,
    coalesce((u.payload->>'lastUsed')::bigint, 0) AS last_used
  FROM aurora.head k LEFT JOIN aurora.head u ON u.entity = 'api_key_use' AND u.key = k.key AND NOT u.deleted
  WHERE k.entity = 'api_key' AND NOT k.deleted AND (k.payload->>'revoked')::bigint = 0;

CREATE VIEW auth.audit AS
  SELECT key AS id, payload->>'node' AS node, payload->>'at' AS at, payload->>'action' AS action, payload->>'user' AS who,
    payload->>'subject' AS subject, payload->>'address' AS address, payload->>'outcome' AS outcome,
    payload->>'request' AS request, (payload->>'number')::bigint AS number, payload->>'hash' AS hash
  FROM aurora.head WHERE entity = 'audit' AND NOT deleted;

CREATE INDEX auth_audit_number ON aurora.head ((payload->>'node'), ((payload->>'number')::bigint)) WHERE entity = 'audit' AND NOT deleted;
