package aurora.node;

import aurora.auth.Auth;
import aurora.base.Clock;
import aurora.base.Progress;
import aurora.base.Refusal;
import aurora.chat.Chat;
import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.Sql;
import aurora.keep.Keep;
import aurora.mesh.data.Schemas;
import aurora.router.Router;
import java.time.Duration;

/**
 * The database as a whole: its schemas, and whether it works. Who asks has connections of their own, so that they hear
 * soon when it hangs and are not held up by those who use it. Thread-safe.
 */
final class Database implements AutoCloseable {
    private static final Duration PROBE_MAX = Duration.ofSeconds(2);
    private static final int PROBES = 4;

    private final Sql probe;

    Database(Keep keep, Clock clock) {
        this.probe = new Sql(() -> keep.app().get().within(PROBE_MAX), PROBES, clock);
    }

    /** Makes and changes the schemas of every service. */
    static void prepare(Keep keep, String node, Clock clock, Progress progress) {
        progress.passing("bringing the database up to date");
        try (Sql owner = new Sql(keep.owner(), 1, clock)) {
            Schemas schemas = new Schemas(owner, keep.reader());
            schemas.install(node);
            schemas.migrate("auth", Auth.class, Auth.SCRIPT);
            schemas.migrate("router", Router.class, "router.sql");
            schemas.migrate(Chat.NAME, Chat.class, Chat.SCRIPT);
        }
    }

    /** Whether it does a small piece of work within 2 s. */
    boolean works() {
        try {
            return probe.first("SELECT 1 AS one", row -> row.number("one")).isPresent();
        } catch (DatabaseException away) {
            return false;
        }
    }

    /** What to throw at the start: a refusal for a person when it lets nobody in, else {@code failed} itself. */
    static RuntimeException refused(DatabaseException failed) {
        if (failed.access() != DatabaseException.Access.REFUSED) {
            return failed;
        }
        return new Refusal(
                "The database refuses this node: " + failed.getMessage()
                        + ". Its user must be able to sign in and to make schemas: see postgres.user and"
                        + " postgres.password, or put back the home that the data belongs to.",
                failed);
    }

    @Override
    public void close() {
        probe.close();
    }
}
