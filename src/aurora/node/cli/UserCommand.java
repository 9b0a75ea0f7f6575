package aurora.node.cli;

import aurora.auth.AuthApi;
import aurora.base.Caller.Role;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes users. */
@Command(name = "user", description = "Makes users.", subcommands = UserCommand.Add.class)
final class UserCommand {

    /** Makes a user whose password stands on standard input. */
    @Command(name = "add", description = "Makes a user; the password is read from standard input.")
    static final class Add implements Callable<Integer> {
        @Mixin
        private HomeOption home = new HomeOption();

        @Parameters(paramLabel = "NAME", description = "The name to sign in with.")
        private String name = "";

        @Option(names = "--role", paramLabel = "R", description = "member (standard), admin or owner.")
        private Role role = Role.MEMBER;

        @Override
        public Integer call() throws CommandFailure, IOException {
            NodeCall node = NodeCall.to(home.folder());
            String password = Secrets.read("Password (12 characters or more): ");
            node.ask("POST", "/api/auth/users", new AuthApi.AddUser(name, password, Optional.of(role)));
            Terminal.say("The user \"" + name + "\" can sign in at http://localhost:"
                    + node.node().port() + ".");
            return 0;
        }
    }
}
