package aurora.node.cli;

import aurora.node.Home;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --home}, the same for every command. */
final class HomeOption {
    @Option(names = "--home", paramLabel = "DIR", description = "The node's own folder; standard: ~/.aurora.")
    private Path home = Home.standard();

    Path folder() {
        return home.toAbsolutePath().normalize();
    }
}
