package aurora.engine.mock.voice;

import aurora.ground.http.raw.RawExchange;
import java.io.IOException;
import java.util.Arrays;

/** OpenAI's events, for {@code /v1/chat/completions} and {@code /v1/completions}. */
public final class MockOpenAiVoice implements MockVoice {
    private final String head;
    private final boolean chat;
    private final boolean usage;
    private final byte[] before;
    private final byte[] after;
    private byte[] line = {};

    /** Speaks for one answer; {@code usage}: it ends with what it took. */
    public MockOpenAiVoice(String model, long number, boolean chat, boolean usage) {
        this.chat = chat;
        this.usage = usage;
        this.head = "\"created\":1700000000,\"model\":\"" + MockOllamaVoice.quote(model) + "\",\"id\":\"chatcmpl-"
                + number + "\",";
        this.before = MockOllamaVoice.bytes(
                "data: {\"object\":\"" + (chat ? "chat.completion.chunk" : "text_completion") + "\"," + head
                        + "\"choices\":[{\"index\":0," + (chat ? "\"delta\":{\"content\":\"" : "\"text\":\""));
        this.after = MockOllamaVoice.bytes((chat ? "\"}" : "\"") + ",\"finish_reason\":null}]}\n\n");
    }

    @Override
    public String type() {
        return "text/event-stream";
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
        String start = "data: {\"object\":\"" + (chat ? "chat.completion.chunk" : "text_completion") + "\"," + head;
        StringBuilder text = new StringBuilder(512);
        text.append(start).append("\"choices\":[{\"index\":0,").append(chat ? "\"delta\":{}" : "\"text\":\"\"");
        text.append(",\"finish_reason\":\"").append(reason(summary)).append("\"}]}\n\n");
        if (usage) {
            text.append(start).append("\"choices\":[],").append(usage(summary)).append("}\n\n");
        }
        byte[] bytes = MockOllamaVoice.bytes(text.append("data: [DONE]\n\n").toString());
        to.chunk(bytes, 0, bytes.length);
    }

    @Override
    public void error(RawExchange to, String why) throws IOException {
        byte[] error =
                MockOllamaVoice.bytes("data: {\"error\":{\"message\":\"" + why + "\",\"type\":\"server_error\"}}\n\n");
        to.chunk(error, 0, error.length);
    }

    @Override
    public byte[] whole(String jsonText, MockSummary summary) {
        String said = chat
                ? "\"message\":{\"role\":\"assistant\",\"content\":\"" + jsonText + "\"}"
                : "\"text\":\"" + jsonText + "\"";
        return MockOllamaVoice.bytes("{\"object\":\"" + (chat ? "chat.completion" : "text_completion") + "\"," + head
                + "\"choices\":[{\"index\":0," + said + ",\"finish_reason\":\"" + reason(summary) + "\"}],"
                + usage(summary) + "}");
    }

    @Override
    public byte[] refusal(String why) {
        return MockOllamaVoice.bytes("{\"error\":{\"message\":\"" + MockOllamaVoice.quote(why)
                + "\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}");
    }

    private static String reason(MockSummary summary) {
        return summary.cutByLimit() ? "length" : "stop";
    }

    private static String usage(MockSummary s) {
        return "\"usage\":{\"prompt_tokens\":" + s.promptTokens() + ",\"completion_tokens\":" + s.outputTokens()
                + ",\"total_tokens\":" + (s.promptTokens() + s.outputTokens())
                + ",\"prompt_tokens_details\":{\"cached_tokens\":" + s.cachedTokens() + "}}";
    }
}
