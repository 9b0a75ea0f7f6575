package aurora.ground.sql;

import aurora.ground.sql.DatabaseException.Kind;
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
        String first = String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
        String message = switch (kind) {
            case AWAY -> "the database cannot be reached or is starting or stopping (" + state + ")";
            case FULL -> "the database is busy (" + state + ")";
            case NO_ROOM -> "the disk of the database is full (" + state + ")";
            case CONFLICT -> "somebody else wrote first; nothing was written (" + state + ")";
            case DEFECT -> "a statement failed (" + state + "): " + first;
        };
        return new DatabaseException(kind, message, failed);
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
