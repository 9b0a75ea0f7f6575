package aurora.engine.mock.machine;

import aurora.engine.mock.MockProfile.MockModel;
import aurora.ground.http.raw.RawExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The slots of one model: who comes when all are taken waits in turn, and leaves the row when its client leaves.
 * Thread-safe.
 */
public final class MockSlots {
    /** How often a request that waits looks whether its client has left. */
    private static final long LOOK_MILLIS = 50;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Semaphore> row = new ArrayDeque<>();
    private int free;

    MockSlots(MockModel model) {
        this.free = model.slots();
    }

    /** Waits for a slot; false when the client left first. */
    public boolean acquire(RawExchange exchange, MockStats stats) throws IOException, InterruptedException {
        Semaphore turn = new Semaphore(0);
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return true;
            }
            row.addLast(turn);
        } finally {
            lock.unlock();
        }
        stats.waiting().incrementAndGet();
        boolean mine = false;
        try {
            while (!mine) {
                mine = turn.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (!mine && !exchange.pause(Duration.ofNanos(1))) {
                    break;
                }
            }
        } finally {
            stats.waiting().decrementAndGet();
            if (!mine) {
                leave(turn);
            }
        }
        return mine;
    }

    /** Gives the slot to who waits longest. */
    public void release() {
        lock.lock();
        try {
            Semaphore next = row.pollFirst();
            if (next == null) {
                free++;
            } else {
                next.release();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives up the place in the row, or passes on a slot that was given meanwhile. */
    private void leave(Semaphore turn) {
        lock.lock();
        try {
            if (!row.remove(turn) && turn.tryAcquire()) {
                release();
            }
        } finally {
            lock.unlock();
        }
    }
}
