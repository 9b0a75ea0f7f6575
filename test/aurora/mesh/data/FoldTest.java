package aurora.mesh.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.Seed;
import aurora.base.Clock;
import aurora.base.Ids;
import aurora.ground.TestPostgres;
import aurora.ground.sql.DatabaseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The algebra of the fold: any order, any duplication and any grouping of a set of changes gives the same heads,
 * those of a model in Java. A checker is worth what it finds, so folds that are wrong in known ways are run too, and
 * each must be found out.
 */
final class FoldTest {
    private static final int SEEDS = 25;
    private static final Comparator<Row> ORDER = Comparator.comparingLong(Row::hlc)
            .thenComparing(Row::node)
            .thenComparing(row -> row.id().toString());
    private static final String DELETE_ALL = "TRUNCATE aurora.head; TRUNCATE aurora.change; TRUNCATE aurora.quarantine";

    /** Puts whatever comes last into head. */
    private static final String LAST_ARRIVAL_WINS = """
      CREATE OR REPLACE FUNCTION aurora.fold() RETURNS trigger LANGUAGE plpgsql SET search_path = aurora, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT FROM change c WHERE c.id = NEW.id) THEN RETURN NULL; END IF;
        INSERT INTO head AS h (entity, key, hlc, node, id, deleted, v, payload)
          VALUES (NEW.entity, NEW.key, NEW.hlc, NEW.node, NEW.id, NEW.deleted, NEW.v, NEW.payload)
          ON CONFLICT (entity, key) DO UPDATE SET hlc = excluded.hlc, node = excluded.node, id = excluded.id,
            deleted = excluded.deleted, v = excluded.v, payload = excluded.payload;
        RETURN NEW;
      END $$
      """;

    private static TestPostgres.Database db;

    private record Row(UUID id, String node, long hlc, String entity, String key, Optional<String> payload) {}

    @BeforeAll
    static void open() {
        db = TestPostgres.fresh();
    }

    @AfterAll
    static void close() {
        db.close();
    }

    @Test
    void anyOrderDuplicationAndGroupingGivesTheSameHeads() {
        long seed = Seed.next();
        assertEquals(Optional.empty(), violation(db, seed), "seed " + seed);
    }

    @Test
    void foldingAgainChangesNothing() {
        Random random = new Random(7);
        List<Row> rows = rows(random);
        db.owner().script(DELETE_ALL);
        insert(db, rows);
        List<String> once = heads(db);
        Collections.shuffle(rows, random);
        insert(db, rows);
        assertEquals(once, heads(db));
        assertEquals(
                once.size(),
                db.owner()
                        .query("SELECT 1 FROM aurora.head h JOIN aurora.change c USING (id)", row -> "")
                        .size());
    }

    @Test
    void lastArrivalWinsIsFoundOut() {
        assertFoundOut(LAST_ARRIVAL_WINS);
    }

    @Test
    void dropsTiesIsFoundOut() {
        assertFoundOut(foldOf(db)
                .replace("(h.hlc, h.node, h.id)", "h.hlc")
                .replace("(NEW.hlc, NEW.node, NEW.id)", "NEW.hlc")
                .replace("(excluded.hlc, excluded.node, excluded.id)", "excluded.hlc"));
    }

    @Test
    void losesSomeChangesIsFoundOut() {
        assertFoundOut(foldOf(db).replace("IF EXISTS (", "IF right(NEW.id::text, 1) = '7' OR EXISTS ("));
    }

    @Test
    void anOwnWriteIsLaterThanAnythingSeenBefore() {
        assertEquals(Optional.empty(), ownWriteViolation(db));
        try (TestPostgres.Database mutant = TestPostgres.fresh()) {
            String put = definition(mutant, "put");
            String noBump = put.replace("greatest(seen, max(l.hlc) + 1)", "seen");
            assertNotEquals(put, noBump);
            mutant.owner().script(noBump);
            assertTrue(ownWriteViolation(mutant).isPresent(), "a put that ignores the key's stamp must be found out");
        }
    }

    @Test
    void putUsesIndexesWhenTheTablesAreLarge() {
        try (TestPostgres.Database large = TestPostgres.fresh()) {
            large.owner().script("ALTER TABLE aurora.change DISABLE TRIGGER USER");
            for (int first = 1; first < 100_000; first += 10_000) {
                // in steps, because one statement may not take longer than the pool allows
                large.owner().script("""
                  WITH made AS (INSERT INTO aurora.change(id, node, hlc, entity, key, payload)
                    SELECT gen_random_uuid(), 'test', n, 'row', 'k' || n, '{}' FROM generate_series(%d, %d) n
                    RETURNING *)
                  INSERT INTO aurora.head SELECT entity, key, hlc, node, id, deleted, v, payload FROM made;
                  """.formatted(first, first + 9_999));
            }
            large.owner().script("""
              ALTER TABLE aurora.change ENABLE ALWAYS TRIGGER fold;
              ALTER TABLE aurora.change ENABLE ALWAYS TRIGGER tell;
              """);
            large.owner().script("ANALYZE aurora.head; ANALYZE aurora.change");
            large.replica().put(List.of(Change.set("row", "k1", "{}")));
            long before = scans(large, "seq_scan");
            long indexed = scans(large, "idx_scan");
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < Replica.CHANGES_MAX; i++) {
                changes.add(Change.set("row", "k" + i * 600, "{\"n\": 1}"));
            }
            large.replica().put(changes);
            large.replica()
                    .put(List.of(
                            Change.set("row", "k3", "{}").ifStamp(3),
                            Change.set("new", "one", "{}").ifStamp(0)));
            assertEquals(before, scans(large, "seq_scan"), "sequential scans");
            assertTrue(scans(large, "idx_scan") > indexed, "index scans are counted");
        }
    }

    private static void assertFoundOut(String fold) {
        assertNotEquals(foldOf(db), fold);
        try (TestPostgres.Database mutant = TestPostgres.fresh()) {
            mutant.owner().script(fold);
            assertTrue(violation(mutant, 1).isPresent(), "the property holds for a fold that is wrong");
        }
    }

    /** Runs the property; what it found, with the seed. */
    private static Optional<String> violation(TestPostgres.Database on, long seed) {
        for (long at = seed; at < seed + SEEDS; at++) {
            Random random = new Random(at);
            List<Row> rows = rows(random);
            List<String> expected = model(rows);
            on.owner().script(DELETE_ALL);
            List<Row> arriving = new ArrayList<>(rows);
            rows.forEach(row -> Collections.addAll(arriving, duplicates(row, random)));
            Collections.shuffle(arriving, random);
            for (int from = 0; from < arriving.size(); ) {
                int to = Math.min(arriving.size(), from + 1 + random.nextInt(7));
                insert(on, arriving.subList(from, to));
                from = to;
            }
            List<String> found = heads(on);
            if (!found.equals(expected)) {
                return Optional.of("seed " + at + ": expected " + expected + ", found " + found);
            }
        }
        return Optional.empty();
    }

    /**
     * A remote write from a clock an hour ahead, then an own one: the own one must be the head, with a greater stamp.
     */
    private static Optional<String> ownWriteViolation(TestPostgres.Database on) {
        Replica replica = new LocalReplica(on.app(), Clock.system(), Ids.secure());
        replica.put(List.of(Change.set("doc", "warm", "{}")));
        long ahead = (Clock.system().millis() + 3_600_000) << 16;
        insert(on, List.of(new Row(UUID.randomUUID(), "star", ahead, "doc", "d1", Optional.of("{\"by\": \"star\"}"))));
        try {
            long own = replica.put(List.of(Change.set("doc", "d1", "{\"by\": \"me\"}")));
            Replica.Head head = replica.head("doc", "d1").orElseThrow();
            return own > ahead && head.stamp() == own && head.payload().contains("me")
                    ? Optional.empty()
                    : Optional.of(head.toString());
        } catch (DatabaseException refused) {
            return Optional.of(refused.toString());
        }
    }

    private static Row[] duplicates(Row row, Random random) {
        Row[] again = new Row[random.nextInt(3)];
        Arrays.fill(again, row);
        return again;
    }

    /** Few keys, stamps and nodes, so that ties are common. A node uses one stamp for a key once, as put does. */
    private static List<Row> rows(Random random) {
        List<Row> rows = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            String node = "node" + random.nextInt(3);
            long hlc = 1L + random.nextInt(8);
            String key = "k" + random.nextInt(4);
            if (used.add(node + hlc + key) || random.nextInt(4) == 0) {
                Optional<String> payload =
                        random.nextInt(5) == 0 ? Optional.empty() : Optional.of("{\"n\": " + i + "}");
                rows.add(new Row(new UUID(random.nextLong(), random.nextLong()), node, hlc, "thing", key, payload));
            }
        }
        return rows;
    }

    private static List<String> model(List<Row> rows) {
        return rows.stream()
                .map(Row::key)
                .distinct()
                .sorted()
                .map(key -> rows.stream()
                        .filter(row -> row.key().equals(key))
                        .max(ORDER)
                        .orElseThrow())
                .map(row -> row.key() + " " + row.hlc() + " " + row.node() + " " + row.id() + " "
                        + row.payload().orElse("deleted"))
                .toList();
    }

    private static List<String> heads(TestPostgres.Database on) {
        return on.owner()
                .query(
                        "SELECT key || ' ' || hlc || ' ' || node || ' ' || id || ' '"
                                + " || CASE WHEN deleted THEN 'deleted' ELSE payload::text END AS head"
                                + " FROM aurora.head ORDER BY key",
                        row -> row.text("head"));
    }

    private static void insert(TestPostgres.Database on, List<Row> rows) {
        StringBuilder sql =
                new StringBuilder("INSERT INTO aurora.change(id, node, hlc, entity, key, deleted, payload) VALUES ");
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            sql.append(i == 0 ? "('" : ",('")
                    .append(row.id())
                    .append("','")
                    .append(row.node())
                    .append("',")
                    .append(row.hlc())
                    .append(",'");
            sql.append(row.entity())
                    .append("','")
                    .append(row.key())
                    .append("',")
                    .append(row.payload().isEmpty())
                    .append(',');
            sql.append(row.payload().map(payload -> "'" + payload + "'").orElse("NULL"))
                    .append(')');
        }
        on.owner().script(sql.toString());
    }

    private static String foldOf(TestPostgres.Database on) {
        return definition(on, "fold");
    }

    private static String definition(TestPostgres.Database on, String function) {
        return on.owner()
                .first(
                        "SELECT pg_get_functiondef(p.oid) AS body FROM pg_proc p"
                                + " WHERE proname = ? AND pronamespace = 'aurora'::regnamespace",
                        row -> row.text("body"),
                        function)
                .orElseThrow();
    }

    private static long scans(TestPostgres.Database on, String kind) {
        on.app().query("SELECT pg_stat_force_next_flush()", row -> "");
        on.app().query("SELECT 1", row -> "");
        return on.owner()
                .first(
                        "SELECT sum(" + kind
                                + ") AS n FROM pg_stat_user_tables"
                                + " WHERE schemaname = 'aurora' AND relname IN ('head', 'change')",
                        row -> row.number("n"))
                .orElseThrow();
    }
}
