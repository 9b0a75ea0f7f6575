package aurora.chat.transfer;

import aurora.base.Reply;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Who imports now: each user once, and few together, for an import holds a whole file in memory. Thread-safe.
 */
final class Seats {
    /** Imports of the node at once. */
    static final int NODE_MAX = 4;

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Set<String> taken = new HashSet<>();

    /** A place for an import of {@code user}, which is given back by closing it. */
    synchronized Reply<Seat> take(String user) {
        if (taken.contains(user)) {
            return new Reply.Busy<>(SOON, "Another import of yours is running. Try again when it has ended.");
        }
        if (taken.size() >= NODE_MAX) {
            return new Reply.Busy<>(
                    SOON,
                    "This node takes in " + NODE_MAX + " imports at once, and as many are running. Try again soon.");
        }
        taken.add(user);
        return Reply.ok(new Seat(user));
    }

    private synchronized void leave(String user) {
        taken.remove(user);
    }

    /** A place that is held until it is closed, once. */
    final class Seat implements AutoCloseable {
        private final String user;

        private Seat(String user) {
            this.user = user;
        }

        @Override
        public void close() {
            leave(user);
        }
    }
}
