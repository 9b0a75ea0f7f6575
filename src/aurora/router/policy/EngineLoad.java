package aurora.router.policy;

import aurora.router.policy.learning.Estimate;
import aurora.router.policy.learning.Learned;
import aurora.router.policy.learning.SlotCount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one engine as a whole: its round trip, how fast it loads models, and the work that is there. Not
 * thread-safe: one owner.
 */
final class EngineLoad {
    /** Requests in flight that are rolled forward one by one; what is beyond counts as their average. */
    private static final int ROLLED_MAX = 128;

    private static final int SLOTS_MAX = SlotCount.MAX;

    /** An answer is late beyond so many times what it should take to begin, and this. */
    private static final double LATE = 2;

    private static final double LATE_MILLIS = 300;

    final Estimate network;
    final Estimate load;
    final List<Reservation> inFlight = new ArrayList<>();
    private final SlotCount slots;
    private double area;
    private long areaNanos;

    EngineLoad(Option option) {
        this.network = Estimate.ofTime(
                switch (option.kind()) {
                    case EMBEDDED -> 0.05;
                    case OLLAMA, OPENAI -> option.near() ? 1 : 25;
                },
                0.7,
                0,
                0);
        this.load = Estimate.ofTime(1.0, 0.8, 0, 0);
        this.slots = SlotCount.untold();
    }

    private EngineLoad(Estimate network, Estimate load, SlotCount slots) {
        this.network = network;
        this.load = load;
        this.slots = slots;
    }

    /** Goes on from what was learnt before a restart; empty when that is not sound. */
    static Optional<EngineLoad> restored(Learned.OfEngine from) {
        Estimate time = Estimate.ofTime(1, 1, 0, 0);
        return from.network().sound() && from.load().sound()
                ? Optional.of(new EngineLoad(
                        time.restored(from.network()),
                        time.restored(from.load()),
                        SlotCount.learnt(from.slots().orElse(0))))
                : Optional.empty();
    }

    /** What was learnt, for keeping over a restart. */
    Learned.OfEngine saved(String node, String engine) {
        Optional<Integer> known = Optional.of(slots.learnt()).filter(count -> count > 0);
        return new Learned.OfEngine(node, engine, network.saved(), load.saved(), known);
    }

    /** How many requests it works on at once: as it tells, else as it was seen to. */
    int slots(Option option) {
        return option.slots() > 0 ? option.slots() : slots.now();
    }

    /** The first part of {@code work}, which is marked as started, has come: learns how many are written at once. */
    void began(Reservation work, long nowNanos) {
        int writing = 0;
        for (Reservation each : inFlight) {
            writing += each.started ? 1 : 0;
        }
        slots.began(writing);
        double waitedMillis = (nowNanos - work.dispatchedNanos) / 1e6;
        double dueMillis = LATE * (work.forecast.load() + work.forecast.prefill()) + LATE_MILLIS;
        boolean afterAnother = work.otherEndedNanos != 0
                && (nowNanos - work.otherEndedNanos) / 1e6 < Math.max(LATE_MILLIS, 0.25 * waitedMillis);
        if (afterAnother && waitedMillis > dueMillis) {
            slots.waited(writing);
        }
    }

    /** {@code work} has ended: who waits may begin now. */
    void ended(Reservation work, long nowNanos) {
        inFlight.remove(work);
        if (work.started) {
            for (Reservation each : inFlight) {
                if (!each.started) {
                    each.otherEndedNanos = nowNanos;
                }
            }
        }
    }

    /** Adds up busy slots over time, so that the mean batch of any interval is a difference of two sums. */
    double area(int slots, long nowNanos) {
        if (nowNanos - areaNanos > 0) {
            area += Math.min(slots, inFlight.size()) * ((nowNanos - areaNanos) / 1e6);
        }
        areaNanos = nowNanos;
        return area;
    }

    /** Whether the model of {@code option} is being loaded for somebody else; then how many milliseconds are left. */
    double loadingMillis(Option option, long nowNanos) {
        double left = -1;
        for (Reservation work : inFlight) {
            if (!work.started && work.forecast.load() > 0 && work.option.place().equals(option.place())) {
                double elapsed = (nowNanos - work.dispatchedNanos) / 1e6;
                double mine = Math.max(0.05 * work.forecast.load(), work.forecast.load() - elapsed);
                left = left < 0 ? mine : Math.min(left, mine);
            }
        }
        return left;
    }

    /**
     * Rolls the work at this engine forward: fills {@code ends} with the milliseconds at which each slot ends what it
     * has, and answers the milliseconds until a new request is worked on.
     */
    double rollForward(double[] ends, int slots, long nowNanos) {
        int width = Math.min(slots, SLOTS_MAX);
        int known = inFlight.size();
        int rolled = Math.min(known, ROLLED_MAX);
        Arrays.fill(ends, 0, width, 0);
        int batch = Math.max(1, Math.min(known + 1, width));
        double prefills = 0;
        double sum = 0;
        for (int i = 0; i < rolled; i++) {
            Reservation work = inFlight.get(i);
            boolean waits = i >= width;
            double start = waits ? work.forecast.load() + work.forecast.prefill() : work.untilStartMillis(nowNanos);
            double left = start + work.tokensToCome() * work.speed.decode().at(Math.log(batch), nowNanos);
            sum += left;
            if (waits) {
                ends[earliest(ends, width)] += left;
            } else {
                ends[i] = left;
                prefills += start;
            }
        }
        if (known > rolled) {
            double more = (known - rolled) * (sum / rolled) / width;
            for (int i = 0; i < width; i++) {
                ends[i] += more;
            }
        }
        return known < width ? prefills : ends[earliest(ends, width)];
    }

    /** How long {@code tokens} take from {@code from} on, while others' slots end at {@code ends}. */
    static double decodeMillis(double[] ends, int slots, double from, double tokens, BatchGap gap) {
        int width = Math.min(slots, SLOTS_MAX);
        double at = from;
        double left = tokens;
        double spent = 0;
        while (left > 0) {
            int others = 0;
            double next = Double.POSITIVE_INFINITY;
            for (int i = 0; i < width; i++) {
                if (ends[i] > at + 1e-9) {
                    others++;
                    next = Math.min(next, ends[i]);
                }
            }
            double each = gap.millis(Math.min(width, others + 1));
            double length = Math.min(left * each, next - at);
            spent += length;
            left = length >= left * each ? 0 : left - length / each;
            at += length;
        }
        return spent;
    }

    private static int earliest(double[] ends, int width) {
        int best = 0;
        for (int i = 1; i < width; i++) {
            if (ends[i] < ends[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Room that {@link #rollForward} needs. */
    static double[] room() {
        return new double[SLOTS_MAX];
    }

    /** Milliseconds per token in a batch. */
    interface BatchGap {
        double millis(int batch);
    }
}
