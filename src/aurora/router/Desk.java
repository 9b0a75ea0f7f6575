package aurora.router;

import aurora.engine.Usage;
import java.util.List;

/** The one policy of this node, for many threads at once: each call holds its lock for microseconds. Thread-safe. */
final class Desk {
    private final Policy policy = new Policy();
    private int inFlight;

    /** Ranks the options and reserves the best. */
    record Decided(Ranking ranking, List<Reservation> best) {}

    synchronized Decided decide(Ask ask, List<Option> options, long now) {
        Ranking ranking = policy.decide(ask, options, now);
        return new Decided(
                ranking,
                ranking.scored().isEmpty()
                        ? List.of()
                        : List.of(reserve(ask, ranking.scored().getFirst(), now)));
    }

    synchronized Reservation reserve(Ask ask, Ranking.Scored choice, long now) {
        inFlight++;
        return policy.reserve(ask, choice, now);
    }

    synchronized void started(Reservation work, long now) {
        policy.started(work, now);
    }

    synchronized void completed(Reservation work, Usage usage, boolean limited, long now) {
        if (!work.released) {
            inFlight--;
            policy.completed(work, usage, limited, now);
        }
    }

    synchronized void abandoned(Reservation work, boolean engineWell, long now) {
        if (!work.released) {
            inFlight--;
            policy.abandoned(work, engineWell, now);
        }
    }

    synchronized double silenceMillis(Reservation work, long now) {
        return policy.silenceMillis(work, now);
    }

    synchronized void roundTrip(Option option, double millis, long now) {
        policy.roundTrip(option, millis, now);
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized int inFlight(Option option) {
        return policy.inFlight(option.place().node(), option.place().engine());
    }

    synchronized Learned learned() {
        return policy.learned();
    }

    synchronized void restore(Learned learned) {
        policy.restore(learned);
    }
}
