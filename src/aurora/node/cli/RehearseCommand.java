package aurora.node.cli;

import aurora.auth.AuthApi;
import aurora.base.Ids;
import aurora.base.Progress;
import aurora.ground.process.Ports;
import aurora.keep.files.DataFolder;
import aurora.node.Wiring;
import aurora.web.Web;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Makes the start-up cache of a program that lacks it; with a home it is the node that lives there for that. */
@Command(name = "rehearse", hidden = true, description = "Starts and ends a node once, so that later starts are fast.")
final class RehearseCommand implements Callable<Integer> {
    private static final int QUESTIONS = 2;

    @Option(names = "--home", paramLabel = "DIR", description = "Lives in this folder instead, once.")
    private Optional<Path> home = Optional.empty();

    @Override
    public Integer call() throws CommandFailure, IOException {
        Ending ending = new Ending().onSignals();
        try {
            if (home.isPresent()) {
                liveOnce(home.get(), ending);
            } else if (Rehearsal.due().isPresent()) {
                Optional<String> trouble = Rehearsal.due().get().run();
                trouble.ifPresent(Terminal::say);
                return trouble.isPresent() ? CommandFailure.FAILED : 0;
            }
        } catch (InterruptedException early) {
            Terminal.say("Ended before the rehearsal was over.");
            return CommandFailure.FAILED;
        } finally {
            ending.over();
        }
        return 0;
    }

    /** It removes its home itself too: who started it may have been killed. */
    private static void liveOnce(Path home, Ending ending) throws CommandFailure, IOException, InterruptedException {
        try (Stream<Path> there = Files.list(home)) {
            if (there.findAny().isPresent()) {
                throw new CommandFailure(CommandFailure.REFUSED, home + " is in use; a rehearsal removes its home.");
            }
        }
        try {
            live(home, ending);
        } finally {
            remove(home);
        }
    }

    private static void live(Path home, Ending ending) throws CommandFailure, IOException, InterruptedException {
        int port = new Ports(home.resolve("web-port")).of("web");
        // the guide answers: another engine's large model would take minutes, and memory from what it is loaded for
        Map<String, String> settings = Map.of(Web.PORT.key(), String.valueOf(port), "ollama.url", "off");
        try (Wiring wiring = Wiring.start(home, settings, Progress.SILENT)) {
            try {
                NodeCall node = NodeCall.to(home);
                String password = Ids.secure().secret(18);
                AuthApi.AddUser owner =
                        new AuthApi.AddUser("rehearsal", password, Optional.of(aurora.base.Caller.Role.OWNER));
                node.ask("POST", "/api/auth/users", owner);
                node.ask("GET", "/api/status");
                node.ask("GET", "/api/models");
                converse(node);
            } finally {
                // no interrupt from here on: the end of a node waits for its programs
                ending.ready();
            }
            Terminal.say("Rehearsed as \"" + wiring.name() + "\".");
        }
    }

    /** Removes a home that served for this, with its databases. */
    static void remove(Path home) throws IOException {
        Optional<Path> data = DataFolder.elsewhere(home);
        delete(home);
        if (data.isPresent()) {
            delete(data.get());
        }
    }

    /** The path of a message, so that the first person's first answer does not wait for classes to be loaded. */
    private static void converse(NodeCall node) throws CommandFailure {
        String conversation =
                node.ask("POST", "/api/conversations", Map.of()).path("id").asString();
        for (int i = 0; i < QUESTIONS; i++) {
            Map<String, String> question = Map.of("text", "What is Aurora?");
            JsonNode sent = node.ask("POST", "/api/conversations/" + conversation + "/messages", question);
            node.watch("/api/runs/" + sent.path("run").asString() + "/events");
        }
        node.ask("GET", "/api/conversations");
        node.ask("GET", "/api/conversations/" + conversation);
        node.ask("GET", "/api/search?q=Aurora");
        node.ask(
                "POST",
                "/v1/chat/completions",
                Map.of("model", "auto", "messages", List.of(Map.of("role", "user", "content", "What is Aurora?"))));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException changed) {
            throw changed.getCause();
        }
    }
}
