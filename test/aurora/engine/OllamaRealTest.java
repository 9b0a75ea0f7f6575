package aurora.engine;

import static aurora.engine.EngineContract.drain;
import static aurora.engine.EngineContract.in;
import static aurora.engine.EngineContract.ok;
import static aurora.engine.EngineContract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.EngineFacts.Kind;
import aurora.engine.Message.Role;
import aurora.engine.ollama.OllamaEngine;
import aurora.engine.openai.OpenAiEngine;
import aurora.engine.remote.EngineProbe;
import aurora.engine.remote.EngineProbe.Found;
import aurora.ground.http.client.AddressRule;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both protocols against a real Ollama with our own small model. Runs where {@code ollama} is on the PATH. */
@Tag("ollama")
final class OllamaRealTest {
    private static final Path GGUF = Path.of("src/aurora/engine/guide/aurora-guide.gguf");
    private static final String MODEL = "aurora-guide:latest";
    private static final Duration LONG = Duration.ofMinutes(2);

    /** ChatML that leaves a trailing message of the assistant open; the one Ollama makes up for a GGUF closes it. */
    private static final String TEMPLATE = """
            {{- range $i, $_ := .Messages }}
            {{- $last := eq (len (slice $.Messages $i)) 1 -}}
            <|im_start|>{{ .Role }}
            {{ .Content }}{{ if or (ne .Role "assistant") (not $last) }}<|im_end|>
            {{ end }}
            {{- if and $last (ne .Role "assistant") }}<|im_start|>assistant
            {{ end }}
            {{- end }}""";

    @TempDir
    static Path folder;

    private static @Nullable Process server;
    private static String url = "";

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> ollama = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(entry -> Path.of(entry, "ollama"))
                .filter(Files::isExecutable)
                .findFirst();
        assertTrue(ollama.isPresent(), "the tag ollama is for machines with an ollama on the PATH");
        assertTrue(Files.exists(GGUF), "there is no " + GGUF);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        server = ollama(ollama.get(), "serve");
        Deadline deadline = in(LONG);
        while (!(probe() instanceof Reply.Ok<Found>) && !deadline.passed()) {
            assertTrue(server.isAlive(), () -> log("serve"));
            Clock.system().pause(Duration.ofMillis(50));
        }
        Files.writeString(
                folder.resolve("Modelfile"),
                "FROM " + GGUF.toAbsolutePath() + "\nTEMPLATE \"\"\"" + TEMPLATE + "\"\"\"\nPARAMETER num_thread 1\n");
        Process create = ollama(
                ollama.get(),
                "create",
                "aurora-guide",
                "-f",
                folder.resolve("Modelfile").toString());
        assertTrue(create.waitFor(120, TimeUnit.SECONDS), "ollama create took too long");
        assertEquals(0, create.exitValue(), () -> log("create"));
    }

    private static Process ollama(Path program, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("OLLAMA_HOST", url.substring("http://".length()));
        builder.environment().put("OLLAMA_MODELS", folder.resolve("models").toString());
        builder.environment().put("HOME", folder.toString());
        File log = folder.resolve(arguments[0] + ".log").toFile();
        return builder.redirectErrorStream(true).redirectOutput(log).start();
    }

    private static String log(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (server != null) {
            List<ProcessHandle> children = server.descendants().toList();
            server.destroy();
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly().waitFor();
            }
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static Reply<Found> probe() {
        return new EngineProbe(Clock.system(), AddressRule.STANDARD)
                .probe(url, Optional.empty(), in(Duration.ofSeconds(5)));
    }

    private static Engine ollama() {
        return new OllamaEngine(new EngineFacts("ollama", Kind.OLLAMA, url, 1), Optional.empty(), Clock.system());
    }

    private static Engine openAi() {
        return new OpenAiEngine(new EngineFacts("openai", Kind.OPENAI, url, 1), Optional.empty(), Clock.system());
    }

    private static GenerateRequest greedy(int tokens, boolean continues, Message... messages) {
        Sampling sampling = new Sampling(
                Optional.of(0.0),
                Optional.empty(),
                Optional.empty(),
                Optional.of(tokens),
                Optional.of(1L),
                List.of(),
                Optional.of(1.0));
        return new GenerateRequest(
                MODEL, List.of(messages), sampling, continues, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static List<Part> render(Engine engine, GenerateRequest request) throws InterruptedException {
        try (Engine.Generation generation = ok(engine.generate(request, in(LONG)))) {
            return drain(generation);
        }
    }

    @Test
    void rendersTheSameTextByBothProtocolsAndReportsItsCosts() throws Exception {
        assertEquals(Kind.OLLAMA, ok(probe()).kind());
        try (Engine ollama = ollama();
                Engine openAi = openAi()) {
            Message ask = Message.of(Role.USER, "What is Aurora?");
            List<Part> parts = render(ollama, greedy(40, false, ask));
            assertFalse(text(parts).isBlank());
            Part.Done done = assertInstanceOf(Part.Done.class, parts.getLast());
            assertTrue(done.usage().exact());
            assertTrue(done.usage().promptTokens() > 0 && done.usage().outputTokens() > 0, done.toString());
            assertTrue(done.usage().decode().toNanos() > 0, done.toString());
            List<Part> other = render(openAi, greedy(40, false, ask));
            assertEquals(text(parts), text(other));
            Part.Done otherDone = assertInstanceOf(Part.Done.class, other.getLast());
            assertEquals(done.usage().outputTokens(), otherDone.usage().outputTokens());
            assertEquals(done.finish(), otherDone.finish());
        }
    }

    @Test
    void continuesABeginningOfTheAssistant() throws Exception {
        try (Engine engine = ollama()) {
            Message ask = Message.of(Role.USER, "What is Aurora?");
            String whole = text(render(engine, greedy(30, false, ask)));
            String beginning = whole.substring(0, whole.lastIndexOf(' ', whole.length() / 2));
            String rest = text(render(engine, greedy(30, true, ask, Message.of(Role.ASSISTANT, beginning))));
            assertTrue(
                    whole.substring(beginning.length()).startsWith(rest.substring(0, Math.min(10, rest.length()))),
                    "'" + beginning + "' + '" + rest + "' against '" + whole + "'");
        }
    }

    @Test
    void listsLoadsAndUnloads() throws Exception {
        try (Engine engine = ollama()) {
            assertTrue(ok(engine.load(MODEL, true, in(LONG))));
            Model model = ok(engine.models(in(LONG))).getFirst();
            assertEquals(MODEL, model.name());
            assertEquals(Model.Purpose.GUIDE, model.purpose());
            assertTrue(model.loaded() && model.contextMax() > 0 && model.sizeBytes() > 0, model.toString());
            assertFalse(ok(engine.load(MODEL, false, in(LONG))));
            // Ollama says yes first and frees the memory then.
            EngineContract.until(() -> !ok(engine.models(in(LONG))).getFirst().loaded(), "the model is unloaded");
        }
    }

    @Test
    void refusalsAreReplies() throws Exception {
        try (Engine ollama = ollama();
                Engine openAi = openAi()) {
            GenerateRequest unknown = EngineContract.ask("no-such-model");
            assertInstanceOf(Reply.NotFound.class, ollama.generate(unknown, in(LONG)));
            assertInstanceOf(Reply.NotFound.class, openAi.generate(unknown, in(LONG)));
            assertInstanceOf(Reply.NotFound.class, ollama.load("no-such-model", true, in(LONG)));
        }
    }

    @Test
    void leavingInMidAnswerLeavesItFreeForTheNext() throws Exception {
        try (Engine engine = ollama()) {
            Message ask = Message.of(Role.USER, "What is Aurora?");
            for (int i = 0; i < 5; i++) {
                try (Engine.Generation generation = ok(engine.generate(greedy(400, false, ask), in(LONG)))) {
                    generation.next(LONG);
                }
            }
            assertFalse(text(render(engine, greedy(5, false, ask))).isBlank());
        }
    }
}
