package aurora.engine.ollama;

import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Message.Role;
import aurora.engine.Sampling;
import aurora.engine.remote.EngineJson;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Writes requests as Ollama wants them. */
final class OllamaRequest {
    private OllamaRequest() {}

    /**
     * A request for {@code POST /api/chat}. A trailing message of the assistant is continued by Ollama as it stands.
     *
     * @throws JacksonException when arguments of an earlier tool call are no JSON
     */
    static EngineJson.Bytes chat(GenerateRequest request) {
        EngineJson.Bytes out = new EngineJson.Bytes(512);
        Map<String, String> callNames = new HashMap<>();
        try (JsonGenerator json = EngineJson.generator(out)) {
            json.writeStartObject();
            json.writeStringProperty("model", request.model());
            json.writeArrayPropertyStart("messages");
            for (Message message : request.messages()) {
                message(json, message, callNames);
            }
            json.writeEndArray();
            json.writeBooleanProperty("stream", !request.whole());
            options(json, request.sampling());
            boolean noTools = request.toolChoice().orElse("").equals("\"none\"");
            if (request.tools().isPresent() && !noTools) {
                json.writeName("tools");
                json.writeRawValue(request.tools().get());
            }
            if (request.format().isPresent()) {
                format(json, EngineJson.tree(request.format().get()));
            }
            json.writeEndObject();
        }
        return out;
    }

    /** A request that names a model and a moment to keep it: {@code 0} unloads. */
    static EngineJson.Bytes keep(String model, String keepAlive) {
        EngineJson.Bytes out = new EngineJson.Bytes(128);
        try (JsonGenerator json = EngineJson.generator(out)) {
            json.writeStartObject();
            json.writeStringProperty("model", model);
            json.writeStringProperty("keep_alive", keepAlive);
            json.writeBooleanProperty("stream", false);
            json.writeEndObject();
        }
        return out;
    }

    /** A request that names only a model. */
    static EngineJson.Bytes name(String model, boolean stream) {
        EngineJson.Bytes out = new EngineJson.Bytes(128);
        try (JsonGenerator json = EngineJson.generator(out)) {
            json.writeStartObject();
            json.writeStringProperty("model", model);
            json.writeBooleanProperty("stream", stream);
            json.writeEndObject();
        }
        return out;
    }

    private static void message(JsonGenerator json, Message message, Map<String, String> callNames) {
        json.writeStartObject();
        json.writeStringProperty("role", message.role().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("content", message.text());
        if (message.toolCalls().isPresent()) {
            json.writeArrayPropertyStart("tool_calls");
            for (JsonNode call : EngineJson.tree(message.toolCalls().get())) {
                toolCall(json, call, callNames);
            }
            json.writeEndArray();
        }
        if (message.role() == Role.TOOL && message.toolCallId().isPresent()) {
            String id = message.toolCallId().get();
            json.writeStringProperty("tool_call_id", id);
            if (callNames.containsKey(id)) {
                json.writeStringProperty("tool_name", callNames.get(id));
            }
        }
        json.writeEndObject();
    }

    /** OpenAI's arguments are a text that holds JSON, Ollama's the JSON itself. */
    private static void toolCall(JsonGenerator json, JsonNode call, Map<String, String> callNames) {
        JsonNode function = call.path("function");
        String id = call.path("id").asString("");
        String name = function.path("name").asString("");
        callNames.put(id, name);
        JsonNode arguments = function.path("arguments");
        String text = arguments.isString() ? arguments.asString() : EngineJson.text(arguments);
        json.writeStartObject();
        if (!id.isEmpty()) {
            json.writeStringProperty("id", id);
        }
        json.writeObjectPropertyStart("function");
        json.writeStringProperty("name", name);
        json.writeName("arguments");
        json.writeRawValue(text.isBlank() ? "{}" : EngineJson.text(EngineJson.tree(text)));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void options(JsonGenerator json, Sampling sampling) {
        json.writeObjectPropertyStart("options");
        if (sampling.temperature().isPresent()) {
            json.writeNumberProperty("temperature", sampling.temperature().get());
        }
        if (sampling.topP().isPresent()) {
            json.writeNumberProperty("top_p", sampling.topP().get());
        }
        if (sampling.topK().isPresent()) {
            json.writeNumberProperty("top_k", sampling.topK().get());
        }
        if (sampling.maxTokens().isPresent()) {
            json.writeNumberProperty("num_predict", sampling.maxTokens().get());
        }
        if (sampling.seed().isPresent()) {
            json.writeNumberProperty("seed", sampling.seed().get());
        }
        if (sampling.repeatPenalty().isPresent()) {
            json.writeNumberProperty("repeat_penalty", sampling.repeatPenalty().get());
        }
        if (!sampling.stop().isEmpty()) {
            json.writeArrayPropertyStart("stop");
            sampling.stop().forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** OpenAI's {@code response_format} in Ollama's words; {@code text} is the default there. */
    private static void format(JsonGenerator json, JsonNode format) {
        switch (format.path("type").asString("")) {
            case "json_object" -> json.writeStringProperty("format", "json");
            case "json_schema" -> {
                json.writeName("format");
                json.writeRawValue(EngineJson.text(format.path("json_schema").path("schema")));
            }
            default -> {}
        }
    }
}
