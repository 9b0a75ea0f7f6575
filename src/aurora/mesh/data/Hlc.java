package aurora.mesh.data;

import aurora.base.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The hybrid logical clock of a node (Kulkarni and others, 2014): follows the time of day, is later than every stamp
 * it has seen, and never goes back when the machine's clock does. A stamp is milliseconds shifted left by 16 plus a
 * counter; more than 65,536 stamps in a millisecond run on into the next. Thread-safe.
 */
final class Hlc {
    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    Hlc(Clock clock) {
        this.clock = clock;
    }

    /** A stamp later than every one made or seen. */
    long next() {
        return last.updateAndGet(before -> Math.max(before + 1, clock.millis() << 16));
    }

    /** Takes note of a stamp made elsewhere. */
    void saw(long stamp) {
        last.accumulateAndGet(stamp, Math::max);
    }
}
