package aurora.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Caller;
import aurora.base.Caller.Kind;
import aurora.base.Caller.Role;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Progress;
import aurora.base.Refusal;
import aurora.base.Reply;
import aurora.ground.bus.RedisAddress;
import aurora.ground.process.Spawner;
import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.Sql;
import aurora.ground.sql.SqlAddress;
import aurora.keep.KeepApi.Owner;
import aurora.keep.KeepApi.ProgramState;
import aurora.keep.KeepApi.State;
import aurora.keep.files.Places;
import aurora.keep.files.Unpacked;
import aurora.mesh.contract.Nothing;
import aurora.mesh.data.Change;
import aurora.mesh.data.LocalReplica;
import aurora.mesh.data.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A node's programs for real: started, killed, found in use, stopped. The tests share one home and run in order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KeepTest {
    private static final Clock CLOCK = Clock.system();
    private static final KeepConfig CONFIG =
            new KeepConfig(Optional.empty(), Optional.empty(), false, Optional.empty(), true);

    private static Path folder;
    private static Places places;
    private static Spawner spawner;
    private static Keep keep;
    private static Sql app;
    private static LocalReplica replica;

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createTempDirectory("aurora-keep-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        places = Places.below(folder);
        spawner = new Spawner(CLOCK);
        keep = new Keep(CONFIG, places, spawner, CLOCK, Progress.SILENT);
        keep.start();
        keep.awaitDatabase(in(60));
        try (Sql owner = new Sql(keep.owner(), 1, CLOCK)) {
            new Schemas(owner, keep.reader()).install("keep");
        }
        app = new Sql(keep.app(), 4, CLOCK);
        replica = new LocalReplica(app, CLOCK, Ids.secure());
    }

    @AfterAll
    static void stop() throws Exception {
        app.close();
        keep.close();
        spawner.close();
        Unpacked.delete(folder);
    }

    @Test
    @Order(1)
    void allBecomeReadyAndTellAboutThemselves() throws Exception {
        ProgramState postgres = await(
                "postgres",
                state -> state.state() == State.READY && !state.lastLines().isEmpty());
        assertEquals(Owner.EMBEDDED, postgres.driver());
        assertTrue(postgres.version().startsWith("18"), postgres.version());
        assertTrue(postgres.pid().isPresent());
        assertEquals(
                List.of(),
                postgres.lastLines().stream()
                        .filter(line -> line.contains("FATAL"))
                        .toList(),
                "a healthy start does not look like a broken one");
        ProgramState redis = awaitState("redis", State.READY);
        assertTrue(redis.version().matches("([6-9]|\\d\\d)\\..*"), redis.version());
        assertEquals(keep.redis().get().orElseThrow().toString(), redis.address());
        ProgramState ollama = program("ollama");
        assertEquals(List.of(Owner.OFF, State.STOPPED), List.of(ollama.driver(), ollama.state()));
        assertEquals(
                List.of("postgres", "redis", "ollama"),
                programs().stream().map(ProgramState::name).toList());
    }

    @Test
    @Order(2)
    void membersSeeTheStateAndAdminsTheOutput() {
        Reply<KeepApi.Programs> seen = keep.api().programs(caller(Role.MEMBER), Nothing.NOTHING, in(1));
        for (ProgramState state : ((Reply.Ok<KeepApi.Programs>) seen).value().programs()) {
            assertTrue(state.pid().isEmpty() && state.lastLines().isEmpty(), state.toString());
            assertEquals("", state.address(), state.toString());
        }
        Reply<KeepApi.Programs> nobody = keep.api().programs(Caller.nobody("127.0.0.1", "r"), Nothing.NOTHING, in(1));
        assertTrue(nobody instanceof Reply.Denied<KeepApi.Programs> denied && denied.signIn());
    }

    @Test
    @Order(3)
    void secretsAreForTheirOwnerOnly() throws Exception {
        for (String name : List.of("aurora", "aurora_app", "redis")) {
            Path file = folder.resolve("passwords").resolve(name);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertFalse(
                    Files.readString(folder.resolve("data/redis/redis.conf")).contains(Files.readString(file)));
        }
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data/postgres"))));
        SqlAddress wrong = new SqlAddress(keep.app().get().url(), "aurora_app", "guess", "", Duration.ofSeconds(20));
        try (Sql sql = new Sql(wrong, 1, CLOCK)) {
            assertThrows(RuntimeException.class, () -> sql.query("SELECT 1", row -> ""));
        }
        RedisAddress redis = keep.redis().get().orElseThrow();
        assertThrows(
                IOException.class,
                () -> new RedisAddress(redis.host(), redis.port(), "guess").ping(Duration.ofSeconds(2)));
    }

    @Test
    @Order(4)
    void whoeverIsKilledComesBackWithAllThatWasAcknowledged() throws Exception {
        replica.put(List.of(Change.set("kept", "before", "{}")));
        ProgramState postgres = awaitState("postgres", State.READY);
        ProgramState redis = awaitState("redis", State.READY);
        long begun = CLOCK.nanos();
        kill(postgres);
        kill(redis);
        awaitOther("postgres", postgres);
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(CLOCK.nanos() - begun);
        System.out.println("postgres ready again after kill -9: " + tookMillis + " ms");
        awaitOther("redis", redis);
        assertTrue(untilItAnswers(() -> replica.head("kept", "before")).isPresent());
        replica.put(List.of(Change.set("kept", "after", "{}")));
    }

    @Test
    @Order(5)
    void dataInUseIsRefusedNamingTheProcess() throws Exception {
        ProgramState postgres = awaitState("postgres", State.READY);
        Keep second = new Keep(CONFIG, places, spawner, CLOCK, Progress.SILENT);
        second.start();
        try {
            Refusal refusal = assertThrows(Refusal.class, () -> second.awaitDatabase(in(30)));
            assertTrue(
                    String.valueOf(refusal.getMessage())
                            .contains("process id " + postgres.pid().orElseThrow()),
                    refusal.toString());
        } finally {
            second.close();
        }
        assertEquals(postgres.pid(), program("postgres").pid(), "the one that runs is left alone");
    }

    @Test
    @Order(6)
    void aStalePostmasterFileDoesNotStopTheNextStart() throws Exception {
        app.close();
        keep.close();
        assertEquals(
                List.of(State.STOPPED, State.STOPPED, State.STOPPED),
                programs().stream().map(ProgramState::state).toList());
        // The process id in it belongs to another living program by now, here to this one.
        Path file = folder.resolve("data/postgres/postmaster.pid");
        Files.writeString(file, ProcessHandle.current().pid() + "\n" + folder.resolve("data/postgres") + "\n");
        long begun = CLOCK.nanos();
        keep = new Keep(CONFIG, places, spawner, CLOCK, Progress.SILENT);
        keep.start();
        keep.awaitDatabase(in(60));
        System.out.println(
                "postgres ready after a clean stop: " + TimeUnit.NANOSECONDS.toMillis(CLOCK.nanos() - begun) + " ms");
        app = new Sql(keep.app(), 4, CLOCK);
        replica = new LocalReplica(app, CLOCK, Ids.secure());
        assertTrue(replica.head("kept", "after").isPresent());
    }

    @Test
    @Order(7)
    void anExternalDatabaseIsOnlyLookedAt() throws Exception {
        SqlAddress owner = keep.owner().get();
        KeepConfig config = new KeepConfig(Optional.of(owner), Optional.empty(), true, Optional.empty(), true);
        Keep other = new Keep(config, places, spawner, CLOCK, Progress.SILENT);
        other.start();
        other.awaitDatabase(in(30));
        ProgramState postgres = programs(other).getFirst();
        assertEquals(List.of(Owner.EXTERNAL, State.READY), List.of(postgres.driver(), postgres.state()));
        assertTrue(postgres.pid().isEmpty() && other.redis().get().isEmpty());
        other.close();
        assertEquals(State.READY, awaitState("postgres", State.READY).state());

        SqlAddress wrong = new SqlAddress(owner.url(), "aurora", "guess", "", Duration.ofSeconds(20));
        Keep refused = new Keep(
                new KeepConfig(Optional.of(wrong), Optional.empty(), true, Optional.empty(), true),
                places,
                spawner,
                CLOCK,
                Progress.SILENT);
        refused.start();
        Refusal why = assertThrows(Refusal.class, () -> refused.awaitDatabase(in(30)));
        assertTrue(
                String.valueOf(why.getMessage())
                        .endsWith(" refuses this node: the user or the password is wrong (28P01)."
                                + " Check postgres.url, postgres.user and postgres.password."),
                why.toString());
        assertFalse(String.valueOf(why.getMessage()).contains("guess"));
        refused.close();
    }

    /** Services would be told so at their first statement, as if it were a defect. */
    @Test
    @Order(8)
    void aWrongPasswordOfTheServicesIsRefusedAtTheStart() throws Exception {
        app.close();
        keep.close();
        Path file = folder.resolve("passwords/aurora_app");
        String right = Files.readString(file);
        Files.writeString(file, "guess");
        try (Keep other = new Keep(CONFIG, places, spawner, CLOCK, Progress.SILENT)) {
            other.start();
            Refusal why = assertThrows(Refusal.class, () -> other.awaitDatabase(in(60)));
            String text = String.valueOf(why.getMessage());
            assertTrue(text.contains(folder.resolve("passwords") + ": the user or the password is wrong"), text);
            assertTrue(text.contains("put back the home it belongs to") && !text.contains("guess"), text);
        } finally {
            Files.writeString(file, right);
        }
    }

    private static void kill(ProgramState program) throws Exception {
        ProcessHandle process = ProcessHandle.of(program.pid().orElseThrow()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(20, TimeUnit.SECONDS);
    }

    private static ProgramState awaitState(String name, State wanted) throws InterruptedException {
        return await(name, state -> state.state() == wanted);
    }

    private static void awaitOther(String name, ProgramState before) throws InterruptedException {
        ProgramState after = await(
                name, state -> state.state() == State.READY && !state.pid().equals(before.pid()));
        assertNotEquals(before.pid(), after.pid());
    }

    private static ProgramState await(String name, Predicate<ProgramState> wanted) throws InterruptedException {
        Deadline deadline = in(30);
        ProgramState now = program(name);
        while (!wanted.test(now)) {
            assertFalse(deadline.passed(), now.toString());
            CLOCK.pause(Duration.ofMillis(5));
            now = program(name);
        }
        return now;
    }

    /** The first answer once connections that broke are replaced. */
    private static <T> T untilItAnswers(Supplier<T> work) {
        Deadline deadline = in(10);
        while (true) {
            try {
                return work.get();
            } catch (DatabaseException away) {
                if (deadline.passed()) {
                    throw away;
                }
            }
        }
    }

    private static ProgramState program(String name) {
        return programs().stream()
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<ProgramState> programs() {
        return programs(keep);
    }

    private static List<ProgramState> programs(Keep of) {
        Reply<KeepApi.Programs> reply = of.api().programs(caller(Role.ADMIN), Nothing.NOTHING, in(1));
        return ((Reply.Ok<KeepApi.Programs>) reply).value().programs();
    }

    private static Caller caller(Role role) {
        return new Caller(Kind.SESSION, "u", "ann", role, Set.of(), "s", "127.0.0.1", "r");
    }

    private static Deadline in(int seconds) {
        return Deadline.after(CLOCK, Duration.ofSeconds(seconds));
    }
}
