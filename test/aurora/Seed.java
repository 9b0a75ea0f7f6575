package aurora;

import java.util.concurrent.ThreadLocalRandom;

/** Where a random test begins. */
public final class Seed {
    private Seed() {}

    /** A new one, printed; or the one given by {@code -Dseed=N}, so that a failure can be repeated. */
    public static long next() {
        long seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong());
        System.out.println("seed " + seed + " (repeat it by -Dseed=" + seed + ")");
        return seed;
    }
}
