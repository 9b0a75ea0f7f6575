package aurora.node.cli;

import aurora.node.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the version. */
@Command(name = "version", description = "Prints the version of Aurora and of Java.")
final class VersionCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        Terminal.print("aurora " + Version.NUMBER + " (Java " + Runtime.version() + ")");
        return 0;
    }
}
