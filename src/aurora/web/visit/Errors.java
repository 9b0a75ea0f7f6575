package aurora.web.visit;

import aurora.base.Reply;
import aurora.ground.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What goes wrong, in the API's own shape: {@code {"error": {"code", "message", "field"?, "request"}}} with the
 * matching status.
 *
 * @param status HTTP's status
 * @param code a word for programs
 * @param message a sentence for people
 * @param field the offending member; empty when none
 * @param retryAfter when to try again; zero when there is no point in waiting
 */
public record Errors(int status, String code, String message, String field, Duration retryAfter) {

    /** An error with nothing to wait for and no member to blame. */
    public static Errors of(int status, String code, String message) {
        return new Errors(status, code, message, "", Duration.ZERO);
    }

    /** The error a reply stands for; empty for {@code Ok}. */
    public static Optional<Errors> of(Reply<?> reply) {
        return switch (reply) {
            case Reply.Ok<?> ok -> Optional.empty();
            case Reply.Denied<?>(boolean signIn, String why) ->
                Optional.of(of(signIn ? 401 : 403, signIn ? "sign_in" : "denied", why));
            case Reply.NotFound<?>(String what) -> Optional.of(of(404, "not_found", missing(what)));
            case Reply.Invalid<?>(String field, String why) ->
                Optional.of(new Errors(400, "invalid", why, field, Duration.ZERO));
            case Reply.Busy<?>(Duration retryAfter, String why) ->
                Optional.of(new Errors(429, "busy", why, "", retryAfter));
            case Reply.Unavailable<?>(String who, String why) ->
                Optional.of(new Errors(503, "unavailable", why, who, Duration.ofSeconds(1)));
        };
    }

    /** Services name the thing by its noun, or say a sentence of their own. */
    private static String missing(String what) {
        return what.contains(" ") ? what : "There is no such " + what + ", or it is not yours.";
    }

    /** The body. */
    public byte[] body(String request) {
        return Json.write(
                new Body(new Told(code, message, field.isEmpty() ? Optional.empty() : Optional.of(field), request)));
    }

    /** The headers, content type included. */
    public List<String> headers() {
        List<String> headers =
                new ArrayList<>(List.of("Content-Type", "application/json", "Cache-Control", "no-store"));
        if (!retryAfter.isZero()) {
            headers.addAll(List.of("Retry-After", String.valueOf(Math.max(1, (retryAfter.toMillis() + 999) / 1000))));
        }
        if (status == 401) {
            headers.addAll(List.of("WWW-Authenticate", "Bearer realm=\"aurora\""));
        }
        return headers;
    }

    /** The error's shape on the wire. */
    record Body(Told error) {}

    /** Its members. */
    record Told(String code, String message, Optional<String> field, String request) {}
}
