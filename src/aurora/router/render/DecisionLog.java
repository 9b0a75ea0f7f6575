package aurora.router.render;

import aurora.base.Caller;
import aurora.router.RouterApi.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The latest decisions, in memory. Thread-safe, without a lock. */
final class DecisionLog {
    /** How many are kept; each collection of garbage copies those that came since the last one. */
    static final int KEPT = 256;

    private final AtomicReferenceArray<Entry> ring = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong next = new AtomicLong();

    /** A decision as it stands; it changes when its answer moves or ends. One writer. */
    static final class Entry {
        private volatile Decision decision;

        Entry(Decision decision) {
            this.decision = decision;
        }

        Decision now() {
            return decision;
        }

        void set(Decision next) {
            decision = next;
        }
    }

    /** Keeps what {@code decision} holds, now and as it changes. */
    void keep(Entry decision) {
        ring.set((int) (next.getAndIncrement() % KEPT), decision);
    }

    /** The latest that {@code caller} may see, newest first: their own, or all for who administers. */
    List<Decision> latest(Caller caller, int limit) {
        boolean all = caller.administers();
        List<Decision> found = new ArrayList<>();
        long newest = next.get() - 1;
        for (long i = newest; i > newest - KEPT && i >= 0 && found.size() < limit; i--) {
            Entry kept = ring.get((int) (i % KEPT));
            if (kept == null) {
                continue;
            }
            Decision decision = kept.now();
            if (all || decision.user().equals(caller.user())) {
                found.add(decision);
            }
        }
        return List.copyOf(found);
    }

    /** {@code decision} with how long it really took. */
    static Decision over(Decision decision, double actualMillis) {
        return new Decision(
                decision.id(),
                decision.at(),
                decision.user(),
                decision.asked(),
                decision.chosen(),
                decision.why(),
                decision.candidates(),
                Optional.of(actualMillis),
                decision.missed());
    }

    /** {@code decision} with another reason. */
    static Decision because(Decision decision, String why) {
        return new Decision(
                decision.id(),
                decision.at(),
                decision.user(),
                decision.asked(),
                decision.chosen(),
                why,
                decision.candidates(),
                decision.actualMillis(),
                decision.missed());
    }
}
