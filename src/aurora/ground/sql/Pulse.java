package aurora.ground.sql;

import aurora.base.Clock;
import aurora.ground.log.Log;
import aurora.ground.process.Worker;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Notices that a database has gone silent: it takes connections, as the kernel does in its place, and answers nothing.
 * When a caller of {@link Sql} has waited for a second, a connection of the pulse's own is tried; when that is not
 * greeted either, all who wait are let go, and nobody waits until it answers again. A statement that is only slow is
 * left alone. Thread-safe.
 */
final class Pulse implements AutoCloseable {
    /** How long somebody must have waited; with {@link #BEAT_MAX} and a round nobody waits longer than 5 s. */
    private static final Duration SUSPICIOUS = Duration.ofSeconds(1);

    /** How long a sound server may take to greet on a busy machine. */
    private static final Duration BEAT_MAX = Duration.ofSeconds(3);

    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Log LOG = Log.of("sql");

    private final Sql pool;
    private final Supplier<SqlAddress> address;
    private final Clock clock;
    private final Worker worker;

    /** Begins to watch over {@code pool}. */
    Pulse(Sql pool, Supplier<SqlAddress> address, Clock clock) {
        this.pool = pool;
        this.address = address;
        this.clock = clock;
        this.worker = Worker.start("sql-pulse", this::run);
    }

    private void run() throws InterruptedException {
        boolean silent = false;
        while (true) {
            clock.pause(ROUND);
            if (silent || pool.waitsFor(SUSPICIOUS)) {
                boolean answers = answers();
                if (answers == silent) {
                    LOG.warn(answers ? "sql.answers" : "sql.silent", "address", address.get());
                }
                silent = !answers;
                pool.silent(silent);
            }
        }
    }

    /** Also a refusal is an answer, and where nobody listens nobody waits. */
    private boolean answers() {
        try (Connection tried = Sql.open(address.get(), BEAT_MAX)) {
            return tried.isValid((int) BEAT_MAX.toSeconds());
        } catch (SQLException failed) {
            return !SqlErrors.caused(failed, SocketTimeoutException.class);
        }
    }

    @Override
    public void close() {
        worker.close();
        pool.silent(false);
    }
}
