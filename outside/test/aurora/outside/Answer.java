package aurora.outside;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP answer. */
record Answer(String asked, int status, HttpResponse<byte[]> raw) {
    private static final JsonMapper JSON = new JsonMapper();

    /** The body as text. */
    String text() {
        return new String(raw.body(), StandardCharsets.UTF_8);
    }

    /** The body as JSON; fails when it is none. */
    JsonNode json() {
        try {
            return JSON.readTree(raw.body());
        } catch (JacksonException notJson) {
            throw new AssertionError(asked + " answered " + status + " with no JSON: " + brief(), notJson);
        }
    }

    /** This answer, when it has {@code wanted}; fails otherwise with what came. */
    Answer expect(int wanted) {
        if (status != wanted) {
            throw new AssertionError(asked + " answered " + status + ", not " + wanted + ": " + brief());
        }
        return this;
    }

    /** The code of an error in the API's own shape; fails when it has another shape. */
    String error() {
        JsonNode error = json().path("error");
        if (!error.path("code").isString()
                || error.path("message").asString("").isBlank()
                || error.path("request").asString("").isBlank()) {
            throw new AssertionError(asked + " answered " + status + " in another shape than the API's: " + brief());
        }
        return error.path("code").asString();
    }

    /** The message of an error in OpenAI's shape; fails when it has another shape. */
    String openAiError() {
        JsonNode error = json().path("error");
        if (!error.path("message").isString() || !error.path("type").isString() || !error.has("param")) {
            throw new AssertionError(asked + " answered " + status + " in another shape than OpenAI's: " + brief());
        }
        return error.path("message").asString();
    }

    private String brief() {
        String text = text();
        return text.length() <= 500 ? text : text.substring(0, 500) + " ...";
    }
}
