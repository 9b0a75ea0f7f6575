package aurora.engine.mock;

import aurora.engine.mock.machine.MockModels;
import aurora.engine.mock.machine.MockNoise;
import aurora.engine.mock.machine.MockStats;
import aurora.engine.mock.voice.MockOllamaVoice;
import aurora.engine.remote.EngineJson;
import aurora.ground.http.raw.RawExchange;
import java.io.IOException;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Everything a mock engine answers besides answers: lists of models, vectors, its faults and figures. Thread-safe. */
final class MockCatalogue {
    private static final int DIMENSIONS = 8;
    private static final String JSON = "application/json";

    private final MockModels models;
    private final MockStats stats;
    private final MockFaults faults;

    MockCatalogue(MockModels models, MockStats stats, MockFaults faults) {
        this.models = models;
        this.stats = stats;
        this.faults = faults;
    }

    void handle(RawExchange to) throws IOException {
        try {
            switch (to.verb() + " " + to.path()) {
                case "GET /api/version" -> say(to, 200, "{\"version\":\"0.0.0-mock\"}");
                case "GET /api/tags" -> to.answer(200, JSON, "", list("models", true));
                case "GET /api/ps" -> to.answer(200, JSON, "", list("models", false));
                case "GET /v1/models" -> to.answer(200, JSON, "", list("data", true));
                case "POST /api/show" -> show(to);
                case "POST /api/embed" -> embed(to, false);
                case "POST /v1/embeddings" -> embed(to, true);
                case "POST /mock/faults" -> fault(to);
                case "DELETE /mock/faults" -> {
                    faults.clear();
                    say(to, 200, "{}");
                }
                case "GET /mock/stats" -> to.answer(200, JSON, "", figures());
                case "GET /" -> to.answer(200, "text/plain", "", MockOllamaVoice.bytes("Ollama is running"));
                default -> say(to, 404, "{\"error\":\"the mock engine has no such path\"}");
            }
        } catch (JacksonException _) {
            say(to, 400, "{\"error\":\"the body is no JSON\"}");
        }
    }

    private static void say(RawExchange to, int status, String json) throws IOException {
        to.answer(status, JSON, "", MockOllamaVoice.bytes(json));
    }

    private static JsonNode body(RawExchange to) {
        return EngineJson.tree(Arrays.copyOfRange(to.bytes(), to.bodyStart(), to.bodyStart() + to.bodyLength()));
    }

    private byte[] list(String name, boolean all) {
        EngineJson.Bytes out = new EngineJson.Bytes(512);
        try (JsonGenerator json = EngineJson.generator(out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart(name);
            for (MockModels.Entry entry : models.all()) {
                if (all || models.loaded(entry)) {
                    json.writeStartObject();
                    json.writeStringProperty("id", entry.model().name());
                    json.writeStringProperty("object", "model");
                    json.writeStringProperty("owned_by", "mock");
                    json.writeNumberProperty("max_model_len", entry.model().context());
                    json.writeStringProperty("name", entry.model().name());
                    json.writeStringProperty("model", entry.model().name());
                    json.writeNumberProperty("size", entry.model().sizeBytes());
                    json.writeStringProperty(
                            "digest", Integer.toHexString(entry.model().hashCode()));
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private void show(RawExchange to) throws IOException {
        MockModels.Entry entry = models.find(body(to).path("model").asString(""));
        if (entry == null) {
            say(to, 404, "{\"error\":\"model not found\"}");
        } else {
            say(
                    to,
                    200,
                    "{\"capabilities\":[\"completion\",\"embedding\"],\"model_info\":{\"general.architec"
                            + "ture\":\"mock\",\"mock.context_length\":"
                            + entry.model().context() + "}}");
        }
    }

    /** Vectors that are the same for the same text, and say nothing else. */
    private void embed(RawExchange to, boolean openAi) throws IOException {
        JsonNode request = body(to);
        String model = request.path("model").asString("");
        if (models.find(model) == null) {
            say(to, 404, "{\"error\":\"model not found\"}");
            return;
        }
        JsonNode input = request.path("input");
        EngineJson.Bytes out = new EngineJson.Bytes(512);
        try (JsonGenerator json = EngineJson.generator(out)) {
            json.writeStartObject();
            json.writeStringProperty("model", model);
            json.writeArrayPropertyStart(openAi ? "data" : "embeddings");
            int count = input.isArray() ? input.size() : 1;
            for (int i = 0; i < count; i++) {
                if (openAi) {
                    json.writeStartObject();
                    json.writeNumberProperty("index", i);
                    json.writeName("embedding");
                }
                vector(json, (input.isArray() ? input.path(i) : input).asString(""));
                if (openAi) {
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        to.answer(200, JSON, "", out.toByteArray());
    }

    private static void vector(JsonGenerator json, String text) {
        MockNoise numbers = new MockNoise(text.hashCode());
        json.writeStartArray();
        for (int i = 0; i < DIMENSIONS; i++) {
            json.writeNumber(numbers.next());
        }
        json.writeEndArray();
    }

    private void fault(RawExchange to) throws IOException {
        MockFault fault = MockFault.read(body(to));
        if (fault == null) {
            say(to, 400, "{\"error\":\"kind is one of refuse, 429, 503, hang, cut, slow, protocol, error\"}");
        } else {
            faults.add(fault);
            say(to, 200, "{}");
        }
    }

    private byte[] figures() {
        EngineJson.Bytes out = new EngineJson.Bytes(512);
        try (JsonGenerator json = EngineJson.generator(out)) {
            json.writeStartObject();
            json.writeNumberProperty("requests", stats.requests().sum());
            json.writeNumberProperty("completed", stats.completed().sum());
            json.writeNumberProperty("active", stats.active());
            json.writeNumberProperty("waiting", stats.waiting().get());
            json.writeNumberProperty("cancelled", stats.cancelled());
            json.writeNumberProperty("tokens", stats.tokens().sum());
            json.writeArrayPropertyStart("lastCancelMillis");
            stats.cancelMillis().forEach(json::writeNumber);
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
