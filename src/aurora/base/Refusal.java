package aurora.base;

import org.jspecify.annotations.Nullable;

/** Why the node, or one of its parts, does not start. The message is for a person: what is so, and what to do. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A refusal with a message that needs no stack trace. */
    public Refusal(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
