package aurora.engine.mock;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a mock engine has done. Thread-safe. */
final class MockStats {
    private static final int CANCELS_KEPT = 1_000;

    final LongAdder requests = new LongAdder();
    final LongAdder completed = new LongAdder();
    final LongAdder tokens = new LongAdder();
    final AtomicInteger active = new AtomicInteger();
    final AtomicInteger waiting = new AtomicInteger();
    private final ArrayDeque<Long> cancelMillis = new ArrayDeque<>();
    private long cancelled;

    synchronized void cancelledAt(long millis) {
        cancelled++;
        cancelMillis.addLast(millis);
        if (cancelMillis.size() > CANCELS_KEPT) {
            cancelMillis.removeFirst();
        }
    }

    synchronized long cancelled() {
        return cancelled;
    }

    synchronized List<Long> cancelMillis() {
        return List.copyOf(cancelMillis);
    }
}
