package aurora.node.cli;

import aurora.node.Home;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends the node. */
@Command(name = "down", description = "Ends the node; answers being rendered are kept and can be resumed.")
final class DownCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Optional<Home.Running> node = Home.running(home.folder());
        if (node.isEmpty()) {
            Terminal.say("No node runs in " + home.folder() + ".");
            return 0;
        }
        ProcessHandle process = ProcessHandle.of(node.get().pid()).orElseThrow();
        if (!process.destroy()) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "Process " + process.pid() + " belongs to somebody else; end it as that user.");
        }
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException stuck) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "Process " + process.pid() + " has not ended after " + PATIENCE.toSeconds() + " s. Its log is in "
                            + home.folder().resolve("logs") + ".");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        Terminal.say("The node \"" + node.get().node() + "\" has ended.");
        return 0;
    }
}
