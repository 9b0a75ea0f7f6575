package aurora.engine.embedded.answer;

import aurora.base.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Who may compute now, and who waits, first come first served. Thread-safe. */
public final class Slots {
    /** More than this many waiting are turned away. */
    public static final int QUEUE_MAX = 64;

    private final int slots;
    private final List<Ticket> holders = new ArrayList<>();
    private final ArrayDeque<Ticket> waiting = new ArrayDeque<>();

    /** {@code slots} places to compute in. */
    public Slots(int slots) {
        this.slots = slots;
    }

    /**
     * A place in the queue; empty when it is full.
     *
     * @param deadline after which the place may be taken away when somebody else needs it
     * @param expire ends the work of a holder that never comes back; must give the place back
     */
    Optional<Ticket> enter(Deadline deadline, Runnable expire) {
        expired().forEach(ticket -> ticket.expire.run());
        synchronized (this) {
            if (waiting.size() >= QUEUE_MAX) {
                return Optional.empty();
            }
            Ticket ticket = new Ticket(deadline, expire);
            waiting.add(ticket);
            promote();
            return Optional.of(ticket);
        }
    }

    /** How many hold a slot. */
    synchronized int holding() {
        return holders.size();
    }

    /** How many wait for a slot. */
    public synchronized int queued() {
        return waiting.size();
    }

    private synchronized List<Ticket> expired() {
        List<Ticket> all = new ArrayList<>(holders);
        all.addAll(waiting);
        all.removeIf(ticket -> !ticket.deadline.passed());
        return all;
    }

    private void promote() {
        while (holders.size() < slots && !waiting.isEmpty()) {
            Ticket next = waiting.remove();
            holders.add(next);
            next.granted.countDown();
        }
    }

    /** One place. */
    final class Ticket {
        private final Deadline deadline;
        private final Runnable expire;
        private final CountDownLatch granted = new CountDownLatch(1);

        private Ticket(Deadline deadline, Runnable expire) {
            this.deadline = deadline;
            this.expire = expire;
        }

        /** Whether the slot is ours, after waiting for it at most {@code wait}. */
        boolean await(Duration wait) throws InterruptedException {
            return granted.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        }

        /** Gives the place back; more than once does nothing. */
        void leave() {
            synchronized (Slots.this) {
                if (holders.remove(this) || waiting.remove(this)) {
                    promote();
                }
            }
        }
    }
}
