package aurora.keep;

import static aurora.mesh.contract.Verb.GET;

import aurora.base.Caller.Scope;
import aurora.keep.KeepApi.Programs;
import aurora.mesh.contract.Contract;
import aurora.mesh.contract.Nothing;
import aurora.mesh.contract.Rules;

/** The kept programs as HTTP sees them. */
public final class KeepContract {
    /** The table. */
    // spotless:off
    public static final Contract<KeepApi> TABLE = Contract.of("keep", KeepApi.class)
            .row(GET, "/api/programs", Nothing.class, Programs.class, KeepApi::programs,
                    Rules.member(Scope.ADMIN, "Lists the programs kept running beside this node, with their state."))
            .done();
    // spotless:on

    private KeepContract() {}
}
