package aurora.chat.conversation;

import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.DatabaseException.Kind;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One writer at a time in each conversation. Thread-safe. */
public final class Locks {
    private static final int STRIPES = 256;
    private static final int TRIES = 5;

    /** How long a writer waits for the one before it, which a slow database may hold up. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private final Duration waitMax;

    private final ReentrantLock[] stripes =
            IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    /** All free. */
    public Locks() {
        this(WAIT_MAX);
    }

    Locks(Duration waitMax) {
        this.waitMax = waitMax;
    }

    /**
     * Does {@code work}, alone in the conversation on this node; again when another node wrote first.
     *
     * @throws DatabaseException kind {@code FULL} when the writer before it takes too long
     */
    public <T> T in(String conversation, Supplier<T> work) {
        ReentrantLock lock = stripes[Math.floorMod(conversation.hashCode(), STRIPES)];
        take(lock);
        try {
            for (int left = TRIES; ; left--) {
                try {
                    return work.get();
                } catch (DatabaseException failed) {
                    if (failed.kind() != Kind.CONFLICT || left == 1) {
                        throw failed;
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void take(ReentrantLock lock) {
        try {
            if (!lock.tryLock(waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseException(
                        Kind.FULL,
                        "another change of a conversation took longer than " + waitMax.toMillis() + " ms",
                        null);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(Kind.AWAY, "interrupted while waiting for a conversation", stop);
        }
    }
}
