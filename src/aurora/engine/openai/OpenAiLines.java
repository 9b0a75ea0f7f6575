package aurora.engine.openai;

import aurora.engine.Part;
import aurora.engine.Part.Finish;
import aurora.engine.remote.EngineJson;
import aurora.engine.remote.LineReader;
import aurora.engine.remote.PartSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads server-sent events (WHATWG HTML §9.2) of {@code chat.completion.chunk}s. Comments, fields nobody needs,
 * events of several lines and a missing {@code [DONE]} are fine.
 */
final class OpenAiLines implements LineReader {
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final int EVENT_MAX = 1024 * 1024;

    private byte[] event = new byte[512];
    private int eventLength;
    private boolean over;
    private @Nullable Finish finish;
    private byte[] source = {};
    private int sourceStart;

    @Override
    public void line(byte[] bytes, int start, int length, PartSink out) {
        if (over) {
            return;
        }
        if (length == 0) {
            dispatch(out);
        } else if (startsWithData(bytes, start, length)) {
            int at = start + DATA.length + 1;
            int size = Math.max(0, length - DATA.length - 1);
            append(
                    bytes,
                    size > 0 && bytes[at] == ' ' ? at + 1 : at,
                    size > 0 && bytes[at] == ' ' ? size - 1 : size,
                    out);
        } else if (bytes[start] == '{') {
            // A server that does not stream after all, or an error outside the events.
            chunk(bytes, start, length, out);
        } else if (!isOtherField(bytes, start, length)) {
            fail(Part.Failure.PROTOCOL, "what came is no server-sent event", out);
        }
    }

    @Override
    public void end(PartSink out) {
        if (eventLength > 0) {
            dispatch(out);
        }
        if (over) {
            return;
        }
        if (finish == null) {
            fail(Part.Failure.CUT, "the engine ended the answer in the middle", out);
        } else {
            over = true;
            out.done(finish);
        }
    }

    @Override
    public boolean complete() {
        return finish != null;
    }

    private static boolean startsWithData(byte[] bytes, int start, int length) {
        return length >= DATA.length
                && Arrays.equals(bytes, start, start + DATA.length, DATA, 0, DATA.length)
                && (length == DATA.length || bytes[start + DATA.length] == ':');
    }

    /** A comment, or one of the fields that carry nothing for us. */
    private static boolean isOtherField(byte[] bytes, int start, int length) {
        if (bytes[start] == ':') {
            return true;
        }
        String line = new String(bytes, start, Math.min(length, 6), StandardCharsets.ISO_8859_1);
        return line.startsWith("event:") || line.startsWith("id:") || line.startsWith("retry:");
    }

    private void append(byte[] bytes, int start, int length, PartSink out) {
        int joined = eventLength + (eventLength > 0 ? 1 : 0);
        if (joined + length > EVENT_MAX) {
            fail(Part.Failure.PROTOCOL, "an event longer than " + EVENT_MAX + " bytes", out);
            return;
        }
        if (event.length < joined + length) {
            event = Arrays.copyOf(event, Math.min(EVENT_MAX, 2 * (joined + length)));
        }
        if (eventLength > 0) {
            event[eventLength] = '\n';
        }
        System.arraycopy(bytes, start, event, joined, length);
        eventLength = joined + length;
    }

    private void dispatch(PartSink out) {
        int length = eventLength;
        eventLength = 0;
        if (length == 0) {
            return;
        }
        if (Arrays.equals(event, 0, length, DONE, 0, DONE.length)) {
            over = true;
            out.done(finish == null ? Finish.STOP : finish);
            finish = finish == null ? Finish.STOP : finish;
        } else {
            chunk(event, 0, length, out);
        }
    }

    private void chunk(byte[] bytes, int start, int length, PartSink out) {
        source = bytes;
        sourceStart = start;
        try (JsonParser json = EngineJson.parser(bytes, start, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                fail(Part.Failure.PROTOCOL, "an event that is no JSON object", out);
                return;
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken token = json.nextToken();
                switch (name) {
                    case "choices" -> choices(json, token, out);
                    case "usage" -> usage(json, token, out);
                    case "timings" -> timings(json, token, out);
                    case "error" -> error(json, token, out);
                    default -> json.skipChildren();
                }
            }
        }
    }

    private void choices(JsonParser json, JsonToken token, PartSink out) {
        if (token != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        for (JsonToken at = json.nextToken(); at != JsonToken.END_ARRAY && at != null; at = json.nextToken()) {
            if (at != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken value = json.nextToken();
                switch (name) {
                    case "delta", "message" -> delta(json, value, out);
                    case "finish_reason" ->
                        finish = value == JsonToken.VALUE_STRING ? finish(json.getString()) : finish;
                    default -> json.skipChildren();
                }
            }
        }
    }

    private void delta(JsonParser json, JsonToken token, PartSink out) {
        if (token != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            boolean text = value == JsonToken.VALUE_STRING;
            switch (name) {
                case "content", "refusal" -> {
                    if (text) {
                        out.text(json.getString());
                    }
                }
                case "reasoning_content", "reasoning" -> {
                    if (text) {
                        out.thinking(json.getString());
                    }
                }
                case "tool_calls" -> {
                    if (value == JsonToken.START_ARRAY) {
                        out.toolCalls(raw(json));
                    }
                }
                default -> {}
            }
            json.skipChildren();
        }
    }

    /** The array the parser stands at, byte for byte. */
    private String raw(JsonParser json) {
        int from = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        int to = (int) json.currentTokenLocation().getByteOffset() + 1;
        return new String(source, sourceStart + from, to - from, StandardCharsets.UTF_8);
    }

    private static Finish finish(String reason) {
        return switch (reason) {
            case "length", "max_tokens" -> Finish.LENGTH;
            case "tool_calls", "function_call" -> Finish.TOOL_CALLS;
            case "content_filter" -> Finish.CONTENT_FILTER;
            default -> Finish.STOP;
        };
    }

    private static void usage(JsonParser json, JsonToken token, PartSink out) {
        if (token != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        int prompt = 0;
        int output = 0;
        int cached = 0;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "prompt_tokens" -> prompt = count(json, value);
                case "completion_tokens" -> output = count(json, value);
                case "prompt_tokens_details" -> cached = cached(json, value);
                default -> json.skipChildren();
            }
        }
        out.counts(prompt, cached, output);
    }

    private static int cached(JsonParser json, JsonToken token) {
        int cached = 0;
        if (token == JsonToken.START_OBJECT) {
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken value = json.nextToken();
                if (name.equals("cached_tokens")) {
                    cached = count(json, value);
                } else {
                    json.skipChildren();
                }
            }
        } else {
            json.skipChildren();
        }
        return cached;
    }

    /** What llama-server measured itself. */
    private static void timings(JsonParser json, JsonToken token, PartSink out) {
        if (token != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        int prompt = 0;
        int cached = 0;
        int output = 0;
        double promptMillis = -1;
        double outputMillis = -1;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "prompt_n" -> prompt = count(json, value);
                case "cache_n" -> cached = count(json, value);
                case "predicted_n" -> output = count(json, value);
                case "prompt_ms" -> promptMillis = value.isNumeric() ? json.getDoubleValue() : -1;
                case "predicted_ms" -> outputMillis = value.isNumeric() ? json.getDoubleValue() : -1;
                default -> json.skipChildren();
            }
        }
        if (promptMillis >= 0 && outputMillis >= 0) {
            out.counts(prompt + cached, cached, output);
            out.times(Duration.ZERO, millis(promptMillis), millis(outputMillis));
        }
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos((long) (Math.min(millis, 1e9) * 1e6));
    }

    private static int count(JsonParser json, JsonToken token) {
        if (token != JsonToken.VALUE_NUMBER_INT) {
            json.skipChildren();
            return 0;
        }
        return Math.clamp(json.getLongValue(), 0, Integer.MAX_VALUE);
    }

    private void error(JsonParser json, JsonToken token, PartSink out) {
        String why = "an error without words";
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token == JsonToken.VALUE_STRING) {
            why = json.getString();
        } else if (token == JsonToken.START_OBJECT) {
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("message")) {
                    why = json.getString();
                }
                json.skipChildren();
            }
        }
        fail(Part.Failure.REPORTED, EngineJson.brief(why), out);
    }

    private void fail(Part.Failure failure, String why, PartSink out) {
        if (!over) {
            over = true;
            out.failed(failure, why);
        }
    }
}
