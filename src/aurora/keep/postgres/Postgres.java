package aurora.keep.postgres;

import aurora.base.Clock;
import aurora.base.Progress;
import aurora.base.Refusal;
import aurora.ground.process.Child;
import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.DatabaseException.Access;
import aurora.ground.sql.Sql;
import aurora.ground.sql.SqlAddress;
import aurora.keep.KeepApi.Owner;
import aurora.keep.driver.Driver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** PostgreSQL: this node's own, or one named in the configuration, which is only looked at. */
public final class Postgres implements Driver {
    /** The oldest external version that has all that the data needs. */
    private static final int OLDEST = 15;

    /** How often a full disk is looked at. */
    private static final Duration ROOM_EVERY = Duration.ofSeconds(3);

    /** How long nobody may be at the address of an external one, which may be starting at the same moment. */
    private static final Duration NOBODY_MAX = Duration.ofSeconds(20);

    private final Optional<PostgresServer> server;
    private final Optional<SqlAddress> external;
    private final Optional<Sql> probe;
    private final Progress progress;
    private final Clock clock;
    private final String title;
    private OptionalLong nobodySince = OptionalLong.empty();
    private volatile String version = "";

    /** This node's own. */
    public Postgres(PostgresServer server, Clock clock, Progress progress) {
        this.server = Optional.of(server);
        this.external = Optional.empty();
        this.probe = Optional.empty();
        this.progress = progress;
        this.clock = clock;
        this.title = "PostgreSQL";
    }

    /** Somebody else's. */
    public Postgres(SqlAddress external, Clock clock) {
        this.server = Optional.empty();
        this.external = Optional.of(external);
        this.probe = Optional.of(new Sql(external.within(Duration.ofSeconds(1)), 1, clock));
        this.progress = Progress.SILENT;
        this.clock = clock;
        this.title = "PostgreSQL at "
                + external.shown().replaceFirst("^jdbc:postgresql:/*", "").replaceFirst("/.*", "");
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Owner owner() {
        return external.isPresent() ? Owner.EXTERNAL : Owner.EMBEDDED;
    }

    @Override
    public String version() {
        return server.map(PostgresServer::version).orElse(version);
    }

    @Override
    public String address() {
        return external.map(SqlAddress::shown)
                .orElseGet(() -> "127.0.0.1:" + server.orElseThrow().port());
    }

    @Override
    public String title() {
        return title;
    }

    /** A fast stop takes less than a second; a checkpoint on a slow disk longer. */
    @Override
    public Duration patience() {
        return Duration.ofSeconds(15);
    }

    /** Everything waits for it; one that answers nobody for so long, on several connections, is not only slow. */
    @Override
    public Duration hungAfter() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Start start() throws IOException, InterruptedException {
        if (server.isEmpty()) {
            return new Theirs();
        }
        if (!server.get().hasRoom()) {
            return new Absent("The disk is full where its data lies. Free some space; it is started then.", ROOM_EVERY);
        }
        Child child = server.get().start(progress);
        return new Ours(child, server.get().program());
    }

    @Override
    public Optional<String> whyItDies(List<String> lastLines) {
        return server.map(ours -> ours.whyItDies(lastLines));
    }

    @Override
    public void check() throws IOException {
        if (server.isPresent()) {
            server.get().check();
            return;
        }
        try {
            String found = probe.orElseThrow()
                    .first("SHOW server_version", row -> row.text("server_version"))
                    .orElse("");
            if (major(found) < OLDEST) {
                throw new Refusal(
                        title + " is version " + found + ", and Aurora needs " + OLDEST
                                + " or newer: update it, or remove postgres.url so that Aurora brings its own.",
                        null);
            }
            version = found;
        } catch (DatabaseException failed) {
            if (failed.kind() == DatabaseException.Kind.DEFECT) {
                throw new Refusal(
                        title + " refuses this node: " + failed.getMessage()
                                + ". Check postgres.url, postgres.user and postgres.password.",
                        failed);
            }
            if (neverThere(failed.access())) {
                throw new Refusal(
                        title + " cannot be reached: " + failed.getMessage()
                                + ". Start that server, or correct postgres.url.",
                        failed);
            }
            throw new IOException(title + " does not answer: " + failed.getMessage(), failed);
        }
    }

    /** A server that starts up answers or keeps silent; where nobody is, waiting longer is of no use. */
    private boolean neverThere(Access access) {
        if (access != Access.NOBODY_THERE || !version.isEmpty()) {
            nobodySince = OptionalLong.empty();
            return false;
        }
        long now = clock.nanos();
        nobodySince = OptionalLong.of(nobodySince.orElse(now));
        return now - nobodySince.getAsLong() >= NOBODY_MAX.toNanos();
    }

    /** 15 of "15.18 (Debian 15.18-0+deb12u1)", of "15beta1" and of "15.18". */
    static int major(String version) {
        String digits = version.replaceFirst("\\D.*", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
