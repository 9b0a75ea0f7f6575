package aurora.engine.openai;

import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Sampling;
import aurora.engine.remote.EngineJson;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Writes a request as {@code POST /v1/chat/completions} wants it. */
final class OpenAiRequest {
    private OpenAiRequest() {}

    /** How an address differs from the plain protocol. */
    record Dialect(boolean vllm, boolean paidOpenAi) {}

    static EngineJson.Bytes chat(GenerateRequest request, Dialect dialect) {
        EngineJson.Bytes out = new EngineJson.Bytes(512);
        try (JsonGenerator json = EngineJson.generator(out)) {
            json.writeStartObject();
            json.writeStringProperty("model", request.model());
            json.writeArrayPropertyStart("messages");
            for (Message message : request.messages()) {
                message(json, message);
            }
            json.writeEndArray();
            json.writeBooleanProperty("stream", !request.whole());
            if (!request.whole()) {
                json.writeName("stream_options");
                json.writeRawValue("{\"include_usage\":true}");
            }
            sampling(json, request.sampling(), dialect);
            raw(json, "tools", request.tools().orElse(""));
            raw(json, "tool_choice", request.toolChoice().orElse(""));
            raw(json, "response_format", request.format().orElse(""));
            if (request.continueLast() && dialect.vllm()) {
                json.writeBooleanProperty("continue_final_message", true);
                json.writeBooleanProperty("add_generation_prompt", false);
            }
            json.writeEndObject();
        }
        return out;
    }

    private static void message(JsonGenerator json, Message message) {
        json.writeStartObject();
        json.writeStringProperty("role", message.role().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("content", message.text());
        raw(json, "tool_calls", message.toolCalls().orElse(""));
        if (message.toolCallId().isPresent()) {
            json.writeStringProperty("tool_call_id", message.toolCallId().get());
        }
        json.writeEndObject();
    }

    private static void sampling(JsonGenerator json, Sampling sampling, Dialect dialect) {
        if (sampling.temperature().isPresent()) {
            json.writeNumberProperty("temperature", sampling.temperature().get());
        }
        if (sampling.topP().isPresent()) {
            json.writeNumberProperty("top_p", sampling.topP().get());
        }
        if (sampling.maxTokens().isPresent()) {
            json.writeNumberProperty(
                    dialect.paidOpenAi() ? "max_completion_tokens" : "max_tokens",
                    sampling.maxTokens().get());
        }
        if (sampling.seed().isPresent()) {
            json.writeNumberProperty("seed", sampling.seed().get());
        }
        if (!sampling.stop().isEmpty()) {
            json.writeArrayPropertyStart("stop");
            sampling.stop().forEach(json::writeString);
            json.writeEndArray();
        }
        if (!dialect.paidOpenAi()) {
            // Beyond the protocol, and refused by the paid one; local servers know them.
            if (sampling.topK().isPresent()) {
                json.writeNumberProperty("top_k", sampling.topK().get());
            }
            if (sampling.repeatPenalty().isPresent()) {
                json.writeNumberProperty(
                        dialect.vllm() ? "repetition_penalty" : "repeat_penalty",
                        sampling.repeatPenalty().get());
            }
        }
    }

    private static void raw(JsonGenerator json, String name, String value) {
        if (!value.isEmpty()) {
            json.writeName(name);
            json.writeRawValue(value);
        }
    }
}
