package aurora.mesh.data;

import aurora.ground.log.Log;
import aurora.ground.sql.RowReader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;

/**
 * This node's copy of the replicated data. Thread-safe.
 *
 * <p>Every method throws {@link aurora.ground.sql.DatabaseException}; with kind {@code AWAY}, {@code FULL} or {@code
 * NO_ROOM} when the database is, which the door answers for the service.
 */
public interface Replica {

    /** The largest payload of one change, in bytes. */
    int PAYLOAD_MAX = 1 << 20;

    /** The most changes of one {@link #put}: a larger transaction makes every other writer wait. */
    int CHANGES_MAX = 200;

    /**
     * Writes all of {@code changes}, or none, under one stamp, and returns the stamp once they are on disk.
     *
     * <p>A change whose {@code id} is already the head of its key is accepted again without effect.
     *
     * @return the hybrid logical clock's stamp: milliseconds shifted left by 16, plus a counter
     * @throws aurora.ground.sql.DatabaseException kind {@code CONFLICT} when a change's {@code expected} stamp is not
     *     the key's
     */
    long put(List<Change> changes);

    /**
     * The same for small writes that must go on when the disk is nearly full: who may come in, who may not any more,
     * and the record of it. A {@link #put} of nothing but deletions is one too.
     */
    default long putFromReserve(List<Change> changes) {
        return put(changes);
    }

    /** The current state of a key; empty when it never was or is deleted. */
    Optional<Head> head(String entity, String key);

    /** Reads over the views of the service's own schema, or over {@code aurora.head}; parameters by {@code ?}. */
    <T> List<T> query(String sql, RowReader<T> reader, Object... parameters);

    /**
     * The same, but a row of which {@code reader} can make nothing is left out and named in the log: data come from
     * other nodes and other versions too, and one odd row must not hide the rest. Column {@code key} tells which it is.
     */
    default <T> List<T> readable(String sql, String key, RowReader<T> reader, Object... parameters) {
        return query(sql, row -> attempt(row, key, reader), parameters).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static <T> Optional<T> attempt(RowReader.Row row, String key, RowReader<T> reader) {
        try {
            return Optional.of(reader.read(row));
        } catch (IllegalArgumentException | DateTimeException | UncheckedIOException odd) {
            Log.of("data").warn("data.odd_row", key, row.text(key), "why", String.valueOf(odd.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * The winner of one key.
     *
     * @param stamp hybrid logical clock's stamp of its last change
     * @param node the node that wrote it
     * @param payload its state, a JSON object
     */
    record Head(String entity, String key, long stamp, String node, String payload) {}
}
