package aurora.chat.conversation;

import aurora.base.Events;
import aurora.chat.ChatApi.Changed;
import aurora.chat.ChatApi.Summary;
import aurora.ground.bus.Bus;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * Tells a user's pages what changed. A hint says which conversation; what it is now is read from the data.
 * Thread-safe.
 */
public final class Changes {
    /** Conversations a reader may be behind by; beyond, it is told to read its list again. */
    public static final int BEHIND_MAX = 256;

    private final Bus bus;
    private final BiFunction<String, String, Optional<Summary>> summary;

    /** {@code summary} finds a user's conversation: user and id to what the list shows. */
    Changes(Bus bus, BiFunction<String, String, Optional<Summary>> summary) {
        this.bus = bus;
        this.summary = summary;
    }

    /** Something changed in a conversation of {@code user}. */
    public void tell(String user, String conversation) {
        bus.publish(channel(user), conversation);
    }

    /** What changes from now on. */
    public Events<Changed> listen(String user) {
        Listener listener = new Listener(user);
        listener.subscription = Optional.of(bus.subscribe(channel(user), listener::hear));
        return listener;
    }

    private static String channel(String user) {
        return "aurora:chat:" + user;
    }

    private final class Listener implements Events<Changed> {
        private final String user;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition news = lock.newCondition();
        private final SequencedSet<String> waiting = new LinkedHashSet<>();
        private volatile Optional<Bus.Subscription> subscription = Optional.empty();
        private boolean overflown;
        private boolean closed;
        private long count;

        Listener(String user) {
            this.user = user;
        }

        void hear(String conversation) {
            lock.lock();
            try {
                if (overflown || closed) {
                    return;
                }
                waiting.add(conversation);
                if (waiting.size() > BEHIND_MAX) {
                    waiting.clear();
                    overflown = true;
                }
                news.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Next<Changed> next(Duration wait) throws InterruptedException {
            String conversation;
            lock.lockInterruptibly();
            try {
                long left = wait.toNanos();
                while (!closed && !overflown && waiting.isEmpty()) {
                    if (left <= 0) {
                        return new Idle<>();
                    }
                    left = news.awaitNanos(left);
                }
                if (closed) {
                    return new End<>();
                }
                conversation = overflown ? "" : waiting.removeFirst();
                overflown = false;
                count++;
            } finally {
                lock.unlock();
            }
            Optional<Summary> now = conversation.isEmpty() ? Optional.empty() : summary.apply(user, conversation);
            return new Item<>(count, new Changed(conversation, now));
        }

        @Override
        public void close() {
            subscription.ifPresent(Bus.Subscription::close);
            lock.lock();
            try {
                closed = true;
                news.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
