package aurora.base;

import java.time.Duration;

/**
 * A stream that its reader pulls. One reader at a time. {@link #close} may be called from any thread and tells the
 * producer that nobody reads any more.
 *
 * @param <T> what is streamed
 */
public interface Events<T> extends AutoCloseable {

    /** What a pull yields. */
    sealed interface Next<T> {}

    /** The next item; {@code id} grows by each item, so that a reader can come back with the last it saw. */
    record Item<T>(long id, T value) implements Next<T> {}

    /** Nothing came within the time given; the stream goes on. */
    record Idle<T>() implements Next<T> {}

    /** The stream is over. */
    record End<T>() implements Next<T> {}

    /**
     * Waits for the next item.
     *
     * @param wait at most this long
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    Next<T> next(Duration wait) throws InterruptedException;

    @Override
    void close();
}
