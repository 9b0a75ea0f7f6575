package aurora.web.openai;

import aurora.base.Reply;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes wrong, in OpenAI's shape. */
record OpenAiError(int status, Told told, Duration retryAfter) {

    static OpenAiError invalid(int status, String param, String message) {
        return new OpenAiError(
                status,
                new Told(message, "invalid_request_error", param.isEmpty() ? null : param, null),
                Duration.ZERO);
    }

    static OpenAiError noModel(String message) {
        return new OpenAiError(
                404, new Told(message, "invalid_request_error", "model", "model_not_found"), Duration.ZERO);
    }

    static OpenAiError server(int status, String message) {
        return new OpenAiError(status, new Told(message, "server_error", null, null), Duration.ZERO);
    }

    /** The error a reply stands for; the reply must not be {@code Ok}. */
    static OpenAiError of(Reply<?> reply) {
        return switch (reply) {
            case Reply.Ok<?> ok -> throw new IllegalArgumentException("not an error");
            case Reply.Denied<?>(boolean signIn, String why) ->
                signIn
                        ? new OpenAiError(
                                401, new Told(why, "invalid_request_error", null, "invalid_api_key"), Duration.ZERO)
                        : new OpenAiError(
                                403,
                                new Told(why, "invalid_request_error", null, "insufficient_permissions"),
                                Duration.ZERO);
            case Reply.NotFound<?>(String what) -> noModel(what);
            case Reply.Invalid<?>(String field, String why) -> invalid(400, field, why);
            case Reply.Busy<?>(Duration after, String why) ->
                new OpenAiError(429, new Told(why, "rate_limit_error", null, "rate_limit_exceeded"), after);
            case Reply.Unavailable<?>(String who, String why) -> server(503, why);
        };
    }

    List<String> headers() {
        List<String> headers = new ArrayList<>(List.of("Content-Type", "application/json"));
        if (!retryAfter.isZero()) {
            headers.addAll(List.of("Retry-After", String.valueOf(Math.max(1, retryAfter.toSeconds()))));
        }
        return headers;
    }

    /** The shape on the wire. */
    record Body(Told error) {}

    /** Its members; absent ones are null, as OpenAI writes them. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Told(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}
}
