-- The replicated data of one node. Every statement may run again.

CREATE SCHEMA IF NOT EXISTS aurora;

-- Which program wrote the schemas: one row for "data", one for each service.
CREATE TABLE IF NOT EXISTS aurora.installed(
  name text PRIMARY KEY, version int NOT NULL, hash text NOT NULL, at timestamptz NOT NULL DEFAULT now());

-- Who this copy is. The incarnation is new with each data directory.
CREATE TABLE IF NOT EXISTS aurora.me(
  one bool PRIMARY KEY DEFAULT true CHECK (one), node text COLLATE "C" NOT NULL, incarnation uuid NOT NULL);

-- The only table that is replicated; its columns are frozen. hlc = milliseconds << 16 | counter.
-- Text is compared bytewise, so that every node finds the same winner whatever its locale.
CREATE TABLE IF NOT EXISTS aurora.change(
  id uuid PRIMARY KEY, node text COLLATE "C" NOT NULL, hlc bigint NOT NULL,
  entity text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL,
  deleted bool NOT NULL DEFAULT false, v int NOT NULL DEFAULT 1, payload jsonb);
ALTER TABLE aurora.change REPLICA IDENTITY NOTHING;
CREATE INDEX IF NOT EXISTS change_by_stamp ON aurora.change(hlc);

-- The winner of each key, tombstones included. Derived from change, never replicated.
CREATE TABLE IF NOT EXISTS aurora.head(
  entity text COLLATE "C", key text COLLATE "C", hlc bigint NOT NULL, node text COLLATE "C" NOT NULL, id uuid NOT NULL,
  deleted bool NOT NULL, v int NOT NULL, payload jsonb,
  PRIMARY KEY (entity, key)) WITH (fillfactor = 85);

-- Changes that this node could not take into head, kept for a person to look at.
CREATE TABLE IF NOT EXISTS aurora.quarantine(
  id uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), state text, message text, body jsonb);

-- Takes a change into head when it wins, and drops it when it is known or superseded: ends loops, makes re-sending harmless.
CREATE OR REPLACE FUNCTION aurora.fold() RETURNS trigger LANGUAGE plpgsql SET search_path = aurora, pg_temp AS $$
DECLARE
  state_ text;
  message_ text;
BEGIN
  IF EXISTS (SELECT FROM head h WHERE h.entity = NEW.entity AND h.key = NEW.key
             AND (h.hlc, h.node, h.id) >= (NEW.hlc, NEW.node, NEW.id)) THEN
    RETURN NULL;
  END IF;
  BEGIN
    INSERT INTO head AS h (entity, key, hlc, node, id, deleted, v, payload)
      VALUES (NEW.entity, NEW.key, NEW.hlc, NEW.node, NEW.id, NEW.deleted, NEW.v, NEW.payload)
      ON CONFLICT (entity, key) DO UPDATE SET hlc = excluded.hlc, node = excluded.node, id = excluded.id,
        deleted = excluded.deleted, v = excluded.v, payload = excluded.payload
        WHERE (h.hlc, h.node, h.id) < (excluded.hlc, excluded.node, excluded.id);
    IF NOT FOUND THEN
      RETURN NULL;
    END IF;
  EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception OR program_limit_exceeded THEN
    GET STACKED DIAGNOSTICS state_ = RETURNED_SQLSTATE, message_ = MESSAGE_TEXT;
    INSERT INTO quarantine(id, state, message, body) VALUES (NEW.id, state_, message_, to_jsonb(NEW)) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      RETURN NULL;
    END IF;
  END;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER fold BEFORE INSERT ON aurora.change FOR EACH ROW EXECUTE FUNCTION aurora.fold();
ALTER TABLE aurora.change ENABLE ALWAYS TRIGGER fold;

-- Tells this node's program what came from another. What it wrote itself it knows, and a notification on every local write would
-- make commits wait for each other.
CREATE OR REPLACE FUNCTION aurora.tell() RETURNS trigger LANGUAGE plpgsql SET search_path = aurora, pg_temp AS $$
BEGIN
  IF NEW.node <> (SELECT m.node FROM me m) THEN
    PERFORM pg_notify('aurora', NEW.entity || ':' || NEW.key);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER tell AFTER INSERT ON aurora.change FOR EACH ROW EXECUTE FUNCTION aurora.tell();
ALTER TABLE aurora.change ENABLE ALWAYS TRIGGER tell;

-- The only door for local writes: all changes or none, under one stamp, which is returned.
--   entities, keys: what is written; payloads: its state, null deletes; ids: of the changes, for recognising a retry;
--   expected: the stamp a key must have now (0: it must not exist), null: any; seen: a stamp later than all this node has seen.
-- AU001: a key has another stamp than expected. AU002: the call breaks a limit or the index of a service.
CREATE OR REPLACE FUNCTION aurora.put(
  entities text[], keys text[], payloads jsonb[], ids uuid[], expected bigint[], seen bigint)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = aurora, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  me_ text := (SELECT m.node FROM me m);
  n int := cardinality(entities);
  known int;
  used int;
  stamp bigint;
  written int;
  bad text;
BEGIN
  IF n NOT BETWEEN 1 AND 200 OR cardinality(keys) <> n OR cardinality(payloads) <> n OR cardinality(ids) <> n
     OR cardinality(expected) <> n THEN
    RAISE EXCEPTION 'a put holds 1 to 200 changes' USING ERRCODE = 'AU002';
  END IF;
  SELECT t.e INTO bad FROM unnest(entities, keys, payloads, ids) AS t(e, k, p, i)
    WHERE t.i IS NULL OR t.e IS NULL OR t.k IS NULL OR octet_length(t.e) NOT BETWEEN 1 AND 64
       OR octet_length(t.k) NOT BETWEEN 1 AND 512
       OR jsonb_typeof(t.p) <> 'object' OR octet_length(t.p::text) > 2097152 LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a change of % is out of bounds', bad USING ERRCODE = 'AU002';
  END IF;
  IF (SELECT count(DISTINCT (t.e, t.k)) FROM unnest(entities, keys) AS t(e, k)) <> n THEN
    RAISE EXCEPTION 'a put changes a key twice' USING ERRCODE = 'AU002';
  END IF;

  -- Creates what is missing and locks what is there, always in the same order; WHERE false changes nothing but locks all the same.
  INSERT INTO head AS h (entity, key, hlc, node, id, deleted, v)
    SELECT t.e, t.k, 0, '', '00000000-0000-0000-0000-000000000000', true, 0
    FROM unnest(entities, keys) AS t(e, k) ORDER BY t.e COLLATE "C", t.k COLLATE "C"
    ON CONFLICT (entity, key) DO UPDATE SET hlc = h.hlc WHERE false;

  SELECT count(*) FILTER (WHERE l.entity = t.e AND l.key = t.k), count(*), max(l.hlc) INTO known, used, stamp
    FROM unnest(entities, keys, ids) AS t(e, k, i),
      LATERAL (SELECT c.entity, c.key, c.hlc FROM change c WHERE c.id = t.i OFFSET 0) l;
  IF used <> known THEN
    RAISE EXCEPTION 'the id of a change is used for another key' USING ERRCODE = 'AU002';
  END IF;
  IF known = n THEN
    RETURN stamp;
  END IF;

  SELECT t.e INTO bad FROM unnest(entities, keys, ids, expected) AS t(e, k, i, x),
      LATERAL (SELECT CASE WHEN h.deleted THEN 0 ELSE h.hlc END AS hlc FROM head h WHERE h.entity = t.e AND h.key = t.k OFFSET 0) l
    WHERE t.x IS NOT NULL AND t.x <> l.hlc AND NOT EXISTS (SELECT FROM change c WHERE c.id = t.i) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'a key of % has another stamp than expected', bad USING ERRCODE = 'AU001';
  END IF;

  SELECT greatest(seen, max(l.hlc) + 1) INTO stamp FROM unnest(entities, keys) AS t(e, k),
    LATERAL (SELECT h.hlc FROM head h WHERE h.entity = t.e AND h.key = t.k OFFSET 0) l;
  INSERT INTO change(id, node, hlc, entity, key, deleted, payload)
    SELECT t.i, me_, stamp, t.e, t.k, t.p IS NULL, t.p FROM unnest(entities, keys, payloads, ids) AS t(e, k, p, i)
    WHERE NOT EXISTS (SELECT FROM change c WHERE c.id = t.i) ORDER BY t.e COLLATE "C", t.k COLLATE "C";
  GET DIAGNOSTICS written = ROW_COUNT;
  SELECT q.message INTO bad FROM unnest(ids) AS t(i),
      LATERAL (SELECT q.message FROM quarantine q WHERE q.id = t.i OFFSET 0) q LIMIT 1;
  IF FOUND OR written <> n - known THEN
    RAISE EXCEPTION 'a change was refused: %', coalesce(bad, 'by the fold') USING ERRCODE = 'AU002';
  END IF;
  RETURN stamp;
END $$;

-- Drops superseded changes whose id is older than the one given, at most 10,000 in a call. Heads and tombstones stay.
CREATE OR REPLACE FUNCTION aurora.compact(before uuid) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = aurora, pg_temp AS $$
DECLARE
  n bigint;
BEGIN
  DELETE FROM change WHERE id IN (
    SELECT c.id FROM change c WHERE c.id < before
      AND NOT EXISTS (SELECT FROM head h WHERE h.entity = c.entity AND h.key = c.key AND h.id = c.id)
      AND NOT EXISTS (SELECT FROM quarantine q WHERE q.id = c.id) LIMIT 10000);
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;

-- A fingerprint of head in so many buckets (a power of two), for comparing two nodes. By md5, which is the same on every version.
CREATE OR REPLACE FUNCTION aurora.digest(buckets int) RETURNS TABLE (bucket int, keys bigint, sum numeric)
LANGUAGE sql STABLE SET search_path = aurora, pg_temp AS $$
  SELECT ('x' || substr(md5(entity || chr(1) || key), 1, 8))::bit(32)::int & (buckets - 1), count(*),
    sum(('x' || substr(md5(hlc || node || id::text), 1, 16))::bit(64)::bigint::numeric)
  FROM head GROUP BY 1
$$;

REVOKE ALL ON FUNCTION aurora.put(text[], text[], jsonb[], uuid[], bigint[], bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION aurora.compact(uuid) FROM PUBLIC;
