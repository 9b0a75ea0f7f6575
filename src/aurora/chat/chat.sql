-- Chat's views over the replicated data, and their indexes. Expressions of indexes hold no cast and are bounded, so
-- that no row of another node can break them: md5 of ids, the left part of times, words of at most 65,536 characters
-- (a tsvector may have 1 MiB; these stay far below).

CREATE VIEW chat.conversation AS
  SELECT key AS id, hlc AS stamp, node, payload, payload->>'owner' AS owner, payload->>'title' AS title,
    left(payload->>'changed', 32) AS changed, left(payload->>'created', 32) AS created,
    payload->'queued'->>'behind' AS behind
  FROM aurora.head WHERE entity = 'conversation' AND NOT deleted;

CREATE VIEW chat.message AS
  SELECT key AS id, hlc AS stamp, node, payload, payload->>'owner' AS owner, payload->>'conversation' AS conversation,
    payload->>'parent' AS parent, payload->>'author' AS author, payload->>'state' AS state, payload->>'run' AS run,
    payload->>'text' AS text, left(payload->>'created', 32) AS created
  FROM aurora.head WHERE entity = 'message' AND NOT deleted;

CREATE INDEX chat_owner ON aurora.head (md5(payload->>'owner'), left(payload->>'changed', 32))
  WHERE entity = 'conversation' AND NOT deleted;
CREATE INDEX chat_waiting ON aurora.head (node)
  WHERE entity = 'conversation' AND NOT deleted AND payload->'queued'->>'behind' IS NOT NULL;
CREATE INDEX chat_titles ON aurora.head USING gin (to_tsvector('simple'::regconfig, left(payload->>'title', 1000)))
  WHERE entity = 'conversation' AND NOT deleted;
CREATE INDEX chat_conversation ON aurora.head (md5(payload->>'conversation'))
  WHERE entity = 'message' AND NOT deleted;
CREATE INDEX chat_run ON aurora.head (md5(payload->>'run'))
  WHERE entity = 'message' AND NOT deleted AND payload->>'run' IS NOT NULL;
CREATE INDEX chat_rendering ON aurora.head (node)
  WHERE entity = 'message' AND NOT deleted AND payload->>'state' = 'rendering';
-- A message that is being rendered is stored often; its words are indexed once, when it is complete.
CREATE INDEX chat_words ON aurora.head USING gin (to_tsvector('simple'::regconfig, left(payload->>'text', 65536)))
  WHERE entity = 'message' AND NOT deleted AND payload->>'state' <> 'rendering';
