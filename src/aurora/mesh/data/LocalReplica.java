package aurora.mesh.data;

import aurora.base.Clock;
import aurora.base.Ids;
import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.DatabaseException.Kind;
import aurora.ground.sql.RowReader;
import aurora.ground.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The replica in this node's own database. */
public final class LocalReplica implements Replica {
    /** Longest name of an entity, in bytes. */
    static final int ENTITY_MAX = 64;

    /** Longest key, in bytes. */
    static final int KEY_MAX = 512;

    /** Superseded changes stay this long, so that a retry of a {@code put} is recognised and other nodes get them. */
    private static final Duration SUPERSEDED_KEPT = Duration.ofDays(1);

    /** What must be free on the disk for something new. */
    private static final long ROOM_MIN = 64L << 20;

    /**
     * What must be free for any put, one piece of the database's log and a little more: a database that finds no room
     * for its log ends, and then cannot be read either.
     */
    private static final long RESERVE_MIN = 24L << 20;

    private static final String PUT =
            "SELECT aurora.put(?::text[], ?::text[], (?::text[])::jsonb[], ?::uuid[], ?::bigint[], ?) AS stamp";
    private static final String HEAD =
            "SELECT hlc, node, payload FROM aurora.head WHERE entity = ? AND key = ? AND NOT deleted";
    private static final String LAST = "SELECT coalesce(max(hlc), 0) AS stamp FROM aurora.change";

    private final Sql sql;
    private final Ids ids;
    private final Clock clock;
    private final Hlc hlc;
    private final LongSupplier free;
    private volatile boolean caughtUp;

    /**
     * The replica in the database {@code sql} leads to, which may still be starting. Made once per database and
     * process.
     */
    public LocalReplica(Sql sql, Clock clock, Ids ids) {
        this(sql, clock, ids, () -> Long.MAX_VALUE);
    }

    /** The same, which refuses to write while little is free on the database's disk; {@code free} tells the bytes. */
    public LocalReplica(Sql sql, Clock clock, Ids ids, LongSupplier free) {
        this.free = free;
        this.sql = sql;
        this.ids = ids;
        this.clock = clock;
        this.hlc = new Hlc(clock);
    }

    @Override
    public long put(List<Change> changes) {
        boolean deletes = changes.stream().allMatch(change -> change.payload().isEmpty());
        return put(changes, deletes ? RESERVE_MIN : ROOM_MIN);
    }

    @Override
    public long putFromReserve(List<Change> changes) {
        return put(changes, RESERVE_MIN);
    }

    private long put(List<Change> changes, long roomMin) {
        check(changes);
        if (free.getAsLong() < roomMin) {
            throw new DatabaseException(Kind.NO_ROOM, "the disk of the database is full", null);
        }
        catchUp();
        List<@Nullable String> entities = new ArrayList<>();
        List<@Nullable String> keys = new ArrayList<>();
        List<@Nullable String> payloads = new ArrayList<>();
        List<@Nullable UUID> changeIds = new ArrayList<>();
        List<@Nullable Long> expected = new ArrayList<>();
        for (Change change : changes) {
            entities.add(change.entity());
            keys.add(change.key());
            payloads.add(change.payload().map(JsonText::storable).orElse(null));
            changeIds.add(change.id().map(UUID::fromString).orElseGet(ids::uuid));
            expected.add(change.expected().isPresent() ? change.expected().getAsLong() : null);
        }
        long stamp = sql.first(
                        PUT, row -> row.number("stamp"), entities, keys, payloads, changeIds, expected, hlc.next())
                .orElseThrow();
        hlc.saw(stamp);
        return stamp;
    }

    @Override
    public Optional<Head> head(String entity, String key) {
        return sql.first(
                HEAD,
                row -> new Head(entity, key, row.number("hlc"), row.text("node"), row.text("payload")),
                entity,
                key);
    }

    @Override
    public <T> List<T> query(String statement, RowReader<T> reader, Object... parameters) {
        return sql.query(statement, reader, parameters);
    }

    /**
     * Drops changes superseded more than a day ago, at most 10,000; what was deleted is gone from the tables then.
     * Called now and then.
     *
     * @return how many were dropped
     */
    public long compact() {
        UUID before = new UUID(((clock.millis() - SUPERSEDED_KEPT.toMillis()) << 16) | 0x7000L, Long.MIN_VALUE);
        return sql.first("SELECT aurora.compact(?) AS n", row -> row.number("n"), before)
                .orElse(0L);
    }

    /**
     * The first stamp made must be later than all of earlier lives of this node, whatever the machine's clock says
     * now.
     */
    private void catchUp() {
        if (!caughtUp) {
            sql.first(LAST, row -> row.number("stamp")).ifPresent(hlc::saw);
            caughtUp = true;
        }
    }

    private static void check(List<Change> changes) {
        if (changes.isEmpty() || changes.size() > CHANGES_MAX) {
            throw refused("a put holds 1 to " + CHANGES_MAX + " changes, not " + changes.size());
        }
        Set<List<String>> seen = new HashSet<>();
        for (Change change : changes) {
            bound("entity", change.entity(), ENTITY_MAX);
            bound("key", change.key(), KEY_MAX);
            if (change.payload().isPresent() && bytes(change.payload().get()) > PAYLOAD_MAX) {
                throw refused(
                        "the payload of a change of " + change.entity() + " is larger than " + PAYLOAD_MAX + " bytes");
            }
            if (!seen.add(List.of(change.entity(), change.key()))) {
                throw refused("a put changes a key of " + change.entity() + " twice");
            }
        }
    }

    private static void bound(String what, String text, int max) {
        if (text.isEmpty() || bytes(text) > max || text.indexOf('\0') >= 0) {
            throw refused(
                    "the " + what + " of a change is empty, longer than " + max + " bytes, or holds a zero character");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static DatabaseException refused(String why) {
        return new DatabaseException(Kind.DEFECT, why, null);
    }
}
