package aurora.engine.mock.machine;

import java.util.concurrent.atomic.AtomicLong;

/** Numbers that look random and are the same for the same seed (Steele, Lea and Flood's SplitMix64). Thread-safe. */
public final class MockNoise {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final AtomicLong state;

    /** Noise that is the same for the same {@code seed}. */
    public MockNoise(long seed) {
        this.state = new AtomicLong(seed);
    }

    /** The next number from -1 to 1. */
    public double next() {
        long z = state.addAndGet(GOLDEN);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-52 - 1;
    }
}
