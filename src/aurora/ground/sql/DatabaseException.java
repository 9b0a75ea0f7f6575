package aurora.ground.sql;

import org.jspecify.annotations.Nullable;

/**
 * A statement failed. Unchecked, because the door turns the kinds that are nobody's fault into {@code Unavailable} and
 * {@code Busy}.
 */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final Access access;

    /** A failure of {@code kind}. */
    public DatabaseException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, Access.GIVEN, message, cause);
    }

    DatabaseException(Kind kind, Access access, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.access = access;
    }

    /** What failed. */
    public Kind kind() {
        return kind;
    }

    /** Whether it would help to try again as the same user at the same address. */
    public Access access() {
        return access;
    }

    /** How far a connection comes. */
    public enum Access {
        /** It is not the address or the user that is wrong. */
        GIVEN,
        /** Nothing listens at the address, or no machine has that name. */
        NOBODY_THERE,
        /** The database does not let this user in or at its data, or does not exist. */
        REFUSED
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
