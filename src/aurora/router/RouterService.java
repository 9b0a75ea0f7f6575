package aurora.router;

import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.GenerateRequest;
import aurora.engine.Model;
import aurora.engine.Model.Purpose;
import aurora.ground.log.Log;
import aurora.mesh.contract.Nothing;
import aurora.router.Dispatcher.None;
import aurora.router.Dispatcher.Taken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The router's logic. Thread-safe. */
final class RouterService implements RouterApi {
    /** Answers at once; more are told to come back. */
    static final int IN_FLIGHT_MAX = 4_000;

    private static final Log LOG = Log.of("router");
    private static final Duration FULL_WAIT = Duration.ofSeconds(2);
    private static final int DECISIONS_MAX = 200;
    private static final int DECISIONS_USUAL = 50;

    private final RouterNeeds needs;
    private final RouterConfig config;
    private final EngineRoster roster;
    private final Desk desk;
    private final Dispatcher dispatcher;
    private final RouterFigures count;
    private final DecisionLog decisions = new DecisionLog();

    RouterService(RouterNeeds needs, RouterConfig config, EngineRoster roster, Desk desk) {
        this.needs = needs;
        this.config = config;
        this.roster = roster;
        this.desk = desk;
        this.dispatcher = new Dispatcher(roster, desk, needs.clock());
        this.count = new RouterFigures(needs.metrics());
    }

    @Override
    public Reply<Rendering> render(Caller caller, GenerateRequest request, Deadline deadline) {
        // A key that may only chat reaches the router through chat.
        Scope scope = caller.lacks(Scope.MODELS) ? Scope.CHAT : Scope.MODELS;
        return caller.may(
                Role.MEMBER,
                scope,
                () -> RenderRules.checked(request)
                        .then(sound -> begin(caller, sound, deadline.within(config.answerMax()))));
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
                new Job.Rest(deadline, config.prefer()));
        return switch (dispatcher.first(job)) {
            case None(Reply<Rendering> reply) -> {
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

    @Override
    public Reply<Models> models(Caller caller, Nothing request, Deadline deadline) {
        return caller.may(Role.MEMBER, Scope.MODELS, () -> Reply.ok(models()));
    }

    private Models models() {
        Map<String, ModelOffer> offers = new LinkedHashMap<>();
        for (EngineSlot slot : roster.slots()) {
            if (!slot.listing().ready()) {
                continue;
            }
            for (Option option : slot.listing().options()) {
                Model model = option.model();
                offers.merge(
                        model.name(),
                        new ModelOffer(
                                model.name(),
                                model.purpose(),
                                model.loaded(),
                                model.contextMax(),
                                List.of(slot.name())),
                        RouterService::joined);
            }
        }
        return new Models(List.copyOf(offers.values()));
    }

    private static ModelOffer joined(ModelOffer one, ModelOffer other) {
        List<String> engines = new ArrayList<>(one.engines());
        engines.addAll(other.engines());
        return new ModelOffer(
                one.id(),
                one.purpose() == Purpose.GENERAL ? one.purpose() : other.purpose(),
                one.loaded() || other.loaded(),
                Math.max(one.contextMax(), other.contextMax()),
                List.copyOf(engines));
    }

    @Override
    public Reply<Engines> engines(Caller caller, Nothing request, Deadline deadline) {
        return caller.may(
                Role.MEMBER,
                Scope.MODELS,
                () -> Reply.ok(new Engines(
                        roster.slots().stream().map(EngineSlot::state).toList())));
    }

    @Override
    public Reply<EngineState> addEngine(Caller caller, AddEngine request, Deadline deadline) {
        return caller.may(
                Role.ADMIN,
                Scope.ADMIN,
                () -> EngineRules.checked(request)
                        .then(sound -> roster.add(sound, caller.name(), deadline))
                        .map(added -> {
                            needs.notes().note(caller, "engine.add", added.name() + " at " + added.url());
                            return added;
                        }));
    }

    @Override
    public Reply<Nothing> removeEngine(Caller caller, EngineName request, Deadline deadline) {
        return caller.may(
                Role.ADMIN,
                Scope.ADMIN,
                () -> roster.remove(request.engine(), caller.name()).map(nothing -> {
                    needs.notes().note(caller, "engine.remove", request.engine());
                    return nothing;
                }));
    }

    @Override
    public Reply<Decisions> decisions(Caller caller, DecisionQuery request, Deadline deadline) {
        return caller.may(Role.MEMBER, Scope.MODELS, () -> {
            int limit = request.limit().orElse(DECISIONS_USUAL);
            return limit < 1 || limit > DECISIONS_MAX
                    ? Reply.invalid("limit", "The limit is 1 to " + DECISIONS_MAX + ".")
                    : Reply.ok(new Decisions(decisions.latest(caller, limit)));
        });
    }
}
