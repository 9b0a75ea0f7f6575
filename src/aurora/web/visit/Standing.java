package aurora.web.visit;

import aurora.base.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Whether whoever opened a long answer may still read it. Looked at once a second and not for each piece, because
 * checking a token's signature costs more than a piece does; who reads waits no longer than {@link #EVERY} for the next
 * piece, so that the answer ends two seconds after its right at the latest. For one thread.
 */
public final class Standing {
    /** How often it is looked at, and how long a reader waits at most before it asks again. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    private final Clock clock;
    private final BooleanSupplier known;
    private long lookedNanos;

    /** {@code known} tells whether the caller is known; it was until now. */
    public Standing(Clock clock, BooleanSupplier known) {
        this.clock = clock;
        this.known = known;
        this.lookedNanos = clock.nanos();
    }

    /** Whether the right is gone. */
    public boolean lost() {
        long now = clock.nanos();
        if (now - lookedNanos < EVERY.toNanos()) {
            return false;
        }
        lookedNanos = now;
        return !known.getAsBoolean();
    }
}
