package aurora.auth.credential;

import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with Argon2id (RFC 9106) and compares them. A hash takes 19 MiB and tens of milliseconds of a core,
 * so one is made per two cores at a time and up to {@link #QUEUE_MAX} callers wait. Thread-safe.
 */
public final class Passwords {
    /** How many callers wait for a hash; the next one is told to come back. */
    static final int QUEUE_MAX = 32;

    /** What is used for new hashes: 19 MiB, 2 passes, 1 lane. */
    public static final Cost COST = new Cost(19 << 10, 2, 1);

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int KIBIBYTES_MAX = 1 << 20;
    private static final Duration COME_BACK = Duration.ofSeconds(2);
    private static final Pattern STORED = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final Cost cost;
    private final Ids ids;
    private final Semaphore running;
    private final Semaphore places;
    private final String nobodys;

    /** Makes hashes at {@code cost} on {@code cores}. */
    public Passwords(Cost cost, int cores, Ids ids) {
        this.cost = cost;
        this.ids = ids;
        int atOnce = Math.max(1, cores / 2);
        this.running = new Semaphore(atOnce, true);
        this.places = new Semaphore(atOnce + QUEUE_MAX);
        this.nobodys = write(new Stored(cost, bytes(SALT_BYTES), bytes(HASH_BYTES)));
    }

    /**
     * What a hash costs.
     *
     * @param kibibytes memory
     * @param passes over it
     * @param lanes side by side
     */
    public record Cost(int kibibytes, int passes, int lanes) {}

    /** The hash of {@code password} in the usual form, {@code $argon2id$v=19$m=...}. */
    public Reply<String> hash(String password, Deadline deadline) {
        byte[] salt = bytes(SALT_BYTES);
        return inTurn(deadline, () -> write(new Stored(cost, salt, argon2(password, cost, salt, HASH_BYTES))));
    }

    /** Whether {@code password} is the one {@code stored} was made of. */
    public Reply<Boolean> matches(String password, String stored, Deadline deadline) {
        Stored read = read(stored);
        return inTurn(deadline, () -> {
            byte[] made = argon2(password, read.cost(), read.salt(), read.hash().length);
            return MessageDigest.isEqual(made, read.hash());
        });
    }

    /** What {@link #matches} is asked about a user that does not exist: costs the same, and no password matches it. */
    public String nobodys() {
        return nobodys;
    }

    /** Whether {@code stored} was made with other parameters than new hashes are. */
    public boolean isOutdated(String stored) {
        return !read(stored).cost().equals(cost);
    }

    /** Runs {@code work} when its turn comes; {@code Busy} when the queue is full or the deadline passes first. */
    public <T> Reply<T> inTurn(Deadline deadline, Hashing<T> work) {
        if (!places.tryAcquire()) {
            return busy();
        }
        try {
            if (!running.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                return busy();
            }
            try {
                return Reply.ok(work.run());
            } finally {
                running.release();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return busy();
        } finally {
            places.release();
        }
    }

    private static <T> Reply<T> busy() {
        return new Reply.Busy<>(COME_BACK, "Many people are signing in at this moment; try again in a few seconds.");
    }

    private static byte[] argon2(String password, Cost cost, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.kibibytes())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] out = new byte[length];
        // The same password typed on two systems may come composed or decomposed (RFC 8265 wants one form).
        generator.generateBytes(
                Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8), out);
        return out;
    }

    private byte[] bytes(int count) {
        return Base64.getUrlDecoder().decode(ids.secret(count));
    }

    private static String write(Stored stored) {
        Base64.Encoder plain = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + stored.cost().kibibytes() + ",t="
                + stored.cost().passes() + ",p="
                + stored.cost().lanes() + "$" + plain.encodeToString(stored.salt()) + "$"
                + plain.encodeToString(stored.hash());
    }

    private static Stored read(String text) {
        Matcher matcher = STORED.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("a stored password is not an Argon2id hash");
        }
        Cost cost = new Cost(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        if (cost.kibibytes() < 8 * cost.lanes()
                || cost.kibibytes() > KIBIBYTES_MAX
                || cost.passes() < 1
                || cost.lanes() < 1) {
            throw new IllegalStateException("a stored password has parameters out of bounds");
        }
        Base64.Decoder plain = Base64.getDecoder();
        return new Stored(cost, plain.decode(matcher.group(4)), plain.decode(matcher.group(5)));
    }

    /** A piece of work for the processor. */
    public interface Hashing<T> {
        /** Does it. */
        T run();
    }

    /** A hash taken apart. A class, because records compare arrays by identity. */
    private static final class Stored {
        private final Cost cost;
        private final byte[] salt;
        private final byte[] hash;

        Stored(Cost cost, byte[] salt, byte[] hash) {
            this.cost = cost;
            this.salt = salt;
            this.hash = hash;
        }

        Cost cost() {
            return cost;
        }

        byte[] salt() {
            return salt;
        }

        byte[] hash() {
            return hash;
        }
    }
}
