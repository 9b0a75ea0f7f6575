package aurora.engine.embedded.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.GgufReader;
import aurora.engine.embedded.gguf.ModelBytes;
import aurora.engine.embedded.kernels.Kernels;
import aurora.engine.embedded.llama.KvCache;
import aurora.engine.embedded.llama.LlamaRun;
import aurora.engine.embedded.llama.LlamaWeights;
import aurora.engine.embedded.tokens.Bpe;
import aurora.engine.embedded.tokens.ChatTemplate;
import aurora.engine.embedded.tokens.Ints;
import aurora.engine.embedded.tokens.Utf8Stream;
import aurora.engine.guide.Guide;
import aurora.ground.json.Json;
import java.io.File;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same file gives the same greedy text in the real Ollama, when there is one on the PATH. */
@Tag("ollama")
final class SameTextAsOllamaTest {
    private static final List<String> QUESTIONS = List.of(
            "What is Aurora?",
            "How do I start Aurora?",
            "Which port does Aurora use?",
            "tell me a poem about rain",
            "¿Qué es Aurora?");

    @TempDir
    Path folder;

    @Test
    void greedyTextIsTheSame() throws Exception {
        Optional<Path> ollama = onPath();
        assertTrue(ollama.isPresent(), "the tag ollama is for machines with an ollama on the PATH");
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(ollama.get().toString(), "serve").redirectErrorStream(true);
        builder.environment().put("OLLAMA_HOST", "127.0.0.1:" + port);
        builder.environment().put("OLLAMA_MODELS", folder.resolve("models").toString());
        builder.environment().put("HOME", folder.toString());
        builder.redirectOutput(folder.resolve("log").toFile());
        Process server = builder.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String address = "http://127.0.0.1:" + port;
            awaitReady(client, address, server);
            create(ollama.get(), port);
            for (String question : QUESTIONS) {
                assertEquals(ours(question), theirs(client, address, question), question);
            }
        } finally {
            server.descendants().forEach(ProcessHandle::destroy);
            server.destroy();
            server.waitFor(20, TimeUnit.SECONDS);
        }
    }

    private void create(Path ollama, int port) throws Exception {
        Files.write(folder.resolve("guide.gguf"), Guide.model());
        Files.writeString(folder.resolve("Modelfile"), "FROM ./guide.gguf\n");
        ProcessBuilder builder =
                new ProcessBuilder(ollama.toString(), "create", "guide", "-f", "Modelfile").directory(folder.toFile());
        builder.environment().put("OLLAMA_HOST", "127.0.0.1:" + port);
        builder.environment().put("HOME", folder.toString());
        Process create = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("create").toFile())
                .start();
        assertEquals(true, create.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, create.exitValue(), () -> text(folder.resolve("create")));
    }

    private static String ours(String question) throws Exception {
        ModelBytes file = ModelBytes.of(Guide.model());
        Gguf header = GgufReader.read(file);
        Bpe bpe = Bpe.of(header);
        ChatTemplate template = ChatTemplate.of(header, bpe);
        try (LlamaWeights weights = LlamaWeights.load(file, header)) {
            LlamaRun run = new LlamaRun(weights, Kernels.best());
            KvCache cache = new KvCache(weights.shape());
            Ints said = template.prompt(
                    List.of(aurora.engine.Message.of(aurora.engine.Message.Role.USER, question)), "", 512, 0);
            int[] ids = said.toArray();
            for (int at = 0; at < ids.length; at += LlamaRun.BATCH) {
                run.read(
                        ids,
                        at,
                        Math.min(LlamaRun.BATCH, ids.length - at),
                        cache,
                        at + LlamaRun.BATCH >= ids.length,
                        () -> false);
            }
            Sampler greedy = new Sampler(Sampler.Choice.GREEDY, bpe.size());
            Utf8Stream text = new Utf8Stream();
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < 120; i++) {
                int token = greedy.choose(run.logits(), said);
                if (template.ends(token)) {
                    break;
                }
                out.append(text.add(bpe.bytes(token)));
                run.read(new int[] {token}, 0, 1, cache, true, () -> false);
            }
            return out.append(text.end()).toString();
        }
    }

    private static String theirs(HttpClient client, String address, String question) throws Exception {
        String prompt = "<|im_start|>user\n" + question + "<|im_end|>\n<|im_start|>assistant\n";
        Map<String, Object> options =
                Map.of("temperature", 0, "num_predict", 120, "repeat_penalty", 1.0, "num_thread", 1);
        byte[] body = Json.write(
                Map.of("model", "guide", "prompt", prompt, "raw", true, "stream", false, "options", options));
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/api/generate"))
                .timeout(Duration.ofMinutes(3))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, response.statusCode());
        return Json.tree(response.body()).path("response").asString();
    }

    private void awaitReady(HttpClient client, String address, Process server) throws Exception {
        for (int i = 0; i < 300; i++) {
            assertTrue(server.isAlive(), () -> "ollama ended: " + text(folder.resolve("log")));
            try {
                client.send(
                        HttpRequest.newBuilder(URI.create(address + "/api/version"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
                return;
            } catch (java.io.IOException notYet) {
                server.waitFor(100, TimeUnit.MILLISECONDS);
            }
        }
        throw new AssertionError("ollama did not answer: " + text(folder.resolve("log")));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException gone) {
            return String.valueOf(gone);
        }
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(each -> !each.isEmpty())
                .map(each -> Path.of(each, "ollama"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
