package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's API as its documentation and its own clients know it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenAiTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String GUIDE = "aurora-guide";
    private static final Duration INSTALL_MAX = Duration.ofMinutes(3);

    private Node node;
    private Mock mock;
    private String key;
    private Client client;

    @BeforeAll
    void start() throws InterruptedException {
        mock = Mock.start("mock", 20, 0);
        node = Node.start("");
        node.setUp();
        node.addEngine("bench", mock.url());
        key = node.key();
        client = node.withKey(key);
    }

    @AfterAll
    void end() {
        node.close();
        mock.close();
    }

    private static ObjectNode ask(String model) {
        ObjectNode body = Client.object().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", "What is Aurora?");
        return body;
    }

    private static void fails(Answer answer, int status, String type, String code) {
        JsonNode error = answer.expect(status).json().path("error");
        assertFalse(error.path("message").asString("").isBlank(), answer::text);
        assertEquals(type, error.path("type").asString(), answer::text);
        assertTrue(error.has("param") && error.has("code"), answer::text);
        assertEquals(code, error.path("code").isNull() ? "" : error.path("code").asString(), answer::text);
    }

    @Test
    void theModelsAreListed() throws InterruptedException {
        JsonNode list = client.ask("GET", "/v1/models").expect(200).json();
        assertEquals("list", list.path("object").asString());
        List<String> ids = new ArrayList<>();
        list.path("data").forEach(model -> ids.add(model.path("id").asString()));
        assertTrue(ids.containsAll(List.of("auto", GUIDE, "mock")), ids::toString);
        client.ask("GET", "/v1/models/" + GUIDE).expect(200);
        fails(client.ask("GET", "/v1/models/none"), 404, "invalid_request_error", "model_not_found");
    }

    @Test
    void anAnswerComesWholeOrStreamed() throws InterruptedException {
        for (String model : List.of(GUIDE, "mock", "bench/mock", "auto")) {
            JsonNode whole = client.ask("POST", PATH, ask(model)).expect(200).json();
            assertEquals("chat.completion", whole.path("object").asString());
            JsonNode choice = whole.path("choices").get(0);
            assertEquals("assistant", choice.path("message").path("role").asString());
            String text = choice.path("message").path("content").asString();
            assertFalse(text.isBlank(), whole::toString);
            assertTrue(whole.path("usage").path("completion_tokens").asInt() > 0, whole::toString);
            ObjectNode streamed = ask(model).put("stream", true);
            StringBuilder pieces = new StringBuilder();
            try (Stream stream = client.open(client.request("POST", PATH, BodyPublishers.ofString(streamed.toString()))
                    .header("Content-Type", "application/json")
                    .build())) {
                List<Stream.Event> events = stream.rest();
                assertEquals("[DONE]", events.getLast().data(), model);
                for (Stream.Event event : events.subList(0, events.size() - 1)) {
                    assertEquals("chat.completion.chunk", event.json().path("object").asString());
                    pieces.append(event.json().path("choices").path(0).path("delta").path("content").asString(""));
                }
            }
            assertEquals(text.strip(), pieces.toString().strip(), model);
        }
        assertEquals(
                Mock.script(20),
                client.ask("POST", PATH, ask("mock"))
                        .expect(200)
                        .json()
                        .path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asString());
    }

    @Test
    void errorsHaveOpenAisShape() throws InterruptedException {
        String invalid = "invalid_request_error";
        fails(node.browser().ask("POST", PATH, ask(GUIDE)), 401, invalid, "invalid_api_key");
        fails(node.withKey("aur_wrong").ask("POST", PATH, ask(GUIDE)), 401, invalid, "invalid_api_key");
        fails(node.withKey(node.key("chat")).ask("POST", PATH, ask(GUIDE)), 403, invalid, "insufficient_permissions");
        fails(client.ask("POST", PATH, ask("gpt-none")), 404, invalid, "model_not_found");
        ObjectNode empty = Client.object().put("model", GUIDE);
        empty.putArray("messages");
        fails(client.ask("POST", PATH, empty), 400, invalid, "");
        fails(client.ask("POST", PATH, Client.object().put("model", GUIDE)), 400, invalid, "");
        fails(client.ask("POST", PATH, Client.object()), 400, invalid, "");
        fails(client.ask("POST", PATH, ask(GUIDE).put("temperature", "hot")), 400, invalid, "");
        fails(client.ask("POST", PATH, ask(GUIDE).put("temperature", 9)), 400, invalid, "");
        fails(client.ask("POST", PATH, ask(GUIDE).put("max_tokens", -1)), 400, invalid, "");
        fails(client.ask("POST", PATH, ask(GUIDE).put("stream", "yes")), 400, invalid, "");
        fails(client.ask("POST", PATH, ask(GUIDE).put("messages", "hello")), 400, invalid, "");
        fails(client.ask("POST", PATH, ask(GUIDE).put("n", 3)), 400, invalid, "");
        for (String text : List.of("", "{", "not json", "[]", "null")) {
            fails(
                    client.send(client.request("POST", PATH, BodyPublishers.ofString(text))
                            .header("Content-Type", "application/json")
                            .build()),
                    400,
                    invalid,
                    "");
        }
        fails(client.ask("POST", "/v1/embeddings", ask(GUIDE)), 404, invalid, "");
    }

    @Test
    void theOfficialPythonClientWorks() throws InterruptedException {
        String name = "OpenAiTest.theOfficialPythonClientWorks";
        if (!NotRun.has("python3")) {
            NotRun.note(name, "no python3 on the PATH");
            return;
        }
        String trouble = NotRun.trouble(INSTALL_MAX, "python3", "-m", "venv", "target/venv");
        if (trouble.isEmpty()) {
            trouble = NotRun.trouble(
                    INSTALL_MAX, "target/venv/bin/pip", "install", "-q", "--disable-pip-version-check", "openai==2.8.1");
        }
        if (!trouble.isEmpty()) {
            NotRun.note(name, "the client cannot be installed: " + trouble.lines().toList().getLast());
            return;
        }
        official("target/venv/bin/python", "openai/official.py");
    }

    @Test
    void theOfficialJavaScriptClientWorks() throws InterruptedException {
        String name = "OpenAiTest.theOfficialJavaScriptClientWorks";
        if (!NotRun.has("node") || !NotRun.has("npm")) {
            NotRun.note(name, "no node with npm on the PATH");
            return;
        }
        String trouble = NotRun.trouble(INSTALL_MAX, "npm", "ci", "--no-audit", "--no-fund", "--silent");
        if (!trouble.isEmpty()) {
            NotRun.note(name, "the client cannot be installed: " + trouble.lines().toList().getLast());
            return;
        }
        official("node", "openai/official.mjs");
    }

    private void official(String runtime, String script) throws InterruptedException {
        for (String model : List.of(GUIDE, "mock")) {
            try (Program run = Program.start(
                    Map.of(), "", List.of(runtime, script, node.address(), key, model))) {
                int code = run.awaitEnd(Duration.ofMinutes(1));
                assertEquals(0, code, () -> script + " with " + model + ":\n" + run.output());
                assertTrue(run.output().endsWith("ok"), run::output);
            }
        }
    }
}
