package aurora.router.render;

import aurora.base.Caller;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.engine.GenerateRequest;
import aurora.ground.log.Log;
import aurora.ground.metrics.Metrics;
import aurora.router.RouterApi.Decision;
import aurora.router.RouterApi.Rendering;
import aurora.router.RouterConfig;
import aurora.router.policy.Desk;
import aurora.router.render.Dispatcher.None;
import aurora.router.render.Dispatcher.Taken;
import aurora.router.roster.EngineRoster;
import java.time.Duration;
import java.util.List;

/** Begins answers, and remembers why they were rendered where. Thread-safe. */
public final class Renderer {
    /** Answers at once; more are told to come back. */
    static final int IN_FLIGHT_MAX = 4_000;

    private static final Log LOG = Log.of("router");
    private static final Duration FULL_WAIT = Duration.ofSeconds(2);

    private final Needs needs;
    private final Desk desk;
    private final Dispatcher dispatcher;
    private final Counts count;
    private final DecisionLog decisions = new DecisionLog();

    /** What a renderer needs beside engines and policy. */
    public record Needs(RouterConfig config, Clock clock, Ids ids, Metrics metrics) {}

    /** A renderer with the engines of {@code roster}, chosen among by {@code desk}. */
    public Renderer(Needs needs, EngineRoster roster, Desk desk) {
        this.needs = needs;
        this.desk = desk;
        this.dispatcher = new Dispatcher(roster, desk, needs.clock());
        this.count = new Counts(needs.metrics());
    }

    /** Begins an answer for {@code caller}, who may ask for it; {@code Invalid} when the request is not sound. */
    public Reply<Rendering> render(Caller caller, GenerateRequest request, Deadline deadline) {
        return RenderRules.checked(request)
                .then(sound ->
                        begin(caller, sound, deadline.within(needs.config().answerMax())));
    }

    private Reply<Rendering> begin(Caller caller, GenerateRequest request, Deadline deadline) {
        if (desk.inFlight() >= IN_FLIGHT_MAX) {
            return new Reply.Busy<>(
                    FULL_WAIT, "This node renders " + IN_FLIGHT_MAX + " answers already, and more it cannot at once.");
        }
        Job job = new Job(
                needs.ids().brief(),
                needs.clock().now(),
                needs.clock().nanos(),
                caller,
                request,
                new Job.Rest(deadline, needs.config().prefer()));
        return switch (dispatcher.first(job)) {
            case None(Reply<Rendering> reply, boolean _) -> {
                LOG.warn(
                        "router.failed",
                        "decision",
                        job.id,
                        "reply",
                        reply.getClass().getSimpleName(),
                        "asked_engines",
                        job.tried.size());
                yield reply;
            }
            case Taken taken -> Reply.ok(started(job, taken));
        };
    }

    private Rendering started(Job job, Taken taken) {
        AnswerStream stream = new AnswerStream(dispatcher, desk, count, needs.clock(), job, taken);
        decisions.keep(stream.kept());
        LOG.info(
                "router.decided",
                "decision",
                job.id,
                "engine",
                taken.decision().chosen().engine(),
                "model",
                taken.decision().chosen().model(),
                "p50_ms",
                Math.round(taken.work().forecast().p50()),
                "candidates",
                taken.decision().candidates().size());
        return stream;
    }

    /** The latest decisions that {@code caller} may see, newest first. */
    public List<Decision> decisions(Caller caller, int limit) {
        return decisions.latest(caller, limit);
    }

    /** What is counted. Thread-safe. */
    static final class Counts {
        private final Metrics.Counting answers;
        private final Metrics.Counting moves;
        private final Metrics.Timing firstToken;

        Counts(Metrics metrics) {
            this.answers = metrics.counter(
                    "aurora_router_answers_total", "Answers by the engine that had them last.", "engine", "outcome");
            this.moves =
                    metrics.counter("aurora_router_moves_total", "Answers that moved away from an engine.", "engine");
            this.firstToken =
                    metrics.seconds("aurora_router_first_token_seconds", "From the request to the first part.");
        }

        void ended(String engine, String outcome) {
            answers.one(engine, outcome);
        }

        void moved(String from) {
            moves.one(from);
        }

        void firstToken(double seconds) {
            firstToken.record(seconds);
        }
    }
}
