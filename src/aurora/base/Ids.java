package aurora.base;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes identifiers and secrets. Thread-safe. */
public final class Ids {
    private static final String RFC_4648_LOWER = "abcdefghijklmnopqrstuvwxyz234567";

    private final Clock clock;
    private final RandomGenerator random;
    private final Supplier<RandomGenerator> quick;

    /** Ids from {@code clock} and {@code random}; tests pass seeded ones. */
    public Ids(Clock clock, RandomGenerator random) {
        this(clock, random, () -> random);
    }

    private Ids(Clock clock, RandomGenerator random, Supplier<RandomGenerator> quick) {
        this.clock = clock;
        this.random = random;
        this.quick = quick;
    }

    /** Ids from the machine's clock and its secure random source. */
    public static Ids secure() {
        return new Ids(Clock.system(), new SecureRandom(), ThreadLocalRandom::current);
    }

    /** A UUID version 7 (RFC 9562): sorts by the millisecond it was made in. */
    public UUID uuid() {
        long high = (clock.millis() << 16) | 0x7000L | (random.nextLong() & 0x0FFFL);
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /** {@link #uuid} as text, 36 characters. */
    public String next() {
        return uuid().toString();
    }

    /** A short id of 13 lower-case characters (64 random bits) that need not be hard to guess: request ids. */
    public String brief() {
        long bits = quick.get().nextLong();
        StringBuilder out = new StringBuilder(13);
        for (int i = 0; i < 13; i++) {
            out.append(RFC_4648_LOWER.charAt((int) (bits & 31)));
            bits >>>= 5;
        }
        return out.toString();
    }

    /** A secret of {@code bytes} random bytes in base64url without padding. */
    public String secret(int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }

    /** A random number from 0 to 1, for jitter. */
    public double fraction() {
        return quick.get().nextDouble();
    }
}
