package aurora.node.cli;

import java.time.ZoneId;
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

    @Option(names = "--json", description = "Prints what GET /api/status answers.")
    private boolean json;

    @Override
    public Integer call() throws CommandFailure {
        NodeCall node = NodeCall.to(home.folder());
        JsonNode status = node.ask("GET", "/api/status");
        if (json) {
            Terminal.print(status.toPrettyString());
            return status.path("ready").asBoolean() ? 0 : CommandFailure.FAILED;
        }
        Terminal.print(head(status, ZoneId.systemDefault()) + ", http://localhost:"
                + node.node().port());
        Terminal.print("");
        Terminal.table(programs(status.path("programs"), ZoneId.systemDefault()));
        Terminal.print("");
        Terminal.table(EngineCommand.Show.rows(node.ask("GET", "/api/engines")));
        troubles(status.path("programs")).forEach(Terminal::print);
        return status.path("ready").asBoolean() ? 0 : CommandFailure.FAILED;
    }

    static String head(JsonNode status, ZoneId zone) {
        List<String> missing = new ArrayList<>();
        status.path("missing").forEach(each -> missing.add(each.asString()));
        return "Node " + status.path("node").asString() + ", Aurora "
                + status.path("version").asString() + ", "
                + (status.path("ready").asBoolean() ? "ready" : "not ready: " + String.join("; ", missing)) + ", since "
                + Terminal.time(status.path("since").asString(), zone);
    }

    /** The file a program was started from is shown when it is not Aurora's own. */
    static List<List<String>> programs(JsonNode programs, ZoneId zone) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PROGRAM", "DRIVER", "STATE", "SINCE", "VERSION", "ADDRESS", "FROM"));
        for (JsonNode program : programs) {
            String driver = program.path("driver").asString();
            rows.add(List.of(
                    program.path("name").asString(),
                    driver,
                    program.path("state").asString(),
                    Terminal.time(program.path("since").asString(), zone),
                    program.path("version").asString(),
                    program.path("address").asString(),
                    driver.equals("installed") ? program.path("program").asString() : ""));
        }
        return rows;
    }

    /** What there is to say about programs that are not ready, and how an Ollama of this machine gets a model. */
    static List<String> troubles(JsonNode programs) {
        List<String> lines = new ArrayList<>();
        for (JsonNode program : programs) {
            String name = program.path("name").asString();
            String detail = program.path("detail").asString("");
            boolean ready = program.path("state").asString().equals("ready");
            if (!ready && !detail.isEmpty()) {
                lines.addAll(List.of("", name + ": " + detail));
            }
            String started = program.path("address").asString();
            if (ready
                    && name.equals("ollama")
                    && !program.path("driver").asString().equals("external")) {
                lines.addAll(List.of("", "A model for it: OLLAMA_HOST=" + started + " ollama pull llama3.2"));
            }
            if (!ready && !program.path("lastLines").isEmpty()) {
                lines.addAll(List.of("", "Last lines of " + name + ":"));
                program.path("lastLines").forEach(line -> lines.add("  " + line.asString()));
            }
        }
        return lines;
    }
}
