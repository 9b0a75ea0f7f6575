package aurora.router;

import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.GenerateRequest;
import aurora.engine.Model;
import aurora.engine.Model.Purpose;
import aurora.mesh.contract.Nothing;
import aurora.router.policy.Option;
import aurora.router.render.Renderer;
import aurora.router.roster.EngineRoster;
import aurora.router.roster.EngineRules;
import aurora.router.roster.EngineSlot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The router's logic. Thread-safe. */
final class RouterService implements RouterApi {
    private static final int DECISIONS_MAX = 200;
    private static final int DECISIONS_USUAL = 50;

    private final RouterNeeds.Notes notes;
    private final EngineRoster roster;
    private final Renderer renderer;

    RouterService(RouterNeeds.Notes notes, EngineRoster roster, Renderer renderer) {
        this.notes = notes;
        this.roster = roster;
        this.renderer = renderer;
    }

    @Override
    public Reply<Rendering> render(Caller caller, GenerateRequest request, Deadline deadline) {
        // A key that may only chat reaches the router through chat.
        Scope scope = caller.lacks(Scope.MODELS) ? Scope.CHAT : Scope.MODELS;
        return caller.may(Role.MEMBER, scope, () -> renderer.render(caller, request, deadline));
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
        boolean all = caller.administers();
        return caller.may(
                Role.MEMBER,
                Scope.MODELS,
                () -> Reply.ok(new Engines(
                        roster.slots().stream().map(slot -> slot.state(all)).toList())));
    }

    @Override
    public Reply<EngineState> addEngine(Caller caller, AddEngine request, Deadline deadline) {
        return caller.may(
                Role.ADMIN,
                Scope.ADMIN,
                () -> EngineRules.checked(request)
                        .then(sound -> roster.add(sound, caller.name(), deadline))
                        .map(added -> {
                            notes.note(caller, "engine.add", added.name() + " at " + added.url());
                            return added;
                        }));
    }

    @Override
    public Reply<Nothing> removeEngine(Caller caller, EngineName request, Deadline deadline) {
        return caller.may(
                Role.ADMIN,
                Scope.ADMIN,
                () -> roster.remove(request.engine(), caller.name()).map(nothing -> {
                    notes.note(caller, "engine.remove", request.engine());
                    return nothing;
                }));
    }

    @Override
    public Reply<Decisions> decisions(Caller caller, DecisionQuery request, Deadline deadline) {
        return caller.may(Role.MEMBER, Scope.MODELS, () -> {
            int limit = request.limit().orElse(DECISIONS_USUAL);
            return limit < 1 || limit > DECISIONS_MAX
                    ? Reply.invalid("limit", "The limit is 1 to " + DECISIONS_MAX + ".")
                    : Reply.ok(new Decisions(renderer.decisions(caller, limit)));
        });
    }
}
