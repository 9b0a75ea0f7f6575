package aurora.base;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The time of day, a monotonic timer, and waiting. Implementations are thread-safe. */
public interface Clock {

    /** The time of day, in UTC. May step back when the machine's clock is set. */
    Instant now();

    /** A timer in nanoseconds that never goes back; only differences mean something. */
    long nanos();

    /**
     * Waits.
     *
     * @throws InterruptedException when the thread is interrupted meanwhile
     */
    void pause(Duration length) throws InterruptedException;

    /** Milliseconds since 1970 by {@link #now}. */
    default long millis() {
        return now().toEpochMilli();
    }

    /** The machine's own clock. */
    static Clock system() {
        return SystemClock.ONLY;
    }

    /** The only place of the product that asks the machine for the time. */
    enum SystemClock implements Clock {
        ONLY;

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
        }
    }
}
