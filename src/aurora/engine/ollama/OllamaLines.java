package aurora.engine.ollama;

import aurora.base.Ids;
import aurora.engine.Part;
import aurora.engine.Part.Finish;
import aurora.engine.remote.EngineJson;
import aurora.engine.remote.LineReader;
import aurora.engine.remote.PartSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Reads the lines of {@code /api/chat}: one JSON object each, the last with {@code done} and the engine's own
 * durations.
 */
final class OllamaLines implements LineReader {
    private final Ids ids;
    private int toolCalls;
    private boolean over;

    // Of the line that is read; a line's members come in any order.
    private boolean done;
    private String doneReason = "";
    private int promptCount;
    private int outputCount;
    private long loadNanos;
    private long promptNanos;
    private long outputNanos;
    private boolean timed;

    OllamaLines(Ids ids) {
        this.ids = ids;
    }

    @Override
    public void line(byte[] bytes, int start, int length, PartSink out) {
        if (over || length == 0) {
            return;
        }
        try (JsonParser json = EngineJson.parser(bytes, start, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                fail(Part.Failure.PROTOCOL, "a line that is no JSON object", out);
                return;
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                member(name, json, json.nextToken(), out);
            }
        }
        if (done && !over) {
            over = true;
            // Ollama leaves a count out when it is zero, as for a prompt that it has in its cache.
            out.counts(promptCount, 0, outputCount);
            if (timed) {
                out.times(Duration.ofNanos(loadNanos), Duration.ofNanos(promptNanos), Duration.ofNanos(outputNanos));
            }
            out.done(doneReason.equals("length") ? Finish.LENGTH : Finish.STOP);
        }
    }

    @Override
    public void end(PartSink out) {
        fail(Part.Failure.CUT, "the engine ended the answer in the middle", out);
    }

    @Override
    public boolean complete() {
        return over;
    }

    private void member(String name, JsonParser json, JsonToken token, PartSink out) {
        switch (name) {
            case "message" -> message(json, token, out);
            case "done" -> done = token == JsonToken.VALUE_TRUE;
            case "done_reason" -> doneReason = token == JsonToken.VALUE_STRING ? json.getString() : "";
            case "prompt_eval_count" -> promptCount = (int) Math.min(Integer.MAX_VALUE, number(json, token));
            case "eval_count" -> outputCount = (int) Math.min(Integer.MAX_VALUE, number(json, token));
            case "load_duration" -> loadNanos = number(json, token);
            case "prompt_eval_duration" -> promptNanos = number(json, token);
            case "eval_duration" -> {
                outputNanos = number(json, token);
                timed = true;
            }
            case "error" -> {
                String why = token == JsonToken.VALUE_STRING ? json.getString() : "an error without words";
                json.skipChildren();
                fail(Part.Failure.REPORTED, EngineJson.brief(why), out);
            }
            default -> json.skipChildren();
        }
    }

    private void message(JsonParser json, JsonToken token, PartSink out) {
        if (token != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            boolean text = value == JsonToken.VALUE_STRING;
            if (text && name.equals("content")) {
                out.text(json.getString());
            } else if (text && name.equals("thinking")) {
                out.thinking(json.getString());
            } else if (value == JsonToken.START_ARRAY && name.equals("tool_calls")) {
                toolCalls(json, out);
            } else {
                json.skipChildren();
            }
        }
    }

    /**
     * Ollama's calls come whole, with arguments as JSON; OpenAI's carry an index, an id and the arguments as a text.
     */
    private void toolCalls(JsonParser json, PartSink out) {
        EngineJson.Bytes bytes = new EngineJson.Bytes(256);
        try (var write = EngineJson.generator(bytes)) {
            write.writeStartArray();
            for (JsonNode call : EngineJson.subtree(json)) {
                JsonNode function = call.path("function");
                JsonNode arguments = function.path("arguments");
                write.writeStartObject();
                write.writeNumberProperty("index", toolCalls++);
                write.writeStringProperty("id", call.path("id").asString("call_" + ids.brief()));
                write.writeStringProperty("type", "function");
                write.writeObjectPropertyStart("function");
                write.writeStringProperty("name", function.path("name").asString(""));
                write.writeStringProperty("arguments", arguments.isMissingNode() ? "{}" : EngineJson.text(arguments));
                write.writeEndObject();
                write.writeEndObject();
            }
            write.writeEndArray();
        }
        out.toolCalls(bytes.toString(StandardCharsets.UTF_8));
    }

    private static long number(JsonParser json, JsonToken token) {
        if (token == null || !token.isNumeric()) {
            json.skipChildren();
            return 0;
        }
        return Math.max(0, json.getLongValue());
    }

    private void fail(Part.Failure failure, String why, PartSink out) {
        if (!over) {
            over = true;
            out.failed(failure, why);
        }
    }
}
