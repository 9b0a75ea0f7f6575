package aurora.router;

import static aurora.mesh.contract.Verb.DELETE;
import static aurora.mesh.contract.Verb.GET;
import static aurora.mesh.contract.Verb.POST;

import aurora.base.Caller.Scope;
import aurora.mesh.contract.Contract;
import aurora.mesh.contract.Nothing;
import aurora.mesh.contract.Rules;
import aurora.router.RouterApi.*;
import java.time.Duration;

/** The router as HTTP sees it. Rendering is reached through chat and OpenAI's API. */
public final class RouterContract {
    /** The table. */
    // spotless:off
    public static final Contract<RouterApi> TABLE = Contract.of("router", RouterApi.class)
            .row(GET, "/api/models", Nothing.class, Models.class, RouterApi::models,
                    Rules.member(Scope.MODELS, "Lists the models and where they are."))
            .row(GET, "/api/engines", Nothing.class, Engines.class, RouterApi::engines,
                    Rules.member(Scope.MODELS, "Lists the engines with their state."))
            .row(POST, "/api/engines", AddEngine.class, EngineState.class, RouterApi::addEngine,
                    Rules.admin("Adds an engine; its kind is found out by asking it.").patience(Duration.ofSeconds(20)))
            .row(DELETE, "/api/engines/{engine}", EngineName.class, Nothing.class, RouterApi::removeEngine,
                    Rules.admin("Removes an engine that was added."))
            .row(GET, "/api/decisions", DecisionQuery.class, Decisions.class, RouterApi::decisions,
                    Rules.member(Scope.MODELS, "Lists the latest decisions with every candidate's forecast."))
            .done();
    // spotless:on

    private RouterContract() {}
}
