package aurora.ground.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class IdleHeapTest {
    private static final long MB = 1 << 20;

    private static final class Scripted implements IdleHeap.Heap {
        long committed = 50 * MB;
        long live = 40 * MB;
        long collections;
        int collected;

        @Override
        public long committed() {
            return committed;
        }

        @Override
        public long collections() {
            return collections;
        }

        @Override
        public void collect() {
            collections++;
            collected++;
            committed = live;
        }
    }

    @Test
    void givesBackWhatABurstTookOnceAndOnlyWhenIdle() {
        Scripted heap = new Scripted();
        IdleHeap idle = new IdleHeap(heap);
        assertEquals(0, idle.look());
        heap.committed = 400 * MB;
        heap.live = 150 * MB;
        heap.collections += IdleHeap.QUIET_MAX + 1;
        assertEquals(0, idle.look(), "the burst goes on");
        heap.collections += IdleHeap.QUIET_MAX;
        assertEquals(250 * MB, idle.look());
        assertEquals(0, idle.look(), "what lives is not collected again and again");
        heap.committed += IdleHeap.GROWN_MIN - 1;
        assertEquals(0, idle.look());
        heap.committed++;
        assertEquals(IdleHeap.GROWN_MIN, idle.look());
        assertEquals(2, heap.collected);
    }

    @Test
    void readsTheHeapOfThisProcess() {
        IdleHeap idle = IdleHeap.ofThisProcess();
        assertEquals(0, idle.look(), "nothing has grown between the two");
    }
}
