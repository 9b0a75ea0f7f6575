package aurora.router.policy;

import aurora.engine.Usage;
import aurora.router.policy.learning.Learned;
import java.util.List;

/** The one policy of this node, for many threads at once: each call holds its lock for microseconds. Thread-safe. */
public final class Desk {
    private final Policy policy = new Policy();
    private int inFlight;

    /** A ranking, and the reservation of its best when there is one. */
    public record Decided(Ranking ranking, List<Reservation> best) {}

    /** Ranks {@code options} and reserves the best, in one go. */
    public synchronized Decided decide(Ask ask, List<Option> options, long now) {
        Ranking ranking = policy.decide(ask, options, now);
        return new Decided(
                ranking,
                ranking.scored().isEmpty()
                        ? List.of()
                        : List.of(reserve(ask, ranking.scored().getFirst(), now)));
    }

    /** Counts the request as work at {@code choice} from now on. */
    public synchronized Reservation reserve(Ask ask, Ranking.Scored choice, long now) {
        inFlight++;
        return policy.reserve(ask, choice, now);
    }

    /** The first part has come. */
    public synchronized void started(Reservation work, long now) {
        policy.started(work, now);
    }

    /** The answer is complete: gives the reservation back and learns. */
    public synchronized void completed(Reservation work, Usage usage, boolean limited, long now) {
        if (!work.released) {
            inFlight--;
            policy.completed(work, usage, limited, now);
        }
    }

    /** The request is over without being complete: gives the reservation back. */
    public synchronized void abandoned(Reservation work, boolean engineWell, long now) {
        if (!work.released) {
            inFlight--;
            policy.abandoned(work, engineWell, now);
        }
    }

    /** Milliseconds without a part after which a running answer's engine counts as hung. */
    public synchronized double silenceMillis(Reservation work, long now) {
        return policy.silenceMillis(work, now);
    }

    /** Learns how long a round trip to the engine of {@code option} takes. */
    public synchronized void roundTrip(Option option, double millis, long now) {
        policy.roundTrip(option, millis, now);
    }

    /** Requests in flight. */
    public synchronized int inFlight() {
        return inFlight;
    }

    /** Requests in flight at the engine of {@code option}. */
    public synchronized int inFlight(Option option) {
        return policy.inFlight(option.place().node(), option.place().engine());
    }

    /** What was learnt, for keeping over a restart. */
    public synchronized Learned learned() {
        return policy.learned();
    }

    /** Goes on from what was learnt before a restart. */
    public synchronized void restore(Learned learned) {
        policy.restore(learned);
    }
}
