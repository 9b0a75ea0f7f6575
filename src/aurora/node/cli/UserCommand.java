package aurora.node.cli;

import aurora.auth.AuthApi;
import aurora.base.Caller.Role;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes users and gives them new passwords. */
@Command(
        name = "user",
        description = "Makes users and gives them new passwords.",
        subcommands = {UserCommand.Add.class, UserCommand.Password.class})
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

    /** Gives a user a new password, which stands on standard input. */
    @Command(
            name = "password",
            description = "Gives a user a new password, read from standard input; signs the user out everywhere.")
    static final class Password implements Callable<Integer> {
        @Mixin
        private HomeOption home = new HomeOption();

        @Parameters(paramLabel = "NAME", description = "The user's name.")
        private String name = "";

        @Override
        public Integer call() throws CommandFailure, IOException {
            NodeCall node = NodeCall.to(home.folder());
            String password = Secrets.read("New password (12 characters or more): ");
            AuthApi.ChangeUser change =
                    new AuthApi.ChangeUser(name, Optional.empty(), Optional.empty(), Optional.of(password));
            node.ask("PATCH", "/api/auth/users/" + URLEncoder.encode(name, StandardCharsets.UTF_8), change);
            Terminal.say("The user \"" + name + "\" has a new password.");
            return 0;
        }
    }
}
