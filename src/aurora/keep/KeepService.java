package aurora.keep;

import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.keep.supervisor.Program;
import aurora.mesh.contract.Nothing;
import java.util.List;
import java.util.Optional;

/** Shows the kept programs to those who may see them. */
final class KeepService implements KeepApi {
    private final List<Program> programs;

    KeepService(List<Program> programs) {
        this.programs = List.copyOf(programs);
    }

    @Override
    public Reply<Programs> programs(Caller caller, Nothing request, Deadline deadline) {
        if (!caller.atLeast(Role.MEMBER)) {
            return new Reply.Denied<>(true, "Sign in to see the programs of this node.");
        }
        if (caller.lacks(Scope.ADMIN)) {
            return Reply.denied("This API key may not see the programs of this node.");
        }
        boolean all = caller.administers();
        return Reply.ok(new Programs(programs.stream()
                .map(Program::state)
                .map(state -> all ? state : outside(state))
                .toList()));
    }

    private static ProgramState outside(ProgramState state) {
        return new ProgramState(
                state.name(),
                state.driver(),
                state.state(),
                state.since(),
                state.version(),
                "",
                "",
                Optional.empty(),
                "",
                List.of());
    }
}
