package aurora.ground.sql;

/**
 * Makes a value of the row a query stands on.
 *
 * @param <T> what it makes
 */
@FunctionalInterface
public interface RowReader<T> {

    /** Reads the row; {@code row} is valid during the call only. */
    T read(Row row);

    /** The current row of a query: columns by name. Text and JSON come as {@code String}. */
    interface Row {

        /** A text, uuid or jsonb column; empty text when it is null. */
        String text(String column);

        /** A whole-number column; 0 when it is null. */
        long number(String column);

        /** A floating column; 0 when it is null. */
        double real(String column);

        /** A boolean column; false when it is null. */
        boolean flag(String column);

        /** A bytea column; empty when it is null. */
        byte[] bytes(String column);

        /** Whether the column is null. */
        boolean absent(String column);
    }
}
