package aurora.ground.process;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * Gives memory back to the machine. The serial collector makes the heap smaller only in a full collection, and after a
 * burst an idle node may not have one for days; the machine's other programs, engines among them, need that memory
 * more. Used by one thread.
 */
public final class IdleHeap {
    /** Grown by less, it is left alone. */
    static final long GROWN_MIN = 64L << 20;

    /** So many collections between two looks and the node is not idle: a pause would be felt. */
    static final long QUIET_MAX = 2;

    private final Heap heap;
    private long floor;
    private long collections;

    /** The heap that is looked after. */
    interface Heap {
        /** Bytes it takes from the machine. */
        long committed();

        /** Collections so far. */
        long collections();

        /** Collects all of it. */
        void collect();
    }

    /** Looks after the heap of this process. */
    public static IdleHeap ofThisProcess() {
        return new IdleHeap(new Heap() {
            @Override
            public long committed() {
                return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
            }

            @Override
            public long collections() {
                return ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                        .sum();
            }

            @Override
            public void collect() {
                ManagementFactory.getMemoryMXBean().gc();
            }
        });
    }

    IdleHeap(Heap heap) {
        this.heap = heap;
        this.floor = heap.committed();
        this.collections = heap.collections();
    }

    /**
     * Collects when the heap has grown since it was last collected here and little happened since the look before.
     *
     * @return the bytes that the machine got back
     */
    public long look() {
        long before = heap.committed();
        long now = heap.collections();
        boolean quiet = now - collections <= QUIET_MAX;
        collections = now;
        if (!quiet || before - floor < GROWN_MIN) {
            return 0;
        }
        heap.collect();
        floor = heap.committed();
        collections = heap.collections();
        return Math.max(0, before - floor);
    }
}
