package aurora.node.cli;

import aurora.auth.AuthApi;
import aurora.base.Caller.Role;
import aurora.ground.config.Config;
import aurora.node.Home;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Makes, lists and removes users and gives them new passwords. */
@Command(
        name = "user",
        description = "Makes, lists and removes users and gives them new passwords.",
        subcommands = {
            UserCommand.Add.class,
            UserCommand.Show.class,
            UserCommand.Password.class,
            UserCommand.Remove.class
        })
final class UserCommand {

    /** Makes a user whose password stands on standard input. */
    @Command(name = "add", description = "Makes a user; the password is read from standard input.")
    static final class Add implements Callable<Integer> {
        @Mixin
        private HomeOption home = new HomeOption();

        @Parameters(paramLabel = "NAME", description = "The name to sign in with.")
        private String name = "";

        @Option(
                names = "--role",
                paramLabel = "R",
                converter = RoleName.class,
                description = "member (standard), admin or owner.")
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

    /** Lists all users. */
    @Command(name = "list", description = "Lists all users.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private HomeOption home = new HomeOption();

        @Override
        public Integer call() throws CommandFailure {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("NAME", "ROLE", "STATE", "CREATED", "ID"));
            for (JsonNode user :
                    NodeCall.to(home.folder()).ask("GET", "/api/auth/users").path("users")) {
                rows.add(List.of(
                        user.path("name").asString(),
                        user.path("role").asString(),
                        user.path("disabled").asBoolean() ? "disabled" : "active",
                        Terminal.time(user.path("created").asString(), ZoneId.systemDefault()),
                        user.path("id").asString()));
            }
            Terminal.table(rows);
            return 0;
        }
    }

    /** Removes a user, after having said what that means. */
    @Command(
            name = "remove",
            description =
                    "Removes a user with its sessions and API keys; says first what becomes of its conversations.")
    static final class Remove implements Callable<Integer> {
        @Mixin
        private HomeOption home = new HomeOption();

        @Parameters(paramLabel = "NAME", description = "The user's name.")
        private String name = "";

        @Option(names = "--yes", description = "Does not ask.")
        private boolean yes;

        @Override
        public Integer call() throws CommandFailure {
            NodeCall node = NodeCall.to(home.folder());
            refuseUnknown(node.ask("GET", "/api/auth/users"), name, home.folder());
            Terminal.say("Removing \"" + name + "\" signs it out everywhere and ends its API keys.");
            Terminal.say("Its conversations stay in the database, where nobody can open them any more, not even");
            Terminal.say("a new user of that name. To keep them, export them first (docs/use.md says how), with");
            Terminal.say("  " + Home.command("key add backup --user " + name + " --scope chat", home.folder()));
            Terminal.say("To be rid of them, let \"" + name + "\" delete them on the page first.");
            Terminal.say("To only shut \"" + name + "\" out, disable it on the page under Users.");
            if (!yes && !Secrets.confirms("Type the name again to remove it: ", name)) {
                throw new CommandFailure(CommandFailure.USAGE, "Nothing was removed. Without asking: --yes.");
            }
            node.ask("DELETE", "/api/auth/users/" + segment(name));
            Terminal.say("The user \"" + name + "\" is removed.");
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
            refuseUnknown(node.ask("GET", "/api/auth/users"), name, home.folder());
            String password = Secrets.read("New password (12 characters or more): ");
            // the name stands in the path, and may not stand in the body too
            node.ask("PATCH", "/api/auth/users/" + segment(name), Map.of("password", password));
            Terminal.say("The user \"" + name + "\" has a new password.");
            return 0;
        }
    }

    /** A role by its name. */
    static final class RoleName implements CommandLine.ITypeConverter<Role> {
        @Override
        public Role convert(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "member" -> Role.MEMBER;
                case "admin" -> Role.ADMIN;
                case "owner" -> Role.OWNER;
                default ->
                    throw new CommandLine.TypeConversionException(
                            "\"" + name + "\" is no role: member, admin or owner");
            };
        }
    }

    /** Fails when nobody of {@code users} has this name, however it is written, or id: the node finds users so too. */
    static void refuseUnknown(JsonNode users, String wanted, Path home) throws CommandFailure {
        List<String> names = new ArrayList<>();
        for (JsonNode user : users.path("users")) {
            String name = user.path("name").asString();
            names.add(name);
            if (user.path("id").asString().equals(wanted) || name.equalsIgnoreCase(wanted)) {
                return;
            }
        }
        String near = Config.nearest(wanted, names);
        throw new CommandFailure(
                CommandFailure.FAILED,
                "There is no such user: \"" + wanted + "\"." + (near.isEmpty() ? "" : " " + near) + " "
                        + Home.command("user list", home) + " shows all of them.");
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
