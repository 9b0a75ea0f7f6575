package aurora.ground.sql;

import aurora.base.Clock;
import aurora.ground.log.Log;
import aurora.ground.sql.DatabaseException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A database through a bounded pool of connections. Connections are opened when needed, so this may be made before
 * the database runs, and goes on by itself after the database was restarted. Thread-safe; made for virtual threads.
 */
public final class Sql implements Statements, AutoCloseable {
    /** Connections of one pool unless said otherwise. */
    public static final int CONNECTIONS = 16;

    /** How long a caller waits for a connection. */
    public static final Duration WAIT_MAX = Duration.ofSeconds(5);

    /** How long a server may take to greet; a listening one that hangs never does. */
    private static final Duration GREETING_MAX = Duration.ofSeconds(3);

    /** A connection idle for longer is tried before it is lent. */
    private static final Duration TRUSTED = Duration.ofSeconds(1);

    private static final Log LOG = Log.of("sql");

    private final Supplier<SqlAddress> address;
    private final Clock clock;
    private final Duration waitMax;
    private final Semaphore permits;
    private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger epoch = new AtomicInteger();
    private final Set<Loan> loans = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;
    private volatile boolean closed;

    /** A pool of at most {@code size} connections to {@code address}. */
    public Sql(SqlAddress address, int size, Clock clock) {
        this(() -> address, size, clock, WAIT_MAX);
    }

    /** The same for a server that may come back on another port: {@code address} is asked for each new connection. */
    public Sql(Supplier<SqlAddress> address, int size, Clock clock) {
        this(address, size, clock, WAIT_MAX);
    }

    Sql(Supplier<SqlAddress> address, int size, Clock clock, Duration waitMax) {
        this.address = address;
        this.clock = clock;
        this.waitMax = waitMax;
        this.permits = new Semaphore(size, true);
    }

    @Override
    public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
        return with(statements -> statements.query(sql, reader, parameters));
    }

    @Override
    public <T> Optional<T> first(String sql, RowReader<T> reader, Object... parameters) {
        return with(statements -> statements.first(sql, reader, parameters));
    }

    @Override
    public int update(String sql, Object... parameters) {
        return with(statements -> statements.update(sql, parameters));
    }

    @Override
    public void script(String sql) {
        with(statements -> {
            statements.script(sql);
            return true;
        });
    }

    /** Runs {@code work} in one transaction: all of it happens, or, when it throws, nothing. */
    public <T> T transaction(Function<Statements, T> work) {
        return lend(connection -> {
            connection.setAutoCommit(false);
            T result = work.apply(new ConnectionStatements(connection));
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        });
    }

    /**
     * Calls {@code listener} with the text of each {@code NOTIFY} on {@code channel}, on a thread of its own, until
     * closed. Text that was sent while the database was away is lost: after each (re)connection the listener gets an
     * empty text first, meaning "anything may have happened".
     */
    public AutoCloseable listen(String channel, Consumer<String> listener) {
        return new Listening(address, channel, listener, clock);
    }

    /**
     * Watches over this pool until closed, so that nobody waits long for a server that hangs: who does gets a failure
     * of kind {@code AWAY} after about 5 s instead of the time that a statement may take.
     */
    public AutoCloseable watch() {
        return new Pulse(this, address, clock);
    }

    /** Whether somebody has waited for an answer for {@code length}. */
    boolean waitsFor(Duration length) {
        long now = clock.nanos();
        return loans.stream().anyMatch(loan -> now - loan.sinceNanos() >= length.toNanos());
    }

    /** The database has gone silent: those who wait are let go, and nobody waits. Or it answers again. */
    void silent(boolean now) {
        silent = now;
        if (now) {
            epoch.incrementAndGet();
            loans.stream().flatMap(loan -> loan.connection().stream()).forEach(Sql::abort);
        }
    }

    /** Closes the idle connections; those lent are closed when they come back. */
    @Override
    public void close() {
        closed = true;
        for (Idle left = idle.pollFirst(); left != null; left = idle.pollFirst()) {
            close(left.connection());
        }
    }

    /** Opens a connection that is nobody's. {@code reads} bounds a read of its socket; zero: unbounded. */
    static Connection open(SqlAddress address, Duration reads) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("ApplicationName", "aurora");
        settings.setProperty("connectTimeout", "3");
        Duration greeting = reads.isZero() || reads.compareTo(GREETING_MAX) > 0 ? GREETING_MAX : reads;
        settings.setProperty("socketTimeout", String.valueOf(greeting.toSeconds()));
        settings.setProperty("tcpKeepAlive", "true");
        String options = "-c statement_timeout=" + address.statementMax().toMillis()
                + " -c idle_in_transaction_session_timeout=60000";
        settings.setProperty("options", address.role().isEmpty() ? options : options + " -c role=" + address.role());
        if (!address.user().isEmpty()) {
            settings.setProperty("user", address.user());
        }
        if (!address.password().isEmpty()) {
            settings.setProperty("password", address.password());
        }
        Connection connection = new Driver().connect(address.url(), settings);
        if (connection == null) {
            throw new SQLException(
                    "\"" + address.shown() + "\" is not a URL of the form jdbc:postgresql://host:port/database");
        }
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(reads.toMillis()));
        return connection;
    }

    private <T> T with(Function<Statements, T> work) {
        return lend(connection -> work.apply(new ConnectionStatements(connection)));
    }

    private <T> T lend(Work<T> work) {
        acquire();
        @Nullable Idle lent = null;
        boolean sound = false;
        Loan loan = new Loan(clock.nanos());
        loans.add(loan);
        try {
            lent = takeOrOpen();
            loan.lend(lent.connection());
            refuseInSilence();
            T result = work.on(lent.connection());
            sound = true;
            return result;
        } catch (SQLException failed) {
            throw SqlErrors.of(failed);
        } finally {
            loans.remove(loan);
            if (lent != null) {
                giveBack(lent, sound);
            }
            permits.release();
        }
    }

    private void acquire() {
        if (closed) {
            throw new DatabaseException(Kind.AWAY, "the node is stopping", null);
        }
        refuseInSilence();
        try {
            if (!permits.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseException(
                        Kind.FULL,
                        "no connection to the database became free within " + waitMax.toMillis() + " ms",
                        null);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(Kind.AWAY, "interrupted while waiting for the database", stop);
        }
    }

    private void refuseInSilence() {
        if (silent) {
            throw new DatabaseException(Kind.AWAY, "the database does not answer", null);
        }
    }

    private Idle takeOrOpen() throws SQLException {
        for (Idle next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            if (next.epoch() == epoch.get()) {
                if (clock.nanos() - next.sinceNanos() < TRUSTED.toNanos()
                        || next.connection().isValid(2)) {
                    return next;
                }
                epoch.incrementAndGet();
            }
            close(next.connection());
        }
        refuseInSilence();
        SqlAddress now = address.get();
        return new Idle(open(now, now.statementMax().plusSeconds(1)), epoch.get(), clock.nanos());
    }

    /**
     * A connection that failed is lent again only when it is whole and outside a transaction; one that broke makes the
     * idle ones suspect.
     */
    private void giveBack(Idle lent, boolean sound) {
        Connection connection = lent.connection();
        try {
            if (connection.isClosed()) {
                epoch.incrementAndGet();
                return;
            }
            if (!sound && !connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            if (!closed) {
                idle.addFirst(new Idle(connection, lent.epoch(), clock.nanos()));
                return;
            }
        } catch (SQLException broken) {
            LOG.info("sql.connection.dropped", "state", String.valueOf(broken.getSQLState()));
        }
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException broken) {
            LOG.info("sql.connection.dropped", "state", String.valueOf(broken.getSQLState()));
        }
    }

    /** Ends a read that waits for an answer. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException broken) {
            LOG.info("sql.connection.dropped", "state", String.valueOf(broken.getSQLState()));
        }
    }

    private record Idle(Connection connection, int epoch, long sinceNanos) {}

    /** Somebody who has a place in the pool, and a connection as soon as there is one. Thread-safe. */
    private static final class Loan {
        private final long sinceNanos;
        private volatile @Nullable Connection lent;

        Loan(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }

        long sinceNanos() {
            return sinceNanos;
        }

        void lend(Connection connection) {
            lent = connection;
        }

        Optional<Connection> connection() {
            return Optional.ofNullable(lent);
        }
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }
}
