package aurora.ground.log;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The body of one line: the members of a JSON object, without time, level and part, which the handler adds. */
final class LogLine {
    private static final List<String> SECRETS =
            List.of("password", "token", "secret", "cookie", "authorization", "apikey", "proof");
    private static final int VALUE_MAX = 500;

    private LogLine() {}

    static String of(String event, String request, @Nullable Throwable cause, Object... keysAndValues) {
        StringBuilder out = new StringBuilder(160);
        member(out, "event", event);
        if (!request.isEmpty()) {
            member(out.append(','), "request", request);
        }
        for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
            String key = String.valueOf(keysAndValues[i]);
            member(out.append(','), key, isSecret(key, keysAndValues[i + 1]) ? "***" : keysAndValues[i + 1]);
        }
        if (cause != null) {
            member(out.append(','), "cause", trace(cause));
        }
        return out.toString();
    }

    /** Counts such as {@code tokens} are no secrets; texts under such a key are. */
    private static boolean isSecret(String key, Object value) {
        if (value instanceof Number) {
            return false;
        }
        String name = key.toLowerCase(Locale.ROOT);
        return name.equals("key") || name.endsWith("_key") || SECRETS.stream().anyMatch(name::contains);
    }

    private static String trace(Throwable cause) {
        StringBuilder out = new StringBuilder();
        for (Throwable at = cause; at != null && out.length() < VALUE_MAX; at = at.getCause()) {
            out.append(out.isEmpty() ? "" : " <- ").append(at);
            StackTraceElement[] frames = at.getStackTrace();
            for (int i = 0; i < Math.min(6, frames.length); i++) {
                out.append(" at ").append(frames[i].getClassName()).append('.').append(frames[i].getMethodName());
                out.append(':').append(frames[i].getLineNumber());
            }
        }
        return out.toString();
    }

    private static void member(StringBuilder out, String key, Object value) {
        quote(out, key, 64);
        out.append(':');
        switch (value) {
            case Integer n -> out.append(n);
            case Long n -> out.append(n);
            case Boolean b -> out.append(b);
            case Double d -> out.append(Double.isFinite(d) ? d : 0);
            case Duration d -> out.append(d.toNanos() / 1e6);
            default -> quote(out, String.valueOf(value), key.equals("cause") ? 4 * VALUE_MAX : VALUE_MAX);
        }
    }

    private static void quote(StringBuilder out, String text, int max) {
        out.append('"');
        int length = Math.min(text.length(), max);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c) || c == 0x7f) {
                        out.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append(length < text.length() ? "…\"" : "\"");
    }
}
