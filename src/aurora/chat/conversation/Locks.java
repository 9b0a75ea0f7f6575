package aurora.chat.conversation;

import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.DatabaseException.Kind;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One writer at a time in each conversation. Thread-safe. */
public final class Locks {
    private static final int STRIPES = 256;
    private static final int TRIES = 5;

    private final ReentrantLock[] stripes =
            IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    /** Does {@code work}, alone in the conversation on this node; again when another node wrote first. */
    public <T> T in(String conversation, Supplier<T> work) {
        ReentrantLock lock = stripes[Math.floorMod(conversation.hashCode(), STRIPES)];
        lock.lock();
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
}
