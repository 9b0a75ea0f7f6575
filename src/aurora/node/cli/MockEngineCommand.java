package aurora.node.cli;

import aurora.engine.mock.MockEngine;
import aurora.ground.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the mock engine. */
@Command(name = "mock-engine", description = "Starts an engine that only pretends, for tests and benchmarks.")
final class MockEngineCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = PortNumber.OrAny.class,
            description = "Its port on the loopback address; standard: a free one, kept in the home.")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Its speed, slots, models and script; standard: instant.")
    private String profile = "";

    @Override
    public Integer call() throws InterruptedException, CommandFailure {
        List<String> arguments = new ArrayList<>(List.of("--port", String.valueOf(port())));
        if (!profile.isEmpty()) {
            arguments.addAll(List.of("--profile", profile));
        }
        return MockEngine.run(arguments, System.out, Terminal::fail);
    }

    private int port() throws CommandFailure {
        if (port.isPresent()) {
            return port.get();
        }
        try {
            Files.createDirectories(
                    home.folder(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new Ports(home.folder().resolve("mock-engine-port")).of("mock-engine");
        } catch (IOException unwritable) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "The home " + home.folder() + " cannot be written to keep a port: give one with --port.");
        }
    }
}
