package aurora.node.cli;

import aurora.engine.mock.MockEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the mock engine. */
@Command(name = "mock-engine", description = "Starts an engine that only pretends, for tests and benchmarks.")
final class MockEngineCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "N", required = true, description = "Its port on the loopback address.")
    private int port;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Its speed, slots, models and script; standard: instant.")
    private String profile = "";

    @Override
    public Integer call() throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--port", String.valueOf(port)));
        if (!profile.isEmpty()) {
            arguments.addAll(List.of("--profile", profile));
        }
        return MockEngine.run(arguments, System.out, System.err);
    }
}
