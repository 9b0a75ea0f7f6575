package aurora.keep.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Progress;
import aurora.ground.process.HttpProbe;
import aurora.keep.KeepApi.Owner;
import aurora.keep.KeepApi.ProgramState;
import aurora.keep.ProgramsFolder;
import aurora.keep.supervisor.Program;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ollama as it is met: not there, running, installed. A stand-in answers for it. */
final class OllamaTest {
    private static final Clock CLOCK = Clock.system();
    private static final Ids IDS = Ids.secure();

    @RegisterExtension
    final ProgramsFolder here = new ProgramsFolder();

    @Test
    void ollamaIsFoundOrStartedOrAbsent() throws Exception {
        Host host = here.host();
        URI nobody = URI.create("http://127.0.0.1:" + host.ports().of("nobody"));
        Ollama absent = new Ollama(host, Optional.empty(), nobody, Optional.empty());
        assertTrue(absent.start() instanceof Driver.Absent);
        assertEquals(Owner.OFF, absent.owner());

        HttpServer fake = FakeOllama.serve(0);
        URI there = URI.create("http://127.0.0.1:" + fake.getAddress().getPort());
        Ollama found = new Ollama(host, Optional.empty(), there, Optional.empty());
        assertTrue(found.start() instanceof Driver.Theirs);
        found.check();
        assertEquals(List.of(Owner.FOUND, "0.99.0"), List.of(found.owner(), found.version()));
        assertEquals(Optional.of(there), found.server());
        fake.stop(0);
        assertThrows(IOException.class, found::check);

        Path installed = here.path().resolve("ollama");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(
                installed,
                "#!/bin/sh\nexec " + java + " -cp " + classPath() + " '" + FakeOllama.class.getName() + "' \"$@\"\n");
        Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwx------"));
        Ollama started = new Ollama(host, Optional.empty(), nobody, Optional.of(installed));
        try (Program program = new Program(started, CLOCK, IDS)) {
            program.start();
            program.awaitReady(Deadline.after(CLOCK, Duration.ofSeconds(30)), Progress.SILENT);
            ProgramState state = program.state();
            assertEquals(installed.toString(), state.program());
            assertEquals(List.of(Owner.INSTALLED, "0.99.0"), List.of(state.driver(), state.version()));
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

    /** Absolute, because the program runs in another here.path(). */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String address(String text) {
        return Ollama.address(text).orElseThrow().toString();
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
