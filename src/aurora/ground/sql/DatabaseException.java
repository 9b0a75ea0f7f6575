package aurora.ground.sql;

import org.jspecify.annotations.Nullable;

/**
 * A statement failed. Unchecked, because the door turns the kinds that are nobody's fault into {@code Unavailable} and
 * {@code Busy}.
 */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** A failure of {@code kind}. */
    public DatabaseException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What failed. */
    public Kind kind() {
        return kind;
    }

    /** Kinds of failures. */
    public enum Kind {
        /** The database cannot be reached or is starting or stopping. */
        AWAY,
        /** No connection became free in time, or the statement took too long. */
        FULL,
        /** The disk is full. */
        NO_ROOM,
        /** Somebody else wrote first; nothing was written. */
        CONFLICT,
        /** Anything else: a defect. */
        DEFECT
    }
}
