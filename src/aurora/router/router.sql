-- Engines that people added, on every node.
CREATE OR REPLACE VIEW router.engine AS
  SELECT payload ->> 'name' AS name, payload ->> 'node' AS node, payload
  FROM aurora.head
  WHERE entity = 'engine' AND NOT deleted;
