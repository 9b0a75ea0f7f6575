package aurora.engine.mock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.engine.mock.MockProfile.MockModel;
import aurora.engine.mock.machine.MockNoise;
import aurora.engine.remote.EngineJson;
import aurora.ground.http.client.HttpResult;
import aurora.ground.http.client.HttpTarget;
import aurora.ground.http.wire.HttpFailure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The mock engine by itself: its profile, its faults over HTTP, its figures. */
final class MockEngineTest {
    private static final String ASK = "{\"model\":\"mock\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

    private static HttpResult send(MockEngine mock, String verb, String path, String body) throws HttpFailure {
        try (HttpTarget target = HttpTarget.of(URI.create(mock.url()), Clock.system())) {
            Deadline deadline = Deadline.after(Clock.system(), Duration.ofSeconds(10));
            return target.call(verb, path).fetch(body.getBytes(StandardCharsets.UTF_8), 1_000_000, deadline);
        }
    }

    private static JsonNode json(MockEngine mock, String verb, String path, String body) throws HttpFailure {
        return EngineJson.tree(send(mock, verb, path, body).body());
    }

    @Test
    void readsAProfile() {
        MockProfile profile = MockProfile.parse("""
                models:
                  - name: small
                    prefill: 500
                    decode: 50.5
                    slots: 2
                  - {name: big, sizeBytes: 20000000000, context: 4096, loadSeconds: 2.5}
                tokens: 10
                memoryBytes: 24000000000
                jitter: 0.1
                seed: 7
                """);
        assertEquals(
                new MockModel("small", 1_000_000_000, 8192, 500, 50.5, 2, 0),
                profile.models().getFirst());
        assertEquals(
                new MockModel("big", 20_000_000_000L, 4096, 0, 0, 1, 2.5),
                profile.models().getLast());
        assertEquals(24_000_000_000L, profile.memoryBytes());
        assertEquals(
                10,
                MockProfile.parse("{\"models\":[{\"name\":\"m\"}],\"tokens\":10}")
                        .tokens());
    }

    @Test
    void saysWhatIsWrongWithAProfile() {
        for (String yaml : List.of(
                "",
                "models: []",
                "models: [{name: a, speed: 4}]",
                "models: [{name: a}]\ntoken: 3",
                "models: [{name: a, slots: 0}]",
                "models: [{name: a}]\ntokens: many",
                "models: [{name: a}]\njitter: 2",
                "models: [",
                "models: [{}]")) {
            assertThrows(IllegalArgumentException.class, () -> MockProfile.parse(yaml), yaml);
        }
    }

    @Test
    void faultsComeAndGoOverHttp() throws Exception {
        try (MockEngine mock = MockEngine.start(MockProfile.instant(4), 0)) {
            assertEquals(
                    400,
                    send(mock, "POST", "/mock/faults", "{\"kind\":\"sing\"}").status());
            assertEquals(400, send(mock, "POST", "/mock/faults", "{").status());
            assertEquals(
                    200,
                    send(mock, "POST", "/mock/faults", "{\"kind\":429,\"times\":2,\"retryAfter\":9}")
                            .status());
            for (int i = 0; i < 2; i++) {
                HttpResult busy = send(mock, "POST", "/v1/chat/completions", ASK);
                assertEquals(429, busy.status());
                assertEquals("9", busy.header("retry-after").orElse(""));
            }
            assertEquals(200, send(mock, "POST", "/v1/chat/completions", ASK).status());
            send(mock, "POST", "/mock/faults", "{\"kind\":\"503\",\"times\":1000}");
            assertEquals(503, send(mock, "POST", "/api/chat", ASK).status());
            send(mock, "DELETE", "/mock/faults", "");
            JsonNode answer = json(mock, "POST", "/v1/chat/completions", ASK);
            assertEquals(
                    "t0 t1 t2 t3",
                    answer.path("choices")
                            .path(0)
                            .path("message")
                            .path("content")
                            .asString());
            JsonNode stats = json(mock, "GET", "/mock/stats", "");
            assertEquals(5, stats.path("requests").asInt());
            assertEquals(2, stats.path("completed").asInt());
            assertEquals(8, stats.path("tokens").asInt());
            assertEquals(0, stats.path("cancelled").asInt());
            assertEquals(404, send(mock, "GET", "/other", "").status());
            assertEquals(400, send(mock, "POST", "/v1/chat/completions", "{{").status());
        }
    }

    @Test
    void anAnswerThatWasReadIsCounted() throws Exception {
        try (MockEngine mock = MockEngine.start(MockProfile.instant(1), 0)) {
            for (int answers = 1; answers <= 500; answers++) {
                assertEquals(
                        200, send(mock, "POST", "/v1/chat/completions", ASK).status());
                JsonNode stats = json(mock, "GET", "/mock/stats", "");
                assertEquals(answers, stats.path("completed").asInt());
                assertEquals(answers, stats.path("tokens").asInt());
            }
        }
    }

    @Test
    void anAnswerThatWasReadHasLeftItsPlace() throws Exception {
        List<MockModel> models =
                List.of(new MockModel("mock", 10, 9, 0, 0, 1, 0), new MockModel("other", 10, 9, 0, 0, 1, 0));
        String streamed = ASK.replace("{\"model\":\"mock\"", "{\"stream\":true,\"model\":\"other\"");
        try (MockEngine mock = MockEngine.start(new MockProfile(models, 1, "", 15, 0, 1), 0)) {
            for (int i = 0; i < 500; i++) {
                for (String ask : List.of(ASK, streamed)) {
                    HttpResult answer = send(mock, "POST", "/v1/chat/completions", ask);
                    assertEquals(200, answer.status(), "there is room for one model at a time: " + answer.text());
                    assertEquals(0, mock.active());
                }
            }
            assertEquals(0, mock.cancelled());
        }
    }

    @Test
    void aPromptThatBeginsAsOneBeforeIsReadFaster() throws Exception {
        MockProfile profile = MockProfile.steady(100_000, 0, 1, 1);
        String first =
                "{\"model\":\"mock\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "long ".repeat(400) + "\"}]}";
        String second = first.replace(
                "]}", ",{\"role\":\"assistant\",\"content\":\"t0\"},{\"role\":\"user\",\"content\":\"on\"}]}");
        try (MockEngine mock = MockEngine.start(profile, 0)) {
            JsonNode usage = json(mock, "POST", "/v1/chat/completions", first).path("usage");
            assertEquals(
                    0, usage.path("prompt_tokens_details").path("cached_tokens").asInt());
            JsonNode again = json(mock, "POST", "/v1/chat/completions", second).path("usage");
            assertTrue(again.path("prompt_tokens_details").path("cached_tokens").asInt() >= 500, again.toString());
        }
    }

    @Test
    void modelsInUseAreNotPutOut() throws Exception {
        List<MockModel> models =
                List.of(new MockModel("mock", 10, 9, 0.01, 0, 1, 0), new MockModel("other", 10, 9, 0, 0, 1, 0));
        try (MockEngine mock = MockEngine.start(new MockProfile(models, 1, "", 15, 0, 1), 0);
                HttpTarget target = HttpTarget.of(URI.create(mock.url()), Clock.system())) {
            Deadline deadline = Deadline.after(Clock.system(), Duration.ofSeconds(10));
            byte[] body = ASK.getBytes(StandardCharsets.UTF_8);
            try (var held = target.call("POST", "/api/chat").send(body, body.length, deadline)) {
                JsonNode running = json(mock, "GET", "/api/ps", "");
                while (running.path("models").isEmpty() && !deadline.passed()) {
                    running = json(mock, "GET", "/api/ps", "");
                }
                assertEquals("mock", running.path("models").path(0).path("name").asString());
                assertEquals(
                        503,
                        send(mock, "POST", "/api/chat", ASK.replace("mock", "other"))
                                .status());
                assertEquals(false, held.awaitHead(Duration.ZERO));
            }
        }
    }

    @Test
    void jitterIsTheSameForTheSameSeed() {
        MockNoise one = new MockNoise(5);
        MockNoise same = new MockNoise(5);
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            double value = one.next();
            assertEquals(value, same.next());
            assertTrue(value >= -1 && value <= 1);
            sum += value;
        }
        assertEquals(0, sum / 10_000, 0.05);
    }

    @Test
    void wrongArgumentsAreExplained(@TempDir Path folder) throws Exception {
        Path bad = folder.resolve("bad.yml");
        Files.writeString(bad, "models: []");
        assertTrue(run(2).contains("usage"));
        assertTrue(run(2, "--port").contains("usage"));
        assertTrue(run(2, "--port", "x").contains("whole number"));
        assertTrue(run(2, "--port", "70000").contains("0 (any that is free) to 65535"));
        assertTrue(run(2, "--speed", "9").contains("usage"));
        String none = folder.resolve("none").toString();
        String picture = folder.resolve("picture").toString();
        Files.write(Path.of(picture), new byte[] {(byte) 0xff, (byte) 0xd8, 0, 1});
        assertTrue(run(2, "--port", "0", "--profile", bad.toString()).contains(bad + ": there are no models. Mend it"));
        assertTrue(run(2, "--port", "0", "--profile", none).contains("there is no such file"));
        assertTrue(run(2, "--port", "0", "--profile", picture).contains("it is no text"));
        Files.writeString(bad, "models: [{name: m, slots: many}]");
        assertTrue(run(2, "--port", "0", "--profile", bad.toString()).contains("slots must be a number"));
        try (MockEngine mock = MockEngine.start(MockProfile.instant(1), 0)) {
            String port = mock.url().replaceAll(".*:", "");
            String taken = run(1, "--port", port);
            assertTrue(taken.contains("Port " + port) && taken.contains("choose another with --port"), taken);
        }
    }

    private static String run(int code, String... args) throws InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        assertEquals(code, MockEngine.run(List.of(args), out, out::println));
        String words = said.toString(StandardCharsets.UTF_8);
        assertEquals(1, words.lines().count(), words);
        return words;
    }
}
