package aurora.ground.sql;

import aurora.ground.sql.DatabaseException.Access;
import aurora.ground.sql.DatabaseException.Kind;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;

/** What PostgreSQL's five-letter states mean to a caller. */
final class SqlErrors {
    private SqlErrors() {}

    /**
     * The failure to throw for {@code failed}. Values of rows stay out of the message: PostgreSQL puts them in the
     * detail.
     */
    static DatabaseException of(SQLException failed) {
        String state = Optional.ofNullable(failed.getSQLState()).orElse("");
        Kind kind = kind(state);
        Access access = access(failed, state);
        String message = switch (access) {
            case GIVEN -> said(kind, failed);
            case NOBODY_THERE ->
                caused(failed, UnknownHostException.class)
                        ? "no machine has that name"
                        : "nothing listens there, the connection is refused";
            case REFUSED ->
                switch (state) {
                    case "28P01" -> "the user or the password is wrong";
                    case "3D000" -> "there is no database of that name";
                    default -> first(failed);
                };
        };
        return new DatabaseException(kind, access, message + " (" + state + ")", failed);
    }

    private static String said(Kind kind, SQLException failed) {
        return switch (kind) {
            case AWAY -> "the database cannot be reached or is starting or stopping";
            case FULL -> "the database is busy";
            case NO_ROOM -> "the disk of the database is full";
            case CONFLICT -> "somebody else wrote first; nothing was written";
            case DEFECT -> "a statement failed: " + first(failed);
        };
    }

    private static String first(SQLException failed) {
        return String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
    }

    /** Wrong authorization, no such database, no right. */
    private static Access access(SQLException failed, String state) {
        if (state.startsWith("28") || state.equals("3D000") || state.equals("42501")) {
            return Access.REFUSED;
        }
        boolean nobody = caused(failed, ConnectException.class) || caused(failed, UnknownHostException.class);
        return nobody ? Access.NOBODY_THERE : Access.GIVEN;
    }

    static boolean caused(Throwable failed, Class<? extends Throwable> by) {
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (by.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static Kind kind(String state) {
        return switch (state) {
            // Serialization failure, deadlock, and our own: another stamp than expected.
            case "40001", "40P01", "AU001" -> Kind.CONFLICT;
            // Statement over its time, lock not available.
            case "57014", "55P03" -> Kind.FULL;
            // Disk full, and a write that failed.
            case "53100", "58030" -> Kind.NO_ROOM;
            default -> {
                if (state.startsWith("08") || state.startsWith("57P")) {
                    yield Kind.AWAY;
                }
                yield state.startsWith("53") ? Kind.FULL : Kind.DEFECT;
            }
        };
    }
}
