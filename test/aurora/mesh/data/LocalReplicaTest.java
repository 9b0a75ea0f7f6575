package aurora.mesh.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Ids;
import aurora.base.Refusal;
import aurora.ground.TestPostgres;
import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.DatabaseException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LocalReplicaTest {
    private static TestPostgres.Database db;
    private static LocalReplica replica;
    private static final Ids IDS = Ids.secure();

    @BeforeAll
    static void open() {
        db = TestPostgres.fresh();
        replica = db.replica();
    }

    @AfterAll
    static void close() {
        db.close();
    }

    @Test
    void whatIsWrittenIsRead() {
        long first = replica.put(List.of(Change.set("note", "a", "{\"text\": \"one\"}")));
        Replica.Head head = replica.head("note", "a").orElseThrow();
        assertEquals(new Replica.Head("note", "a", first, "test", "{\"text\": \"one\"}"), head);
        long second = replica.put(List.of(Change.set("note", "a", "{\"text\": \"two\"}")));
        assertTrue(second > first);
        assertEquals(
                "{\"text\": \"two\"}", replica.head("note", "a").orElseThrow().payload());
        replica.put(List.of(Change.delete("note", "a")));
        assertEquals(Optional.empty(), replica.head("note", "a"));
        assertEquals(Optional.empty(), replica.head("note", "never"));
    }

    @Test
    void aFullDiskIsNotWrittenToButRead() {
        AtomicLong free = new AtomicLong(1L << 30);
        LocalReplica small = new LocalReplica(db.app(), Clock.system(), IDS, free::get);
        small.put(List.of(Change.set("note", "full", "{}")));
        free.set(1L << 20);
        DatabaseException refused = assertThrows(
                DatabaseException.class, () -> small.put(List.of(Change.set("note", "full", "{\"a\": 1}"))));
        assertEquals(Kind.NO_ROOM, refused.kind());
        assertEquals("{}", small.head("note", "full").orElseThrow().payload());
        free.set(1L << 30);
        small.put(List.of(Change.set("note", "full", "{\"a\": 1}")));
    }

    @Test
    void fromTheReserveIsDeletedAndWrittenWhatMustBe() {
        AtomicLong free = new AtomicLong(1L << 30);
        LocalReplica small = new LocalReplica(db.app(), Clock.system(), IDS, free::get);
        small.put(List.of(Change.set("note", "reserve", "{}")));
        free.set(40L << 20);
        List<Change> write = List.of(Change.set("note", "reserve", "{\"a\": 1}"));
        assertEquals(
                Kind.NO_ROOM,
                assertThrows(DatabaseException.class, () -> small.put(write)).kind());
        List<Change> mixed = List.of(Change.delete("note", "reserve"), Change.set("note", "more", "{}"));
        assertEquals(
                Kind.NO_ROOM,
                assertThrows(DatabaseException.class, () -> small.put(mixed)).kind());
        small.putFromReserve(write);
        small.put(List.of(Change.delete("note", "reserve")));
        assertEquals(Optional.empty(), small.head("note", "reserve"));
        free.set(20L << 20);
        assertEquals(
                Kind.NO_ROOM,
                assertThrows(DatabaseException.class, () -> small.putFromReserve(write))
                        .kind());
        List<Change> delete = List.of(Change.delete("note", "reserve"));
        assertEquals(
                Kind.NO_ROOM,
                assertThrows(DatabaseException.class, () -> small.put(delete)).kind());
    }

    @Test
    void onePutIsAllOrNothingUnderOneStamp() {
        long stamp = replica.put(List.of(Change.set("pair", "x", "{}"), Change.set("pair", "y", "{}")));
        assertEquals(stamp, replica.head("pair", "x").orElseThrow().stamp());
        assertEquals(stamp, replica.head("pair", "y").orElseThrow().stamp());
        DatabaseException refused = assertThrows(
                DatabaseException.class,
                () -> replica.put(List.of(
                        Change.set("pair", "x", "{\"n\": 2}"),
                        Change.set("pair", "y", "{\"n\": 2}").ifStamp(1))));
        assertEquals(Kind.CONFLICT, refused.kind());
        assertEquals("{}", replica.head("pair", "x").orElseThrow().payload());
    }

    @Test
    void expectedStampsGuardAgainstAnotherWriter() {
        long made = replica.put(List.of(Change.set("user", "ann", "{}").ifStamp(0)));
        assertConflict(Change.set("user", "ann", "{\"n\": 2}").ifStamp(0));
        long changed =
                replica.put(List.of(Change.set("user", "ann", "{\"n\": 2}").ifStamp(made)));
        assertConflict(Change.delete("user", "ann").ifStamp(made));
        replica.put(List.of(Change.delete("user", "ann").ifStamp(changed)));
        assertConflict(Change.set("user", "ann", "{}").ifStamp(changed));
        replica.put(List.of(Change.set("user", "ann", "{}").ifStamp(0)));
        assertConflict(Change.set("user", "bob", "{}").ifStamp(made));
        assertEquals(Optional.empty(), replica.head("user", "bob"));
    }

    @Test
    void oneOfManyWritersWithTheSameExpectationWins() throws Exception {
        BlockingQueue<Boolean> outcomes = new ArrayBlockingQueue<>(16);
        for (int i = 0; i < 16; i++) {
            String payload = "{\"n\": " + i + "}";
            Thread.ofVirtual().start(() -> {
                try {
                    replica.put(List.of(Change.set("race", "one", payload).ifStamp(0)));
                    outcomes.add(true);
                } catch (DatabaseException lost) {
                    outcomes.add(lost.kind() != Kind.CONFLICT);
                }
            });
        }
        int won = 0;
        for (int i = 0; i < 16; i++) {
            won += outcomes.poll(20, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertEquals(1, won);
    }

    @Test
    void aRetryWithTheSameIdHasNoEffect() {
        Change change =
                new Change("message", "m1", Optional.of("{\"n\": 1}"), Optional.of(IDS.next()), OptionalLong.of(0));
        long stamp = replica.put(List.of(change));
        assertEquals(stamp, replica.put(List.of(change)));
        long later = replica.put(List.of(Change.set("message", "m1", "{\"n\": 2}")));
        assertEquals(stamp, replica.put(List.of(change)), "also after somebody wrote the key again");
        assertEquals(later, replica.head("message", "m1").orElseThrow().stamp());
        long mixed = replica.put(List.of(change, Change.set("message", "m2", "{}")));
        assertEquals(mixed, replica.head("message", "m2").orElseThrow().stamp());
        assertEquals(later, replica.head("message", "m1").orElseThrow().stamp());
        Change thief = new Change("message", "m3", Optional.of("{}"), change.id(), OptionalLong.empty());
        assertThrows(DatabaseException.class, () -> replica.put(List.of(thief)));
    }

    @Test
    void limitsHold() {
        assertDefect(List.of());
        assertDefect(IntStream.rangeClosed(0, Replica.CHANGES_MAX)
                .mapToObj(i -> Change.set("bulk", "k" + i, "{}"))
                .toList());
        assertDefect(List.of(Change.set("", "k", "{}")));
        assertDefect(List.of(Change.set("big", "k".repeat(LocalReplica.KEY_MAX + 1), "{}")));
        assertDefect(List.of(Change.set("big", "a\0b", "{}")));
        assertDefect(List.of(Change.set("big", "k", "{\"t\": \"" + "x".repeat(Replica.PAYLOAD_MAX) + "\"}")));
        assertDefect(List.of(Change.set("big", "k", "[1]")));
        assertDefect(List.of(Change.set("big", "k", "{}, {}")));
        assertDefect(List.of(Change.set("big", "k", "{}"), Change.set("big", "k", "{}")));
        String largest = "{\"t\": \"" + "x".repeat(Replica.PAYLOAD_MAX - 9) + "\"}";
        replica.put(List.of(Change.set("big", "k".repeat(LocalReplica.KEY_MAX), largest)));
        assertEquals(
                largest,
                replica.head("big", "k".repeat(LocalReplica.KEY_MAX))
                        .orElseThrow()
                        .payload());
    }

    @Test
    void charactersThatPostgresCannotStoreAreReplaced() {
        replica.put(
                List.of(Change.set("text", "a", "{\"t\": \"a\\u0000b\\ud800c\\ud83d\\ude00 \\\\u0000 \ud83d x\"}")));
        assertEquals(
                "{\"t\": \"a\ufffdb\ufffdc\ud83d\ude00 \\\\u0000 \ufffd x\"}",
                replica.head("text", "a").orElseThrow().payload());
    }

    @Test
    void servicesMayNotWritePastPut() {
        for (String write : List.of(
                "INSERT INTO aurora.change(id, node, hlc, entity, key) VALUES (gen_random_uuid(), 'x', 1, 'e', 'k')",
                "UPDATE aurora.head SET hlc = 1",
                "DELETE FROM aurora.change",
                "CREATE TABLE aurora.mine(x int)",
                "CREATE TABLE public.mine(x int)",
                "CREATE SCHEMA mine")) {
            DatabaseException refused =
                    assertThrows(DatabaseException.class, () -> db.app().update(write), write);
            assertTrue(String.valueOf(refused.getMessage()).contains("42501"), write);
        }
    }

    @Test
    void aChangeThatBreaksAnIndexIsRefusedNotLost() {
        try (TestPostgres.Database other = TestPostgres.fresh()) {
            other.migrate(
                    "poison", "CREATE INDEX poison_n ON aurora.head (((payload->>'n')::int)) WHERE entity = 'poison'");
            assertThrows(
                    DatabaseException.class,
                    () -> other.replica().put(List.of(Change.set("poison", "a", "{\"n\": \"x\"}"))));
            assertEquals(Optional.empty(), other.replica().head("poison", "a"));
            other.replica().put(List.of(Change.set("poison", "a", "{\"n\": \"1\"}")));
        }
    }

    @Test
    void viewsOfAServiceAreMadeAnewWhenItsScriptChanges() {
        try (TestPostgres.Database other = TestPostgres.fresh()) {
            String views = """
          CREATE VIEW chat.message AS SELECT key AS id, payload->>'c' AS conversation
            FROM aurora.head WHERE entity = 'message' AND NOT deleted;
          CREATE INDEX chat_message_conversation ON aurora.head ((payload->>'c')) WHERE entity = 'message';
          """;
            other.migrate("chat", views);
            other.replica()
                    .put(List.of(
                            Change.set("message", "m1", "{\"c\": \"c1\"}"),
                            Change.set("message", "m2", "{\"c\": \"c2\"}")));
            assertEquals(
                    List.of("m1"),
                    other.replica()
                            .query("SELECT id FROM chat.message WHERE conversation = ?", row -> row.text("id"), "c1"));
            other.migrate("chat", views);
            other.migrate(
                    "chat",
                    views.replace("chat_message_conversation", "chat_other").replace("AS id,", "AS name, hlc,"));
            assertEquals(
                    2,
                    other.replica()
                            .query("SELECT name FROM chat.message", row -> row.text("name"))
                            .size());
            assertEquals(
                    List.of("chat_other"),
                    other.owner()
                            .query(
                                    "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'chat%'",
                                    row -> row.text("indexname")));
            other.owner().update("UPDATE aurora.installed SET version = version + 1 WHERE name = 'chat'");
            Refusal newer = assertThrows(Refusal.class, () -> other.migrate("chat", views));
            assertTrue(String.valueOf(newer.getMessage()).contains("a database of a newer version"));
        }
    }

    @Test
    void supersededChangesAreDroppedAfterADay() {
        try (TestPostgres.Database other = TestPostgres.fresh()) {
            other.replica().put(List.of(Change.set("note", "a", "{\"n\": \"secret\"}")));
            other.replica().put(List.of(Change.delete("note", "a")));
            assertEquals(0, other.replica().compact(), "too young");
            other.owner().update("UPDATE aurora.head SET id = '01000000-0000-7000-8000-000000000001' WHERE key = 'a'");
            other.owner().update("UPDATE aurora.change SET id = '01000000-0000-7000-8000-000000000001' WHERE deleted");
            other.owner()
                    .update("UPDATE aurora.change SET id = '01000000-0000-7000-8000-000000000000' WHERE NOT deleted");
            assertEquals(1, other.replica().compact());
            assertEquals(0, other.replica().compact());
            assertEquals(
                    1,
                    other.replica()
                            .query("SELECT 1 AS n FROM aurora.change WHERE deleted", row -> row.number("n"))
                            .size());
        }
    }

    @Test
    void changesOfOtherNodesAreTold() throws Exception {
        BlockingQueue<String> heard = new ArrayBlockingQueue<>(16);
        try (AutoCloseable listening = db.app().listen("aurora", heard::add)) {
            assertEquals("", heard.poll(10, TimeUnit.SECONDS), "anything may have happened before");
            replica.put(List.of(Change.set("told", "mine", "{}")));
            db.owner()
                    .update("INSERT INTO aurora.change(id, node, hlc, entity, key, payload)"
                            + " VALUES (gen_random_uuid(), 'star', 5, 'told', 'theirs', '{}')");
            assertEquals("told:theirs", heard.poll(10, TimeUnit.SECONDS));
            assertFalse(listening.equals(heard));
        }
    }

    private static void assertConflict(Change change) {
        assertEquals(
                Kind.CONFLICT,
                assertThrows(DatabaseException.class, () -> replica.put(List.of(change)))
                        .kind());
    }

    private static void assertDefect(List<Change> changes) {
        assertEquals(
                Kind.DEFECT,
                assertThrows(DatabaseException.class, () -> replica.put(changes))
                        .kind());
    }
}
