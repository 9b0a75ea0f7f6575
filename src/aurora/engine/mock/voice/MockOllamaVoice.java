package aurora.engine.mock.voice;

import aurora.ground.http.raw.RawExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Ollama's lines of JSON, for {@code /api/chat} and {@code /api/generate}. */
public final class MockOllamaVoice implements MockVoice {
    private final String head;
    private final boolean chat;
    private final byte[] before;
    private final byte[] after;
    private byte[] line = {};

    /** Speaks for one answer; {@code chat}: of a conversation. */
    public MockOllamaVoice(String model, String createdAt, boolean chat) {
        this.chat = chat;
        this.head = "{\"model\":\"" + quote(model) + "\",\"created_at\":\"" + createdAt + "\",";
        this.before = bytes(head + (chat ? "\"message\":{\"role\":\"assistant\",\"content\":\"" : "\"response\":\""));
        this.after = bytes((chat ? "\"}" : "\"") + ",\"done\":false}\n");
    }

    @Override
    public String type() {
        return "application/x-ndjson";
    }

    @Override
    public void token(RawExchange to, byte[] json) throws IOException {
        int length = before.length + json.length + after.length;
        if (line.length < length) {
            line = Arrays.copyOf(before, length + 64);
        }
        System.arraycopy(json, 0, line, before.length, json.length);
        System.arraycopy(after, 0, line, before.length + json.length, after.length);
        to.chunk(line, 0, length);
    }

    @Override
    public void end(RawExchange to, MockSummary summary) throws IOException {
        byte[] last = bytes(last("", summary) + "\n");
        to.chunk(last, 0, last.length);
    }

    @Override
    public void error(RawExchange to, String why) throws IOException {
        byte[] error = bytes("{\"error\":\"" + why + "\"}\n");
        to.chunk(error, 0, error.length);
    }

    @Override
    public byte[] whole(String jsonText, MockSummary summary) {
        return bytes(last(jsonText, summary));
    }

    @Override
    public byte[] refusal(String why) {
        return bytes("{\"error\":\"" + quote(why) + "\"}");
    }

    private String last(String jsonText, MockSummary s) {
        String said = chat
                ? "\"message\":{\"role\":\"assistant\",\"content\":\"" + jsonText + "\"}"
                : "\"response\":\"" + jsonText + "\"";
        long total = s.loadNanos() + s.promptNanos() + s.outputNanos();
        return head + said + ",\"done\":true,\"done_reason\":\"" + (s.cutByLimit() ? "length" : "stop")
                + "\",\"total_duration\":" + total
                + ",\"load_duration\":" + s.loadNanos() + ",\"prompt_eval_count\":" + s.promptTokens()
                + ",\"prompt_eval_duration\":"
                + s.promptNanos() + ",\"eval_count\":" + s.outputTokens() + ",\"eval_duration\":" + s.outputNanos()
                + "}";
    }

    static String quote(String text) {
        return new String(MockScript.encode(text), StandardCharsets.UTF_8);
    }

    /** {@code text} in UTF-8. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
