package aurora.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Refusal;
import aurora.ground.process.ChildSpec;
import aurora.ground.process.HttpProbe;
import aurora.ground.process.Ports;
import aurora.ground.process.Spawner;
import aurora.keep.KeepApi.Owner;
import aurora.keep.KeepApi.ProgramState;
import aurora.keep.KeepApi.State;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ProgramTest {
    private static final Clock CLOCK = Clock.system();
    private static final Ids IDS = Ids.secure();
    private static final Duration OFTEN = Duration.ofMillis(50);

    private final Spawner spawner = new Spawner(CLOCK);
    private Path folder = Path.of("/");
    private Places places = new Places(folder, folder, folder, Optional.empty());

    @BeforeEach
    void open() throws IOException {
        folder = Files.createTempDirectory("aurora-program-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        places = Places.below(folder);
    }

    @AfterEach
    void close() throws IOException {
        spawner.close();
        Unpacked.delete(folder);
    }

    @Test
    void aHungProgramIsFoundAndGoesOnWhenItCan() throws Exception {
        Redis redis = new Redis(places, spawner, new Ports(folder.resolve("ports")), IDS, Optional.empty());
        try (Program program = new Program(redis, CLOCK, IDS, OFTEN)) {
            program.start();
            program.awaitReady(in(30));
            long pid = program.state().pid().orElseThrow();
            signal("STOP", pid);
            assertEquals(
                    pid,
                    await(program, state -> state.state() == State.DEGRADED)
                            .pid()
                            .orElseThrow());
            signal("CONT", pid);
            assertEquals(
                    pid,
                    await(program, state -> state.state() == State.READY).pid().orElseThrow());
        }
    }

    @Test
    void theRedisOfTheJarRunsToo() throws Exception {
        Path program = Redis.inJar(places).orElseThrow();
        List<String> said = spawner.run(
                ChildSpec.of("redis", List.of(program.toString(), "--version")).as(places.user()),
                Duration.ofSeconds(20));
        assertTrue(said.getFirst().contains("7.0.15"), said.toString());
    }

    @Test
    void aProgramThatOnlyDiesIsTriedAgainAndShowsItsLastLines() throws Exception {
        Scripted dying = new Scripted("echo started; echo broken >&2; exit 1", false);
        try (Program program = new Program(dying, CLOCK, IDS, OFTEN)) {
            program.start();
            ProgramState state = await(program, now -> now.state() == State.BACKOFF);
            assertEquals(List.of("started", "broken"), state.lastLines());
            assertTrue(state.pid().isEmpty());
            await(program, now -> dying.starts.get() >= 2);
            Refusal late = assertThrows(Refusal.class, () -> program.awaitReady(in(0)));
            assertTrue(String.valueOf(late.getMessage()).contains("script is not ready"), late.toString());
        }
    }

    @Test
    void whatHangsForLongIsReplaced() throws Exception {
        Scripted hung = new Scripted("exec sleep 600", true);
        try (Program program = new Program(hung, CLOCK, IDS, OFTEN)) {
            program.start();
            program.awaitReady(in(20));
            long pid = program.state().pid().orElseThrow();
            hung.answers = false;
            await(program, now -> now.state() == State.BACKOFF);
            assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
            hung.answers = true;
            ProgramState after = await(program, now -> now.state() == State.READY);
            assertNotEquals(pid, after.pid().orElseThrow());
        }
    }

    @Test
    void whyItIsAbsentIsSaidThoughItRanBefore() throws Exception {
        Scripted dying = new Scripted("echo started; exec sleep 600", true);
        try (Program program = new Program(dying, CLOCK, IDS, OFTEN)) {
            program.start();
            ProgramState ready = await(program, now -> now.state() == State.READY);
            await(program, now -> now.lastLines().equals(List.of("started")));
            dying.absent = true;
            signal("KILL", ready.pid().orElseThrow());
            await(program, now -> now.lastLines().equals(List.of("away")));
        }
    }

    @Test
    void stoppingMeansStopped() throws Exception {
        Scripted sleeping = new Scripted("echo up; exec sleep 600", true);
        Program program = new Program(sleeping, CLOCK, IDS, OFTEN);
        program.start();
        program.awaitReady(in(20));
        ProcessHandle process =
                ProcessHandle.of(program.state().pid().orElseThrow()).orElseThrow();
        program.close();
        process.onExit().get(20, TimeUnit.SECONDS);
        assertEquals(State.STOPPED, program.state().state());
        program.start();
        assertEquals(1, sleeping.starts.get(), "and not started again");
    }

    @Test
    void ollamaIsFoundOrStartedOrAbsent() throws Exception {
        Ports ports = new Ports(folder.resolve("ports"));
        URI nobody = URI.create("http://127.0.0.1:" + ports.of("nobody"));
        Ollama absent = new Ollama(places, spawner, ports, Optional.empty(), nobody, Optional.empty());
        assertTrue(absent.start() instanceof Driver.Absent);
        assertEquals(Owner.OFF, absent.owner());

        HttpServer fake = FakeOllama.serve(0);
        URI there = URI.create("http://127.0.0.1:" + fake.getAddress().getPort());
        Ollama found = new Ollama(places, spawner, ports, Optional.empty(), there, Optional.empty());
        assertTrue(found.start() instanceof Driver.Theirs);
        found.check();
        assertEquals(List.of(Owner.FOUND, "0.99.0"), List.of(found.owner(), found.version()));
        assertEquals(Optional.of(there), found.server());
        fake.stop(0);
        assertThrows(IOException.class, found::check);

        Path installed = folder.resolve("ollama");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(
                installed,
                "#!/bin/sh\nexec " + java + " -cp " + System.getProperty("java.class.path") + " '"
                        + FakeOllama.class.getName() + "' \"$@\"\n");
        Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwx------"));
        Ollama started = new Ollama(places, spawner, ports, Optional.empty(), nobody, Optional.of(installed));
        try (Program program = new Program(started, CLOCK, IDS, OFTEN)) {
            program.start();
            program.awaitReady(in(30));
            ProgramState state = program.state();
            assertEquals(List.of(Owner.EMBEDDED, "0.99.0"), List.of(state.driver(), state.version()));
            assertTrue(HttpProbe.get(started.server().orElseThrow().resolve("/api/version"), Duration.ofSeconds(5))
                    .contains("0.99.0"));
        }
    }

    @Test
    void addressesOfOllamaAreUnderstood() {
        assertEquals("http://127.0.0.1:11434", address("0.0.0.0"));
        assertEquals("http://127.0.0.1:7", address(":7"));
        assertEquals("http://box:11434", address("box"));
        assertEquals("http://box:80", address("http://box"));
        assertEquals("https://box:443", address("https://box/"));
        assertEquals("http://[::1]:7", address("[::1]:7"));
        for (String bad : List.of("", " ", "box/path", "ftp://box", "a b", "box:port")) {
            assertTrue(Ollama.address(bad).isEmpty(), bad);
        }
    }

    private static String address(String text) {
        return Ollama.address(text).orElseThrow().toString();
    }

    private void signal(String name, long pid) throws Exception {
        spawner.run(
                ChildSpec.of("kill", List.of("/bin/sh", "-c", "kill -" + name + " " + pid)), Duration.ofSeconds(20));
    }

    private static ProgramState await(Program program, Predicate<ProgramState> wanted) throws InterruptedException {
        Deadline deadline = in(30);
        while (!wanted.test(program.state())) {
            assertFalse(deadline.passed(), () -> program.state().toString());
            CLOCK.pause(Duration.ofMillis(5));
        }
        return program.state();
    }

    private static Deadline in(int seconds) {
        return Deadline.after(CLOCK, Duration.ofSeconds(seconds));
    }

    /** A shell script as a kept program. */
    private final class Scripted implements Driver {
        private final String script;
        private volatile boolean answers;
        private volatile boolean absent;
        private final AtomicInteger starts = new AtomicInteger();

        Scripted(String script, boolean answers) {
            this.script = script;
            this.answers = answers;
        }

        @Override
        public String name() {
            return "script";
        }

        @Override
        public Owner owner() {
            return Owner.EMBEDDED;
        }

        @Override
        public String version() {
            return "";
        }

        @Override
        public String address() {
            return "";
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Start start() throws IOException, InterruptedException {
            starts.incrementAndGet();
            if (absent) {
                return new Absent("away");
            }
            return new Ours(spawner.spawn(ChildSpec.of("script", List.of("/bin/sh", "-c", script))));
        }

        @Override
        public void check() throws IOException {
            if (!answers) {
                throw new IOException("does nothing");
            }
        }
    }

    /** Stands in for Ollama, which is not on every machine: answers as it does when asked for its version. */
    static final class FakeOllama {
        private FakeOllama() {}

        public static void main(String[] arguments) throws IOException {
            if (arguments.length != 1 || !arguments[0].equals("serve")) {
                throw new IllegalArgumentException("usage: serve");
            }
            serve(URI.create("http://" + System.getenv("OLLAMA_HOST")).getPort());
        }

        static HttpServer serve(int port) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4);
            server.createContext("/api/version", exchange -> {
                byte[] body = "{\"version\":\"0.99.0\"}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server;
        }
    }
}
