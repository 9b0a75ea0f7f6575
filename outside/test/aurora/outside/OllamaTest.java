package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The real Ollama, found by the node, renders the model of our own. */
final class OllamaTest {
    private static final Path MODEL = Path.of("../src/aurora/engine/guide/aurora-guide.gguf");
    private static final Duration START_MAX = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void aNodeFindsOllamaAndBothRenderTheSameText() throws Exception {
        if (!NotRun.has("ollama")) {
            NotRun.note("OllamaTest.aNodeFindsOllamaAndBothRenderTheSameText", "no ollama on the PATH");
            return;
        }
        int port = Ports.free();
        Map<String, String> environment = Map.of(
                "OLLAMA_HOST", "127.0.0.1:" + port, "OLLAMA_MODELS", folder.resolve("models").toString());
        try (Program ollama = Program.start(environment, "", List.of("ollama", "serve"))) {
            ollama.awaitLine("Listening on", START_MAX);
            create(environment);
            try (Node node = Node.start("", Map.of("OLLAMA_HOST", "127.0.0.1:" + port))) {
                node.setUp();
                Client client = node.withKey(node.key());
                awaitModel(client);
                for (String question : List.of("What is a node?", "What is the default port?")) {
                    assertEquals(answer(client, "aurora-guide", question), answer(client, "tiny:latest", question));
                }
                assertEquals("tiny:latest", reply(client, "auto", "What is a node?").path("model").asString());
            }
        }
    }

    private void create(Map<String, String> environment) throws IOException, InterruptedException {
        Path file = Files.writeString(
                folder.resolve("Modelfile"),
                "FROM " + MODEL.toAbsolutePath().normalize() + "\nPARAMETER temperature 0\nPARAMETER num_thread 1\n");
        try (Program create = Program.start(
                environment, "", List.of("ollama", "create", "tiny", "-f", file.toString()))) {
            assertEquals(0, create.awaitEnd(START_MAX), create::output);
        }
    }

    /** The node lists Ollama's models when it has looked for them, which it does every few seconds. */
    private static void awaitModel(Client client) throws InterruptedException {
        long end = System.nanoTime() + START_MAX.toNanos();
        String models = "";
        while (System.nanoTime() < end) {
            models = client.ask("GET", "/v1/models").expect(200).text();
            if (models.contains("tiny:latest")) {
                return;
            }
        }
        throw new AssertionError("The node has not found Ollama's model: " + models);
    }

    private static String answer(Client client, String model, String question) throws InterruptedException {
        String text = reply(client, model, question)
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asString();
        assertTrue(text.length() > 20, text);
        return text;
    }

    private static tools.jackson.databind.JsonNode reply(Client client, String model, String question)
            throws InterruptedException {
        ObjectNode body = Client.object().put("model", model).put("temperature", 0);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        return client.ask("POST", "/v1/chat/completions", body).expect(200).json();
    }
}
