package aurora.engine.mock.machine;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a mock engine has done. Thread-safe. */
public final class MockStats {
    private static final int CANCELS_KEPT = 1_000;

    private final LongAdder requests = new LongAdder();
    private final LongAdder completed = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ArrayDeque<Long> cancelMillis = new ArrayDeque<>();
    private int active;
    private long cancelled;

    /** Requests for an answer that came. */
    public LongAdder requests() {
        return requests;
    }

    /** Answers that were rendered to their end. */
    public LongAdder completed() {
        return completed;
    }

    /** Tokens that were said. */
    public LongAdder tokens() {
        return tokens;
    }

    /** Answers that are being rendered or wait for a slot. */
    public synchronized int active() {
        return active;
    }

    /** Answers that wait for a slot. */
    public AtomicInteger waiting() {
        return waiting;
    }

    /** An answer is asked for. */
    public synchronized void begins() {
        active++;
    }

    /** It is no longer active, and cancelled when it did not come to its end: nobody sees one without the other. */
    public synchronized void ends(boolean whole, long millis) {
        active--;
        if (whole) {
            return;
        }
        cancelled++;
        cancelMillis.addLast(millis);
        if (cancelMillis.size() > CANCELS_KEPT) {
            cancelMillis.removeFirst();
        }
    }

    /** Answers that ended before their end. */
    public synchronized long cancelled() {
        return cancelled;
    }

    /** When the last of them did, oldest first. */
    public synchronized List<Long> cancelMillis() {
        return List.copyOf(cancelMillis);
    }
}
