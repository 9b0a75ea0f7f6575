package aurora.health;

import static aurora.mesh.contract.Verb.GET;

import aurora.base.Caller.Scope;
import aurora.mesh.contract.Contract;
import aurora.mesh.contract.Nothing;
import aurora.mesh.contract.Rules;

/** Health as HTTP sees it. */
public final class HealthContract {
    /** The table. */
    // spotless:off
    public static final Contract<HealthApi> TABLE = Contract.of("health", HealthApi.class)
            .row(GET, "/api/status", Nothing.class, HealthApi.Status.class, HealthApi::status,
                    Rules.member(Scope.ADMIN, "Tells how this node does."))
            .done();
    // spotless:on

    private HealthContract() {}
}
