package aurora.auth.store;

import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.ground.json.Json;
import aurora.ground.log.Log;
import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.RowReader.Row;
import aurora.mesh.data.Change;
import aurora.mesh.data.Replica;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** All SQL of auth, over the views of {@code auth.sql}. Thread-safe. */
public final class AuthStore {
    /** Rows read at once where there is no smaller bound. */
    static final int ROWS_MAX = 50_000;

    private static final Log LOG = Log.of("auth");
    private static final int TRIES_MAX = 8;

    private static final String USERS =
            "SELECT id, name, role, disabled, created, epoch FROM auth.users ORDER BY created DESC, id DESC LIMIT ?";
    private static final String KEYS =
            "SELECT id, owner, name, scopes, hint, hash, created, last_used FROM auth.api_keys"
                    + " ORDER BY created, id LIMIT ?";
    private static final String ENDED =
            "SELECT id, ended FROM auth.sessions WHERE ended > ? ORDER BY ended DESC LIMIT ?";
    private static final String SESSIONS = "SELECT id, device, address, created, last_used, expires FROM auth.sessions"
            + " WHERE owner = ? AND ended = 0 AND expires > ? AND last_used >= ? AND epoch >= ?"
            + " ORDER BY created DESC, id DESC LIMIT ?";
    private static final String SEEN = "SELECT id, owner, address FROM auth.sessions"
            + " WHERE ended = 0 AND expires > ? AND last_used >= ? ORDER BY last_used DESC, id DESC LIMIT ?";
    private static final String OLD_SESSIONS =
            "SELECT id FROM auth.sessions WHERE expires < ? OR (ended > 0 AND ended < ?) LIMIT ?";
    private static final String AUDIT =
            "SELECT id, at, action, who, subject, address, outcome, request, node, number, hash" + " FROM auth.audit";
    private static final String AUDIT_BEFORE = AUDIT + " WHERE id < ? ORDER BY id DESC LIMIT ?";
    private static final String CHAIN = AUDIT + " WHERE node = ? AND number > ? ORDER BY number, id LIMIT ?";
    private static final String CHAIN_END = AUDIT + " WHERE node = ? ORDER BY number DESC LIMIT 1";

    private final Replica replica;

    /** Reads and writes {@code replica}. */
    public AuthStore(Replica replica) {
        this.replica = replica;
    }

    /** A state and the stamp of its last change. */
    public record Found<T>(String key, long stamp, T state) {}

    /** A live session in a list. */
    public record SessionRow(String id, String device, String address, long created, long lastUsed, long expires) {}

    /** An API key that is not revoked. */
    public record KeyRow(
            String id,
            String user,
            String name,
            Set<Scope> scopes,
            String hint,
            String hash,
            long created,
            long used) {}

    /** Where a live session was used last. */
    public record Seen(String session, String user, String address) {}

    /** A session that ended. */
    public record Ended(String id, long at) {}

    /** An entry of the audit trail and its id. */
    public record Numbered(String id, State.AuditEntry entry) {}

    /** Which sessions of a user count as live: those of its epoch that neither expired nor went idle. */
    public record Live(String user, long now, long usedSince, long epoch) {}

    /** The user of that id. */
    public Optional<Found<State.User>> user(String id) {
        return found(State.User.ENTITY, id, State.User.class);
    }

    /** The session of that id. */
    public Optional<Found<State.Session>> session(String id) {
        return found(State.Session.ENTITY, id, State.Session.class);
    }

    /** The API key of that id. */
    public Optional<Found<State.ApiKey>> apiKey(String id) {
        return found(State.ApiKey.ENTITY, id, State.ApiKey.class);
    }

    /** The latest checkpoint of the chain of {@code node}. */
    public Optional<State.AuditCheckpoint> checkpoint(String node) {
        return found(State.AuditCheckpoint.ENTITY, node, State.AuditCheckpoint.class)
                .map(Found::state);
    }

    /** All users, the latest first. */
    public List<Account> users() {
        return replica.readable(
                USERS,
                "id",
                row -> new Account(
                        row.text("id"),
                        row.text("name"),
                        Role.valueOf(row.text("role").toUpperCase(Locale.ROOT)),
                        row.flag("disabled"),
                        row.number("created"),
                        row.number("epoch")),
                ROWS_MAX);
    }

    /** All keys that are not revoked, the oldest first. */
    public List<KeyRow> apiKeys() {
        return replica.readable(
                KEYS,
                "id",
                row -> new KeyRow(
                        row.text("id"),
                        row.text("owner"),
                        row.text("name"),
                        scopes(row.text("scopes")),
                        row.text("hint"),
                        row.text("hash"),
                        row.number("created"),
                        row.number("last_used")),
                ROWS_MAX);
    }

    /** Sessions ended after {@code since}, the latest first. */
    public List<Ended> endedSince(long since) {
        return replica.query(ENDED, row -> new Ended(row.text("id"), row.number("ended")), since, ROWS_MAX);
    }

    /** Live sessions of a user, newest first. */
    public List<SessionRow> sessions(Live live, int limit) {
        return replica.query(
                SESSIONS,
                row -> new SessionRow(
                        row.text("id"),
                        row.text("device"),
                        row.text("address"),
                        row.number("created"),
                        row.number("last_used"),
                        row.number("expires")),
                live.user(),
                live.now(),
                live.usedSince(),
                live.epoch(),
                limit);
    }

    /** Where live sessions of all users were used last. */
    public List<Seen> seen(long now, long usedSince, int limit) {
        return replica.query(
                SEEN, row -> new Seen(row.text("id"), row.text("owner"), row.text("address")), now, usedSince, limit);
    }

    /** Ids of sessions that were over before {@code before}. */
    public List<String> sessionsOverBefore(long before, int limit) {
        return replica.query(OLD_SESSIONS, row -> row.text("id"), before, before, limit);
    }

    /** Audit entries older than {@code before}, newest first. */
    public List<Numbered> audit(Optional<String> before, int limit) {
        // "~" sorts after every id, which begins with a hexadecimal digit.
        return replica.query(AUDIT_BEFORE, AuthStore::entry, before.orElse("~"), limit);
    }

    /** The chain of {@code node} after {@code number}. */
    public List<Numbered> chain(String node, long number, int limit) {
        return replica.query(CHAIN, AuthStore::entry, node, number, limit);
    }

    /** The last entry of {@code node}'s chain. */
    public Optional<Numbered> lastOfChain(String node) {
        return replica.query(CHAIN_END, AuthStore::entry, node).stream().findFirst();
    }

    /** Writes all of {@code changes} or none. */
    public void write(List<Change> changes) {
        replica.put(changes);
    }

    /** The same also while the disk is nearly full; for what lets people in or out, and the record of it. */
    public void writeFromReserve(List<Change> changes) {
        replica.putFromReserve(changes);
    }

    /** Does {@code work}, which reads and then writes if nobody wrote meanwhile, until nobody did. */
    public static <T> T untilAlone(Supplier<T> work) {
        for (int left = TRIES_MAX - 1; ; left--) {
            try {
                return work.get();
            } catch (DatabaseException raced) {
                if (raced.kind() != DatabaseException.Kind.CONFLICT || left == 0) {
                    throw raced;
                }
            }
        }
    }

    private <T> Optional<Found<T>> found(String entity, String key, Class<T> type) {
        try {
            return replica.head(entity, key)
                    .map(head -> new Found<>(key, head.stamp(), Json.readOwn(head.payload(), type)));
        } catch (UncheckedIOException odd) {
            LOG.warn("auth.odd_state", "entity", entity, "key", key, "why", String.valueOf(odd.getMessage()));
            return Optional.empty();
        }
    }

    private static Numbered entry(Row row) {
        return new Numbered(
                row.text("id"),
                new State.AuditEntry(
                        row.text("at"),
                        row.text("action"),
                        row.text("who"),
                        row.text("subject"),
                        row.text("address"),
                        row.text("outcome"),
                        row.text("request"),
                        row.text("node"),
                        row.number("number"),
                        row.text("hash")));
    }

    private static Set<Scope> scopes(String json) {
        return Set.copyOf(Arrays.asList(Json.readOwn(json, Scope[].class)));
    }
}
