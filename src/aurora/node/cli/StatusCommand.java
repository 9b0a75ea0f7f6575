package aurora.node.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Shows how the node does. */
@Command(name = "status", description = "Shows the node, the programs beside it, and its engines.")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Option(names = "--json", description = "Prints the node's own answer.")
    private boolean json;

    @Override
    public Integer call() throws CommandFailure {
        NodeCall node = NodeCall.to(home.folder());
        JsonNode status = node.ask("GET", "/api/status");
        if (json) {
            Terminal.print(status.toPrettyString());
            return status.path("ready").asBoolean() ? 0 : CommandFailure.FAILED;
        }
        Terminal.print("Node " + status.path("node").asString() + ", Aurora "
                + status.path("version").asString() + ", "
                + (status.path("ready").asBoolean() ? "ready" : "not ready: " + status.path("missing")) + ", since "
                + status.path("since").asString() + ", http://localhost:"
                + node.node().port());
        Terminal.print("");
        List<List<String>> programs = new ArrayList<>();
        programs.add(List.of("PROGRAM", "DRIVER", "STATE", "SINCE", "VERSION", "ADDRESS"));
        for (JsonNode program : status.path("programs")) {
            programs.add(List.of(
                    program.path("name").asString(),
                    program.path("driver").asString(),
                    program.path("state").asString(),
                    program.path("since").asString(),
                    program.path("version").asString(),
                    program.path("address").asString()));
        }
        Terminal.table(programs);
        Terminal.print("");
        Terminal.table(EngineCommand.Show.rows(node.ask("GET", "/api/engines")));
        for (JsonNode program : status.path("programs")) {
            if (!program.path("state").asString().equals("ready")
                    && !program.path("lastLines").isEmpty()) {
                Terminal.print("");
                Terminal.print("Last lines of " + program.path("name").asString() + ":");
                program.path("lastLines").forEach(line -> Terminal.print("  " + line.asString()));
            }
        }
        return status.path("ready").asBoolean() ? 0 : CommandFailure.FAILED;
    }
}
