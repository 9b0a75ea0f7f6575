package aurora.engine.remote;

import java.time.Duration;

/**
 * Notices that an engine fell silent in the middle of a body that nobody can be shown before it is whole: bytes of it
 * have come, and then no more. An engine that has sent nothing yet may still be computing. Used by one thread at a
 * time.
 */
final class Stall {
    /** An engine that has begun to send what is one piece has nothing left to think about. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(20);

    private long size;
    private long sinceNanos;

    /** Whether it is too long; {@code bytes} wait to become whole, 0 when none do. */
    boolean noticed(long bytes, long now) {
        if (bytes != size) {
            size = bytes;
            sinceNanos = now;
        }
        return bytes > 0 && now - sinceNanos >= SILENCE_MAX.toNanos();
    }
}
