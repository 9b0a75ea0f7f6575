package aurora.engine.mock;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The faults that are set, met in turn. Thread-safe. */
final class MockFaults {
    private final ConcurrentLinkedQueue<MockFault> queue = new ConcurrentLinkedQueue<>();

    void add(MockFault fault) {
        queue.add(fault);
    }

    void clear() {
        queue.clear();
    }

    /** The fault the next request meets; null when none. */
    @Nullable
    MockFault take() {
        for (MockFault first = queue.peek(); first != null; first = queue.peek()) {
            if (first.left().getAndDecrement() > 0) {
                return first;
            }
            queue.remove(first);
        }
        return null;
    }
}
