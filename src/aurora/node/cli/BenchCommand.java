package aurora.node.cli;

import aurora.auth.AuthApi;
import aurora.base.Caller.Role;
import aurora.base.Clock;
import aurora.base.Ids;
import aurora.bench.EngineBench;
import aurora.bench.GatewayBench;
import aurora.bench.NodeBench;
import aurora.bench.Surroundings;
import aurora.router.RouterApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures, side by side with what is compared, in one run. */
@Command(name = "bench", description = "Measures: gateway, engine, decide or node; prints a report.")
final class BenchCommand implements Callable<Integer> {
    private enum What {
        GATEWAY,
        ENGINE,
        DECIDE,
        NODE
    }

    @Parameters(
            paramLabel = "WHAT",
            description = "gateway: against the bare engine and nginx; engine: the embedded one; decide: one decision;"
                    + " node: start, memory, size.")
    private What what = What.GATEWAY;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of each measurement; standard: 5.")
    private int seconds = 5;

    @Option(names = "--rounds", paramLabel = "N", description = "Repetitions; standard: 3.")
    private int rounds = 3;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the home of the node that is measured is made, and removed at the end;"
                    + " standard: the temporary files.")
    private Optional<Path> home = Optional.empty();

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the report there too.")
    private Optional<Path> report = Optional.empty();

    @Override
    public Integer call() throws Exception {
        if (seconds < 1 || seconds > 600 || rounds < 1 || rounds > 100) {
            throw new CommandFailure(CommandFailure.USAGE, "--seconds is 1 to 600 and --rounds 1 to 100.");
        }
        String before = Surroundings.now(Clock.system());
        String figures = switch (what) {
            case GATEWAY ->
                new GatewayBench(Duration.ofSeconds(seconds), rounds, home, Terminal::say).run(BenchCommand::prepare);
            case ENGINE -> EngineBench.embedded(rounds);
            case DECIDE -> EngineBench.decisions();
            case NODE -> NodeBench.run(rounds, home, Terminal::say);
        };
        String page = "# " + what.name().toLowerCase(java.util.Locale.ROOT) + "\n\n" + figures + "\nBefore: " + before
                + "  \nAfter: " + Surroundings.now(Clock.system()) + "\n";
        Terminal.print(page);
        if (report.isPresent()) {
            Files.writeString(report.get(), page);
        }
        return 0;
    }

    private static String prepare(String home, List<String> engines) throws CommandFailure {
        NodeCall node = NodeCall.to(Path.of(home));
        node.ask(
                "POST",
                "/api/auth/users",
                new AuthApi.AddUser("bench", Ids.secure().secret(18), Optional.of(Role.OWNER)));
        for (int i = 0; i + 1 < engines.size(); i += 2) {
            node.ask(
                    "POST",
                    "/api/engines",
                    new RouterApi.AddEngine(engines.get(i), engines.get(i + 1), Optional.empty()));
        }
        return node.ask("POST", "/api/auth/keys", new AuthApi.AddKey("bench", Optional.empty(), Optional.empty()))
                .path("secret")
                .asString();
    }
}
