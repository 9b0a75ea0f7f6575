package aurora.auth;

import aurora.base.Reply;
import java.time.Duration;

/** Opens replies in tests. */
public final class Replies {
    private Replies() {}

    /** What the reply brings. */
    public static <T> T value(Reply<T> reply) {
        if (reply instanceof Reply.Ok<T>(T value)) {
            return value;
        }
        throw new AssertionError("expected Ok, got " + reply);
    }

    /** Why it was denied. */
    public static <T> String denied(Reply<T> reply) {
        if (reply instanceof Reply.Denied<T>(boolean ignored, String why)) {
            return why;
        }
        throw new AssertionError("expected Denied, got " + reply);
    }

    /** After how long to come back. */
    public static <T> Duration busy(Reply<T> reply) {
        if (reply instanceof Reply.Busy<T>(Duration retryAfter, String ignored)) {
            return retryAfter;
        }
        throw new AssertionError("expected Busy, got " + reply);
    }

    /** The field that is invalid. */
    public static <T> String invalid(Reply<T> reply) {
        if (reply instanceof Reply.Invalid<T>(String field, String ignored)) {
            return field;
        }
        throw new AssertionError("expected Invalid, got " + reply);
    }
}
