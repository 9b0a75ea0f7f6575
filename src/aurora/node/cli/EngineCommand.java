package aurora.node.cli;

import aurora.router.RouterApi;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Adds, lists and removes engines. */
@Command(
        name = "engine",
        description = "Adds, lists and removes inference engines.",
        subcommands = {EngineCommand.Add.class, EngineCommand.Show.class, EngineCommand.Remove.class})
final class EngineCommand {

    /** Adds an engine; what it is is found out by asking it. */
    @Command(
            name = "add",
            description = "Adds an Ollama or any OpenAI-compatible address; which it is is found out by asking it.")
    static final class Add implements Callable<Integer> {
        @Mixin
        private HomeOption home = new HomeOption();

        @Parameters(index = "0", paramLabel = "NAME", description = "How it is called on this node.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "URL", description = "Its address, such as http://localhost:8080.")
        private String url = "";

        @Option(names = "--key", description = "It wants an API key, which is read from standard input.")
        private boolean withKey;

        @Override
        public Integer call() throws CommandFailure, IOException {
            NodeCall node = NodeCall.to(home.folder());
            Optional<String> key = withKey ? Optional.of(Secrets.read("Key of that engine: ")) : Optional.empty();
            JsonNode engine = node.ask("POST", "/api/engines", new RouterApi.AddEngine(name, url, key));
            Terminal.say("\"" + name + "\" is " + engine.path("kind").asString() + " with "
                    + (engine.path("models").size() == 1
                            ? "1 model."
                            : engine.path("models").size() + " models."));
            return 0;
        }
    }

    /** Lists the engines. */
    @Command(name = "list", description = "Lists the engines with their state and models.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private HomeOption home = new HomeOption();

        @Override
        public Integer call() throws CommandFailure {
            JsonNode answer = NodeCall.to(home.folder()).ask("GET", "/api/engines");
            Terminal.table(rows(answer));
            notes(answer).forEach(Terminal::print);
            return 0;
        }

        /** Below the table: why an engine is not ready, and which models it leaves out. */
        static List<String> notes(JsonNode answer) {
            List<String> notes = new ArrayList<>();
            for (JsonNode engine : answer.path("engines")) {
                String name = engine.path("name").asString();
                if (!engine.path("ready").asBoolean()) {
                    notes.add(name + " is not ready: " + engine.path("detail").asString());
                }
                engine.path("leftOut").forEach(model -> notes.add(name + " leaves out: " + model.asString()));
            }
            return notes;
        }

        static List<List<String>> rows(JsonNode answer) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("ENGINE", "KIND", "STATE", "ADDRESS", "MODELS"));
            for (JsonNode engine : answer.path("engines")) {
                List<String> models = new ArrayList<>();
                engine.path("models")
                        .forEach(model -> models.add(model.path("name").asString()));
                rows.add(List.of(
                        engine.path("name").asString(),
                        engine.path("kind").asString(),
                        state(engine),
                        engine.path("url").asString(),
                        String.join(", ", models)));
            }
            return rows;
        }

        private static String state(JsonNode engine) {
            int leftOut = engine.path("leftOut").size();
            String ready = engine.path("ready").asBoolean() ? "ready" : "not ready";
            return leftOut == 0 ? ready : ready + ", " + leftOut + " left out";
        }
    }

    /** Removes an engine that was added. */
    @Command(name = "remove", description = "Removes an engine that was added.")
    static final class Remove implements Callable<Integer> {
        @Mixin
        private HomeOption home = new HomeOption();

        @Parameters(paramLabel = "NAME", description = "How it is called on this node.")
        private String name = "";

        @Override
        public Integer call() throws CommandFailure {
            String path = "/api/engines/"
                    + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            NodeCall.to(home.folder()).ask("DELETE", path);
            Terminal.say("The engine \"" + name + "\" is removed.");
            return 0;
        }
    }
}
