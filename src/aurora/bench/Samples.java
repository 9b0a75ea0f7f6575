package aurora.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Durations in nanoseconds, collected by many threads up to a bound, read after they have ended. */
final class Samples {
    private final long[] values;
    private final AtomicInteger count = new AtomicInteger();

    Samples(int max) {
        this.values = new long[max];
    }

    void add(long nanos) {
        int at = count.getAndIncrement();
        if (at < values.length) {
            values[at] = nanos;
        }
    }

    /** How many came, those beyond the bound included. */
    int count() {
        return count.get();
    }

    /** The value that {@code share} of all do not exceed, in milliseconds; 0 when there is none. */
    double millis(double share) {
        int kept = Math.min(count.get(), values.length);
        if (kept == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(values, kept);
        Arrays.sort(sorted);
        return sorted[Math.min(kept - 1, (int) (share * kept))] / 1e6;
    }
}
