package aurora.ground.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Statements on one connection. Used by one thread at a time. */
final class ConnectionStatements implements Statements {
    private final Connection connection;

    ConnectionStatements(Connection connection) {
        this.connection = connection;
    }

    @Override
    public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
        return read(sql, reader, ROWS_MAX, parameters);
    }

    @Override
    public <T> Optional<T> first(String sql, RowReader<T> reader, Object... parameters) {
        return read(sql, reader, 0, parameters).stream().findFirst();
    }

    @Override
    public int update(String sql, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw SqlErrors.of(failed);
        }
    }

    @Override
    public void script(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw SqlErrors.of(failed);
        }
    }

    /** {@code max} 0 stops after the first row without complaint. */
    private <T> List<T> read(String sql, RowReader<T> reader, int max, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            statement.setMaxRows(max + 1);
            List<T> out = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                CurrentRow row = new CurrentRow(result);
                while (result.next()) {
                    if (max > 0 && out.size() == max) {
                        throw new DatabaseException(
                                DatabaseException.Kind.DEFECT,
                                "a query yields more than " + max + " rows and must be paged",
                                null);
                    }
                    out.add(reader.read(row));
                }
            }
            return out;
        } catch (SQLException failed) {
            throw SqlErrors.of(failed);
        }
    }

    private void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, i + 1, parameters[i]);
        }
    }

    private void bind(PreparedStatement statement, int at, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(at, Types.NULL);
            case String text -> statement.setString(at, text);
            case Integer number -> statement.setInt(at, number);
            case Long number -> statement.setLong(at, number);
            case Double number -> statement.setDouble(at, number);
            case Boolean flag -> statement.setBoolean(at, flag);
            case byte[] bytes -> statement.setBytes(at, bytes);
            case UUID uuid -> statement.setObject(at, uuid);
            case Instant instant -> statement.setObject(at, instant.atOffset(ZoneOffset.UTC));
            case List<?> list -> statement.setArray(at, connection.createArrayOf(elementType(list), list.toArray()));
            default ->
                throw new IllegalArgumentException(
                        "a parameter of type " + value.getClass().getName() + " has no place in SQL");
        }
    }

    private static String elementType(List<?> list) {
        for (Object element : list) {
            if (element != null) {
                return switch (element) {
                    case Long number -> "int8";
                    case Integer number -> "int4";
                    case UUID uuid -> "uuid";
                    default -> "text";
                };
            }
        }
        return "text";
    }

    /** The row a result stands on. */
    private record CurrentRow(ResultSet result) implements RowReader.Row {

        @Override
        public String text(String column) {
            return get(() -> result.getString(column), "");
        }

        @Override
        public long number(String column) {
            return get(() -> result.getLong(column), 0L);
        }

        @Override
        public double real(String column) {
            return get(() -> result.getDouble(column), 0d);
        }

        @Override
        public boolean flag(String column) {
            return get(() -> result.getBoolean(column), false);
        }

        @Override
        public byte[] bytes(String column) {
            return get(() -> result.getBytes(column), new byte[0]);
        }

        @Override
        public boolean absent(String column) {
            return get(() -> result.getObject(column) == null, true);
        }

        private static <T> T get(Reading<T> reading, T whenNull) {
            try {
                T value = reading.get();
                return value == null ? whenNull : value;
            } catch (SQLException failed) {
                throw SqlErrors.of(failed);
            }
        }
    }

    private interface Reading<T> {
        @Nullable
        T get() throws SQLException;
    }
}
