package aurora.ground.bus;

import java.util.function.Consumer;

/**
 * Instant signals by channel. At most once, no history, no order between channels; whatever must not be missed is
 * read from the data after the hint. Thread-safe.
 */
public interface Bus extends AutoCloseable {

    /**
     * Tells every listener of {@code channel} in this process at once, and those elsewhere while Redis is up. Never
     * blocks, never fails.
     */
    void publish(String channel, String text);

    /**
     * Listens until closed. {@code listener} is called on a thread of the publisher or of the bus, must not block,
     * and what it throws is logged.
     */
    Subscription subscribe(String channel, Consumer<String> listener);

    @Override
    void close();

    /** A listener's place on the bus. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
