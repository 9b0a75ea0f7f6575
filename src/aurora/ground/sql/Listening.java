package aurora.ground.sql;

import aurora.base.Clock;
import aurora.ground.log.Log;
import aurora.ground.process.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A connection that hears {@code NOTIFY}, reopened with growing pauses while the database is away. */
final class Listening implements AutoCloseable {
    private static final Duration PAUSE_MIN = Duration.ofMillis(200);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    private static final int WAIT_MILLIS = 10_000;
    private static final Log LOG = Log.of("sql");

    private final Supplier<SqlAddress> address;
    private final String channel;
    private final Consumer<String> listener;
    private final Clock clock;
    private final Worker worker;
    private volatile boolean closed;

    Listening(Supplier<SqlAddress> address, String channel, Consumer<String> listener, Clock clock) {
        if (!channel.matches("[a-z_]{1,40}")) {
            throw new IllegalArgumentException("a channel is 1 to 40 lower-case letters, not \"" + channel + "\"");
        }
        this.address = address;
        this.channel = channel;
        this.listener = listener;
        this.clock = clock;
        this.worker = Worker.start("sql-listen-" + channel, this::run);
    }

    @Override
    public void close() {
        closed = true;
        worker.close();
    }

    private void run() throws InterruptedException {
        Duration pause = PAUSE_MIN;
        while (!closed) {
            try (Connection connection = Sql.open(address.get(), Duration.ZERO);
                    Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + channel);
                pause = PAUSE_MIN;
                tell("");
                hear(connection.unwrap(PGConnection.class));
            } catch (SQLException away) {
                if (!closed) {
                    LOG.info("sql.listen.away", "channel", channel, "state", String.valueOf(away.getSQLState()));
                }
            }
            if (!closed) {
                clock.pause(pause);
                pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause.multipliedBy(2);
            }
        }
    }

    private void hear(PGConnection connection) throws SQLException {
        while (!closed) {
            for (PGNotification note : connection.getNotifications(WAIT_MILLIS)) {
                tell(note.getParameter());
            }
        }
    }

    private void tell(String text) {
        try {
            listener.accept(text);
        } catch (RuntimeException defect) {
            LOG.error("sql.listener.failed", defect, "channel", channel);
        }
    }
}
