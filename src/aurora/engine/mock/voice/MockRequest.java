package aurora.engine.mock.voice;

import aurora.engine.remote.EngineJson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What a mock engine looks at in a request. Read token by token, so that it costs a benchmark little. */
public final class MockRequest {
    private String model = "";
    private boolean stream;
    private boolean usage;
    private int maxTokens = -1;
    private String keepAlive = "";
    private final StringBuilder prompt = new StringBuilder();

    /** The text of a trailing message of the assistant; empty when the last is another's. */
    private String said = "";

    private String role = "";
    private String content = "";

    /** Reads a body; {@code streams} is what the protocol does unless told. */
    public static MockRequest read(byte[] bytes, int start, int length, boolean streams) throws JacksonException {
        MockRequest request = new MockRequest();
        request.stream = streams;
        try (JsonParser json = EngineJson.parser(bytes, start, length)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                for (String name = json.nextName(); name != null; name = json.nextName()) {
                    request.member(name, json, json.nextToken());
                }
            }
        }
        return request;
    }

    /** The model that is asked. */
    public String model() {
        return model;
    }

    /** Whether the answer is to be streamed. */
    public boolean stream() {
        return stream;
    }

    /** Whether a stream is to end with what it took. */
    public boolean usage() {
        return usage;
    }

    /** Tokens of answer at most; -1 when the request does not say. */
    public int maxTokens() {
        return maxTokens;
    }

    /** How long the model is to stay loaded, as it was said. */
    public String keepAlive() {
        return keepAlive;
    }

    /** All that is to be read, on lines with their roles. */
    public StringBuilder prompt() {
        return prompt;
    }

    /** The text of a trailing message of the assistant; empty when the last is another's. */
    public String said() {
        return said;
    }

    private void member(String name, JsonParser json, JsonToken token) {
        switch (name) {
            case "model", "name" -> model = token == JsonToken.VALUE_STRING ? json.getString() : "";
            case "stream" -> stream = token == JsonToken.VALUE_TRUE;
            case "max_tokens", "max_completion_tokens", "num_predict" -> limit(json, token);
            case "options", "stream_options" -> members(json, token);
            case "include_usage" -> usage = token == JsonToken.VALUE_TRUE;
            case "keep_alive" -> keepAlive = token.isScalarValue() ? json.getString() : "";
            case "prompt" -> prompt.append(token == JsonToken.VALUE_STRING ? json.getString() : "");
            case "messages" -> messages(json, token);
            default -> json.skipChildren();
        }
    }

    private void limit(JsonParser json, JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            maxTokens = json.getIntValue();
        } else {
            json.skipChildren();
        }
    }

    private void members(JsonParser json, JsonToken token) {
        if (token != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            member(name, json, json.nextToken());
        }
    }

    private void messages(JsonParser json, JsonToken token) {
        if (token != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        for (JsonToken at = json.nextToken(); at != JsonToken.END_ARRAY && at != null; at = json.nextToken()) {
            if (at == JsonToken.START_OBJECT) {
                message(json);
            } else {
                json.skipChildren();
            }
        }
        said = role.equals("assistant") ? content : "";
    }

    private void message(JsonParser json) {
        role = "";
        content = "";
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken token = json.nextToken();
            if (token == JsonToken.VALUE_STRING && name.equals("role")) {
                role = json.getString();
            } else if (token == JsonToken.VALUE_STRING && name.equals("content")) {
                content = json.getString();
            } else if (name.equals("content") && token == JsonToken.START_ARRAY) {
                content = EngineJson.subtree(json)
                        .valueStream()
                        .map(part -> part.path("text").asString(""))
                        .reduce("", String::concat);
            } else {
                json.skipChildren();
            }
        }
        prompt.append(role).append(':').append(content).append('\n');
    }
}
