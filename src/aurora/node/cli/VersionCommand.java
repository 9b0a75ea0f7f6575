package aurora.node.cli;

import aurora.node.Home;
import aurora.node.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the version. */
@Command(
        name = "version",
        description = "Prints the version of Aurora and Java, and tells of a node in the home that runs another.")
final class VersionCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Override
    public Integer call() {
        Terminal.print("aurora " + Version.NUMBER + " (Java " + Runtime.version() + ")");
        Home.running(home.folder())
                .filter(node -> !node.version().equals(Version.NUMBER))
                .ifPresent(node -> Terminal.print("The node \"" + node.node() + "\" still runs " + node.version()
                        + "; " + Home.command("down", home.folder()) + " and " + Home.command("up", home.folder())
                        + " change it to this one."));
        return 0;
    }
}
