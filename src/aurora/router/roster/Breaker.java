package aurora.router.roster;

import java.time.Duration;
import java.util.Optional;

/**
 * Keeps requests away from an engine, or one model of it, that fails, and lets single ones through to see whether it
 * is well again. Busy is not dead: an engine that says so is left alone for a moment, and that opens nothing.
 * Thread-safe; the time is an argument, in nanoseconds.
 */
public final class Breaker {
    private static final int FAILURES_MAX = 3;
    private static final long SHORT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LONG_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long OPEN_NANOS_MAX = Duration.ofSeconds(30).toNanos();
    private static final long BUSY_NANOS = Duration.ofMillis(100).toNanos();
    private static final long BUSY_NANOS_MAX = Duration.ofSeconds(5).toNanos();

    private final String subject;
    private volatile boolean quiet = true;
    private int failures;
    private boolean open;
    private long openUntil;
    private long openNanos;
    private String why = "";
    private boolean trial;
    private boolean busy;
    private long busyUntil;
    private long busyNanos;

    /** Closed; {@code subject} begins the sentences that say what failed. */
    Breaker(String subject) {
        this.subject = subject;
    }

    /** Ways to fail, by how much they cost a reader. */
    public enum Fault {
        /** It cannot be reached: opens at once, shortly. */
        AWAY,
        /** Nothing came for too long: opens at once, for longer. */
        HUNG,
        /** It broke an answer off or reported an error: opens when it happens three times in a row. */
        BROKE
    }

    /**
     * Why the engine is not to be asked now; empty when it may be. Of an open breaker's engine one trial may be made.
     */
    Optional<String> refusal(long now) {
        if (quiet) {
            return Optional.empty();
        }
        synchronized (this) {
            if (open && (trial || now - openUntil < 0)) {
                return Optional.of(subject + " failed lately (" + why + ") and is left alone for a moment.");
            }
            if (busy && now - busyUntil < 0) {
                return Optional.of(subject + " said that it is busy and is left alone for a moment.");
            }
            return Optional.empty();
        }
    }

    /** How long the engine has asked to be left alone; zero when it has not. */
    public synchronized Duration busyFor(long now) {
        return busy && now - busyUntil < 0 ? Duration.ofNanos(busyUntil - now) : Duration.ZERO;
    }

    /**
     * Takes the right to ask now. Of an open breaker's engine only one at a time gets it; it must be given back by
     * one of the other methods.
     *
     * @param last whether there is no other engine to ask, so that an open breaker's time is cut short
     */
    public boolean enter(long now, boolean last) {
        if (quiet) {
            return true;
        }
        synchronized (this) {
            if (open) {
                if (trial || (!last && now - openUntil < 0)) {
                    return false;
                }
                trial = true;
            }
            return true;
        }
    }

    /** The engine worked: all is forgotten. */
    public void worked() {
        if (quiet) {
            return;
        }
        synchronized (this) {
            failures = 0;
            open = false;
            openNanos = 0;
            trial = false;
            busy = false;
            busyNanos = 0;
            quiet = true;
        }
    }

    /** The engine answers questions again: the next request is the trial, without more waiting. */
    synchronized void answersAgain(long now) {
        if (open) {
            openUntil = now;
        }
    }

    /** The request ended without telling anything about the engine. */
    public synchronized void learntNothing() {
        trial = false;
    }

    /** The engine said it is busy, and to come back after {@code wait}. */
    public synchronized void busy(Duration wait, long now) {
        quiet = false;
        trial = false;
        busyNanos = Math.min(BUSY_NANOS_MAX, Math.max(BUSY_NANOS, 2 * busyNanos));
        busy = true;
        busyUntil = now + Math.min(busyNanos, Math.max(BUSY_NANOS, wait.toNanos()));
    }

    /** The engine failed. */
    public synchronized void failed(Fault fault, String reason, long now) {
        quiet = false;
        failures++;
        boolean wasTrial = open && trial;
        trial = false;
        boolean atOnce = fault != Fault.BROKE || wasTrial || failures >= FAILURES_MAX;
        if (atOnce && (!open || wasTrial || now - openUntil >= 0)) {
            long least = fault == Fault.HUNG ? LONG_NANOS : SHORT_NANOS;
            openNanos = Math.min(OPEN_NANOS_MAX, Math.max(least, 2 * openNanos));
            open = true;
            openUntil = now + openNanos;
            why = reason;
        }
    }
}
