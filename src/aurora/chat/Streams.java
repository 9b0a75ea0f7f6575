package aurora.chat;

import aurora.base.Events;
import aurora.base.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Counts each user's open streams, and closes all of them at the end. Thread-safe. */
final class Streams implements AutoCloseable {
    /** Open streams of one user. */
    static final int USER_MAX = 64;

    private final Map<String, Integer> open = new HashMap<>();
    private final Set<Events<?>> all = new HashSet<>();
    private boolean closed;

    /** Opens a stream that {@code make} makes at once; {@code Busy} when the user has too many. */
    synchronized <T> Reply<Events<T>> open(String user, Supplier<Events<T>> make) {
        int mine = open.getOrDefault(user, 0);
        if (closed) {
            return new Reply.Unavailable<>("chat", "The node is stopping; connect again in a moment.");
        }
        if (mine >= USER_MAX) {
            return new Reply.Busy<>(
                    Duration.ofSeconds(5),
                    "You have " + USER_MAX + " streams open, the most there may be. Close some pages and try again.");
        }
        Events<T> events = new Counted<>(user, make.get());
        open.put(user, mine + 1);
        all.add(events);
        return Reply.ok(events);
    }

    @Override
    public void close() {
        List<Events<?>> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(all);
        }
        left.forEach(Events::close);
    }

    private synchronized void gone(String user, Events<?> events) {
        if (all.remove(events)) {
            open.computeIfPresent(user, (name, n) -> n == 1 ? null : n - 1);
        }
    }

    private final class Counted<T> implements Events<T> {
        private final String user;
        private final Events<T> inner;

        Counted(String user, Events<T> inner) {
            this.user = user;
            this.inner = inner;
        }

        @Override
        public Next<T> next(Duration wait) throws InterruptedException {
            return inner.next(wait);
        }

        @Override
        public void close() {
            gone(user, this);
            inner.close();
        }
    }
}
