package aurora.router.render;

import aurora.base.Reply;
import aurora.engine.Engine.Generation;
import aurora.router.roster.Breaker.Fault;
import aurora.router.roster.EngineHealth;
import aurora.router.roster.EngineIndex.Spot;
import java.time.Duration;
import java.util.Optional;

/** Whom a failure speaks against: the engine, when it cannot be reached, or only the model that was asked there. */
final class Blame {
    /** An engine that says late that it is busy is left alone up to this long. */
    private static final Duration BUSY_WAIT = Duration.ofSeconds(5);

    private Blame() {}

    /** Whether {@code reply} speaks against the model alone: {@code who} names the engine when it is the engine. */
    static boolean model(Spot spot, Reply<Generation> reply) {
        return reply instanceof Reply.Unavailable<Generation>(String who, String _)
                && !who.equals(spot.slot().name());
    }

    /** What is said of {@code spot} to people when the failure is its model's. */
    static String words(Spot spot, String why) {
        return "Its model \"" + spot.option().place().model() + "\" failed: " + why;
    }

    /** Counts a refusal; whether the engine is to be asked again for its models. */
    static boolean refused(Spot spot, Reply<Generation> reply, long now) {
        EngineHealth health = spot.slot().health();
        String model = spot.option().place().model();
        return switch (reply) {
            case Reply.Ok<Generation> _ -> false;
            case Reply.Invalid<Generation> _ -> {
                health.learntNothing(model);
                yield false;
            }
            case Reply.NotFound<Generation> _ -> {
                health.learntNothing(model);
                yield true;
            }
            case Reply.Busy<Generation> busy -> {
                health.busy(model, busy.retryAfter(), now);
                yield false;
            }
            case Reply.Denied<Generation> denied -> {
                health.engineFailed(model, Fault.AWAY, denied.why(), now);
                yield false;
            }
            case Reply.Unavailable<Generation> away -> {
                if (model(spot, reply)) {
                    health.modelFailed(model, Fault.AWAY, away.why(), now);
                } else {
                    health.engineFailed(model, Fault.AWAY, away.why(), now);
                }
                yield true;
            }
        };
    }

    /**
     * Counts the failure of an answer that had been accepted, and answers what to say of it in the decision.
     *
     * @param silentTo who asked, when not a word had come from the engine to anybody since
     */
    static String failed(Spot spot, Patience.Lost lost, Optional<String> silentTo, long now) {
        EngineHealth health = spot.slot().health();
        String model = spot.option().place().model();
        switch (lost.failure()) {
            case DEADLINE -> health.learntNothing(model);
            case BUSY -> health.busy(model, BUSY_WAIT, now);
            case HUNG -> {
                silentTo.ifPresentOrElse(
                        user -> health.silent(user, model, lost.why(), now),
                        () -> health.modelFailed(model, Fault.HUNG, lost.why(), now));
                return words(spot, lost.why());
            }
            case CUT, PROTOCOL, REPORTED -> {
                health.modelFailed(model, Fault.BROKE, lost.why(), now);
                return words(spot, lost.why());
            }
        }
        return lost.why();
    }
}
