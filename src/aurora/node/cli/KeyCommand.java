package aurora.node.cli;

import aurora.auth.AuthApi;
import aurora.base.Caller.Scope;
import aurora.ground.config.Config;
import aurora.node.Home;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Makes, lists and revokes API keys. */
@Command(
        name = "key",
        description = "Makes, lists and revokes API keys.",
        subcommands = {KeyCommand.Add.class, KeyCommand.Show.class, KeyCommand.Revoke.class})
final class KeyCommand {

    /** Prints a new key, once. */
    @Command(name = "add", description = "Makes an API key and prints it; it is never shown again.")
    static final class Add implements Callable<Integer> {
        @Mixin
        private HomeOption home = new HomeOption();

        @Parameters(paramLabel = "NAME", description = "What the key is for.")
        private String name = "";

        @Option(names = "--user", paramLabel = "USER", description = "Whose key it is; standard: the owner's.")
        private Optional<String> user = Optional.empty();

        @Option(
                names = "--scope",
                paramLabel = "S",
                split = ",",
                description = "models, chat, admin; several with commas between them or by repeating it;"
                        + " standard: models, what an OpenAI client needs.")
        private List<Scope> scopes = new ArrayList<>();

        @Override
        public Integer call() throws CommandFailure {
            Optional<Set<Scope>> wanted = scopes.isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(scopes));
            JsonNode made =
                    NodeCall.to(home.folder()).ask("POST", "/api/auth/keys", new AuthApi.AddKey(name, wanted, user));
            Terminal.print(made.path("secret").asString());
            return 0;
        }
    }

    /** Lists all keys. */
    @Command(name = "list", description = "Lists all API keys.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private HomeOption home = new HomeOption();

        @Override
        public Integer call() throws CommandFailure {
            JsonNode answer = NodeCall.to(home.folder()).ask("GET", "/api/auth/keys?all=true");
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("ID", "NAME", "USER", "KEY", "SCOPES", "CREATED", "LAST USED"));
            for (JsonNode key : answer.path("keys")) {
                List<String> scopes = new ArrayList<>();
                key.path("scopes").forEach(scope -> scopes.add(scope.asString()));
                rows.add(List.of(
                        key.path("id").asString(),
                        key.path("name").asString(),
                        key.path("user").asString(),
                        key.path("hint").asString() + "…",
                        String.join(",", scopes),
                        Terminal.time(key.path("created").asString(), ZoneId.systemDefault()),
                        Terminal.time(key.path("lastUsed").asString("never"), ZoneId.systemDefault())));
            }
            Terminal.table(rows);
            return 0;
        }
    }

    /** Revokes a key. */
    @Command(name = "revoke", description = "Revokes an API key, by its id or its name.")
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private HomeOption home = new HomeOption();

        @Parameters(paramLabel = "KEY", description = "Id or name.")
        private String key = "";

        @Override
        public Integer call() throws CommandFailure {
            NodeCall node = NodeCall.to(home.folder());
            // as the list shows the beginning of a key
            String wanted = key.replaceFirst("…$", "");
            Optional<String> unknown = unknown(node.ask("GET", "/api/auth/keys?all=true"), wanted);
            if (unknown.isPresent()) {
                throw new CommandFailure(
                        CommandFailure.FAILED,
                        unknown.get() + " " + Home.command("key list", home.folder()) + " shows all of them.");
            }
            String path = "/api/auth/keys/"
                    + URLEncoder.encode(wanted, StandardCharsets.UTF_8).replace("+", "%20");
            node.ask("DELETE", path);
            Terminal.say("The key \"" + key + "\" is revoked.");
            return 0;
        }

        /** What to say when none of {@code answer} has this id, name or beginning. */
        static Optional<String> unknown(JsonNode answer, String wanted) {
            List<String> names = new ArrayList<>();
            for (JsonNode one : answer.path("keys")) {
                names.add(one.path("name").asString());
                if (Stream.of("id", "name", "hint")
                        .anyMatch(by -> one.path(by).asString().equals(wanted))) {
                    return Optional.empty();
                }
            }
            String near = Config.nearest(wanted, names);
            return Optional.of("There is no key \"" + wanted + "\"." + (near.isEmpty() ? "" : " " + near));
        }
    }
}
