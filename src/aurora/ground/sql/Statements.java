package aurora.ground.sql;

import java.util.List;
import java.util.Optional;

/**
 * Runs statements: each by itself on {@link Sql}, or together inside {@link Sql#transaction}.
 *
 * <p>Parameters stand for {@code ?} and may be {@code String, Integer, Long, Double, Boolean, byte[], UUID, Instant},
 * {@code null}, or a {@code List} of texts, numbers or UUIDs for an array. Text for a jsonb or uuid place needs a
 * cast: {@code ?::jsonb}. The jsonb operator {@code ?} is written {@code ??}. Every method throws {@link
 * DatabaseException}.
 */
public interface Statements {
    /** The most rows a query may yield; a query that yields more is a defect: page it. */
    int ROWS_MAX = 100_000;

    /** All rows. */
    <T> List<T> query(String sql, RowReader<T> reader, Object... parameters);

    /** The first row. */
    <T> Optional<T> first(String sql, RowReader<T> reader, Object... parameters);

    /** Writes, and returns the number of rows touched. */
    int update(String sql, Object... parameters);

    /** Runs several statements without parameters, separated by semicolons. */
    void script(String sql);
}
