package aurora.ground.sql;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.ClosedPort;
import aurora.ground.TestPostgres;
import aurora.ground.sql.DatabaseException.Access;
import aurora.ground.sql.DatabaseException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SqlTest {
    private static TestPostgres.Database db;

    @BeforeAll
    static void open() {
        db = TestPostgres.fresh();
        db.owner().script("CREATE SCHEMA t; CREATE TABLE t.word(word text PRIMARY KEY)");
    }

    @AfterAll
    static void close() {
        db.close();
    }

    @Test
    void itIsToldWhetherTryingAgainWouldHelp() {
        SqlAddress wrong = new SqlAddress(db.address().url(), "aurora_app", "guess", "", Duration.ofSeconds(20));
        assertEquals(Access.REFUSED, failure(wrong).access());
        assertEquals(
                Access.REFUSED,
                failure(new SqlAddress(
                                db.address().url().replaceFirst("/test_\\d+", "/nowhere"),
                                db.address().user(),
                                db.address().password(),
                                "",
                                Duration.ofSeconds(20)))
                        .access());
        try (ClosedPort nobody = new ClosedPort()) {
            DatabaseException away = failure(SqlAddress.local(nobody.number(), "aurora", "ann", "hush"));
            assertEquals(List.of(Kind.AWAY, Access.NOBODY_THERE), List.of(away.kind(), away.access()));
        }
    }

    private static DatabaseException failure(SqlAddress address) {
        try (Sql sql = new Sql(address, 1, Clock.system())) {
            return assertThrows(DatabaseException.class, () -> sql.query("SELECT 1", row -> ""));
        }
    }

    @Test
    void everyParameterArrivesAsItIs() {
        UUID uuid = UUID.randomUUID();
        Instant instant = Instant.parse("2026-11-25T12:00:00Z");
        String sql = "SELECT ?::text AS t, ?::int AS i, ?::bigint AS l, ?::float8 AS d, ?::bool AS b, ?::bytea AS y,"
                + " ?::uuid AS u,"
                + " extract(epoch FROM ?::timestamptz)::bigint AS at,"
                + " ?::text[] = ARRAY['a', NULL] IS NOT FALSE AS list,"
                + " (?::bigint[])[2] AS second, NULL::text AS nothing";
        List<String> texts = new ArrayList<>(List.of("a"));
        texts.add(null);
        String read = db.app()
                .first(
                        sql,
                        row -> {
                            assertArrayEquals(new byte[] {1, 2}, row.bytes("y"));
                            assertTrue(row.absent("nothing")
                                    && !row.absent("t")
                                    && row.text("nothing").isEmpty()
                                    && row.number("nothing") == 0);
                            return row.text("t")
                                    + row.number("i")
                                    + row.number("l")
                                    + row.real("d")
                                    + row.flag("b")
                                    + row.text("u")
                                    + row.number("at")
                                    + row.flag("list")
                                    + row.number("second");
                        },
                        "text",
                        1,
                        2L,
                        0.5,
                        true,
                        new byte[] {1, 2},
                        uuid,
                        instant,
                        texts,
                        List.of(3L, 4L))
                .orElseThrow();
        assertEquals("text120.5true" + uuid + instant.getEpochSecond() + "true4", read);
        assertThrows(IllegalArgumentException.class, () -> db.app().query("SELECT ?", row -> "", new Object()));
    }

    @Test
    void aTransactionHappensWhollyOrNotAtAll() {
        db.owner().transaction(words -> words.update("INSERT INTO t.word VALUES ('kept')"));
        assertThrows(
                IllegalStateException.class,
                () -> db.owner().transaction(words -> {
                    words.update("INSERT INTO t.word VALUES ('lost')");
                    throw new IllegalStateException("changed my mind");
                }));
        assertThrows(
                DatabaseException.class,
                () -> db.owner()
                        .transaction(words -> words.update("INSERT INTO t.word VALUES ('lost')")
                                + words.update("INSERT INTO t.word VALUES ('kept')")));
        assertEquals(List.of("kept"), db.owner().query("SELECT word FROM t.word", row -> row.text("word")));
        db.owner().update("INSERT INTO t.word VALUES (?)", "after");
        assertEquals(1, db.owner().update("DELETE FROM t.word WHERE word = 'after'"));
        assertEquals(
                Optional.empty(),
                db.owner().first("SELECT 1 AS n FROM t.word WHERE word = 'after'", row -> row.number("n")));
    }

    @Test
    void whoeverFindsNoConnectionIsToldSo() throws Exception {
        try (Sql small = new Sql(db::address, 2, Clock.system(), Duration.ofMillis(100))) {
            CountDownLatch holding = new CountDownLatch(2);
            CountDownLatch enough = new CountDownLatch(1);
            List<Thread> holders = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                holders.add(Thread.ofVirtual()
                        .start(() -> small.transaction(statements -> {
                            holding.countDown();
                            return awaited(enough);
                        })));
            }
            assertTrue(holding.await(20, TimeUnit.SECONDS));
            assertEquals(Kind.FULL, kindOf(() -> small.query("SELECT 1", row -> "")));
            enough.countDown();
            for (Thread holder : holders) {
                assertTrue(holder.join(Duration.ofSeconds(20)));
            }
            assertEquals(1, small.query("SELECT 1", row -> "").size());
        }
    }

    @Test
    void connectionsThatWereEndedAreReplaced() {
        try (Sql sql = new Sql(db.address(), 4, Clock.system())) {
            long mine = pid(sql);
            assertEquals(mine, pid(sql), "a connection is used again");
            db.owner();
            assertEquals(
                    Kind.AWAY, kindOf(() -> sql.query("SELECT pg_terminate_backend(pg_backend_pid())", row -> "")));
            assertTrue(pid(sql) != mine);
        }
    }

    @Test
    void afterAStatementThatFailedTheConnectionIsUsedAgain() {
        try (Sql sql = new Sql(db.address(), 1, Clock.system())) {
            long mine = pid(sql);
            assertEquals(Kind.DEFECT, kindOf(() -> sql.query("SELECT nonsense", row -> "")));
            assertEquals(Kind.DEFECT, kindOf(() -> sql.transaction(statements -> statements.update("nonsense"))));
            assertEquals(mine, pid(sql));
        }
    }

    @Test
    void anAbsentServerIsAway() {
        try (ClosedPort none = new ClosedPort();
                Sql sql = new Sql(SqlAddress.local(none.number(), "x", "x", "x"), 1, Clock.system())) {
            assertEquals(Kind.AWAY, kindOf(() -> sql.query("SELECT 1", row -> "")));
        }
        Sql closed = new Sql(db.address(), 1, Clock.system());
        closed.close();
        assertEquals(Kind.AWAY, kindOf(() -> closed.query("SELECT 1", row -> "")));
    }

    @Test
    void statesBecomeKinds() {
        for (String state : List.of("08006", "08001", "57P01", "57P03")) {
            assertEquals(Kind.AWAY, SqlErrors.of(new SQLException("m", state)).kind(), state);
        }
        for (String state : List.of("53300", "57014", "55P03")) {
            assertEquals(Kind.FULL, SqlErrors.of(new SQLException("m", state)).kind(), state);
        }
        for (String state : List.of("53100", "58030")) {
            assertEquals(
                    Kind.NO_ROOM, SqlErrors.of(new SQLException("m", state)).kind(), state);
        }
        for (String state : List.of("40001", "40P01", "AU001")) {
            assertEquals(
                    Kind.CONFLICT, SqlErrors.of(new SQLException("m", state)).kind(), state);
        }
        assertEquals(Kind.DEFECT, SqlErrors.of(new SQLException("m", "42601")).kind());
        assertEquals(Kind.DEFECT, SqlErrors.of(new SQLException("m")).kind());
    }

    @Test
    void aServerThatDoesNotGreetIsAway() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                Sql sql = new Sql(
                        SqlAddress.local(silent.getLocalPort(), "any", "any", "any")
                                .within(Duration.ofHours(1)),
                        1,
                        Clock.system())) {
            assertEquals(
                    Kind.AWAY,
                    assertTimeoutPreemptively(
                            Duration.ofSeconds(60), () -> kindOf(() -> sql.query("SELECT 1", row -> ""))));
        }
    }

    /** Stopped as a whole, so that the kernel takes connections and nobody answers. */
    @Test
    void whoWaitsForASilentServerIsLetGoAndNobodyWaitsMeanwhile() throws Exception {
        try (Sql sql = new Sql(() -> db.address().within(Duration.ofMinutes(10)), 2, Clock.system());
                AutoCloseable watch = sql.watch()) {
            ProcessHandle server =
                    ProcessHandle.of(pid(sql)).flatMap(ProcessHandle::parent).orElseThrow();
            signal("STOP", server);
            try {
                assertEquals(
                        Kind.AWAY,
                        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> kindOf(() -> pid(sql))),
                        "within less than the ten minutes that a statement may take here");
                DatabaseException at = assertThrows(DatabaseException.class, () -> sql.query("SELECT 1", row -> ""));
                assertEquals("the database does not answer", at.getMessage());
            } finally {
                signal("CONT", server);
            }
            Deadline deadline = Deadline.after(Clock.system(), Duration.ofSeconds(60));
            while (true) {
                try {
                    assertTrue(pid(sql) > 0);
                    return;
                } catch (DatabaseException stillAway) {
                    assertEquals(Kind.AWAY, stillAway.kind());
                    assertFalse(deadline.passed(), stillAway.toString());
                }
            }
        }
    }

    private static void signal(String name, ProcessHandle server) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, String.valueOf(server.pid())));
        server.descendants().forEach(below -> command.add(String.valueOf(below.pid())));
        assertEquals(0, new ProcessBuilder(command).start().waitFor());
    }

    @Test
    void aSlowStatementIsNoSilence() throws Exception {
        try (Sql sql = new Sql(db::address, 1, Clock.system());
                AutoCloseable watch = sql.watch()) {
            assertEquals(Optional.of(1L), sql.first("SELECT 1 AS one FROM pg_sleep(6)", row -> row.number("one")));
        }
    }

    @Test
    void aStatementHasABound() {
        try (Sql sql = new Sql(db.address().within(Duration.ofMillis(100)), 1, Clock.system())) {
            assertEquals(Kind.FULL, kindOf(() -> sql.query("SELECT pg_sleep(60)", row -> "")));
        }
        assertEquals(Kind.DEFECT, kindOf(() -> db.app().query("SELECT generate_series(1, 100001)", row -> "")));
    }

    @Test
    void aListenerHearsAgainAfterItsConnectionBroke() throws Exception {
        BlockingQueue<String> heard = new ArrayBlockingQueue<>(16);
        AutoCloseable listening = db.app().listen("news", text -> {
            heard.add(text);
            if (text.equals("bad")) {
                throw new IllegalStateException("a listener's defect");
            }
        });
        assertEquals("", heard.poll(20, TimeUnit.SECONDS));
        db.owner().script("NOTIFY news, 'bad'; NOTIFY news, 'one'");
        assertEquals("bad", heard.poll(20, TimeUnit.SECONDS));
        assertEquals("one", heard.poll(20, TimeUnit.SECONDS));
        db.app()
                .query(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE query LIKE 'LISTEN news%' AND datname = current_database()",
                        row -> "");
        assertEquals("", heard.poll(20, TimeUnit.SECONDS), "a new connection");
        db.owner().script("NOTIFY news, 'two'");
        assertEquals("two", heard.poll(20, TimeUnit.SECONDS));
        listening.close();
        db.owner().script("NOTIFY news, 'three'");
        assertFalse(heard.contains("three"));
        assertThrows(IllegalArgumentException.class, () -> db.app().listen("x; DROP", heard::add));
    }

    @Test
    void passwordsAreNotShown() {
        SqlAddress address = new SqlAddress(
                "jdbc:postgresql://db:5432/aurora?user=me&password=hush", "me", "hush", "", Duration.ofSeconds(1));
        assertFalse(address.toString().contains("hush"));
        assertEquals("jdbc:postgresql://db:5432/aurora", address.shown());
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long pid(Sql sql) {
        return sql.first("SELECT pg_backend_pid() AS pid", row -> row.number("pid"))
                .orElseThrow();
    }

    private static Kind kindOf(Runnable work) {
        return assertThrows(DatabaseException.class, work::run).kind();
    }
}
