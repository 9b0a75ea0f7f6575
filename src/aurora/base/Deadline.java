package aurora.base;

import java.time.Duration;

/** The moment after which nobody waits for an answer any more. Travels between nodes as remaining milliseconds. */
public record Deadline(Clock clock, long atNanos) {

    /** A deadline {@code length} from now. */
    public static Deadline after(Clock clock, Duration length) {
        return new Deadline(clock, clock.nanos() + length.toNanos());
    }

    /** What is left; zero, never negative, when it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, atNanos - clock.nanos()));
    }

    /** Whether it has passed. */
    public boolean passed() {
        return atNanos - clock.nanos() <= 0;
    }

    /** The earlier of this and {@code length} from now. */
    public Deadline within(Duration length) {
        long other = clock.nanos() + length.toNanos();
        return other - atNanos < 0 ? new Deadline(clock, other) : this;
    }
}
