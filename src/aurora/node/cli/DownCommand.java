package aurora.node.cli;

import aurora.ground.process.Processes;
import aurora.node.Home;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends the node. */
@Command(
        name = "down",
        description = "Ends the node; answers being rendered are kept and can be resumed. Kills one that hangs.")
final class DownCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One that gives no sign of life rarely ends by itself. */
    private static final Duration PATIENCE_HUNG = Duration.ofSeconds(5);

    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    @Mixin
    private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Optional<Home.Running> found = Home.running(home.folder()).filter(node -> Home.isHeld(home.folder()));
        Optional<ProcessHandle> running = found.flatMap(node -> ProcessHandle.of(node.pid()));
        if (running.isEmpty()) {
            Terminal.say("No node runs in " + home.folder() + ".");
            return 0;
        }
        Home.Running node = found.orElseThrow();
        ProcessHandle process = running.get();
        // asked before it is told to end, and one whose door is closed is ending already
        boolean hangs = NodeCall.door(node) == NodeCall.Door.SILENT;
        if (!process.destroy()) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "Process " + process.pid() + " belongs to somebody else; end it as that user.");
        }
        if (hangs) {
            Terminal.say("It does not answer: it gets " + PATIENCE_HUNG.toSeconds() + " s to end, then process "
                    + process.pid() + " is killed.");
        }
        if (Processes.ended(process, hangs ? PATIENCE_HUNG : PATIENCE)) {
            Terminal.say("The node \"" + node.node() + "\" has ended.");
            return 0;
        }
        process.destroyForcibly();
        if (!Processes.ended(process, AFTER_KILL)) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "Process " + process.pid() + " cannot be killed: the machine itself waits, mostly for a disk. Its"
                            + " log is in " + home.folder().resolve("logs") + ".");
        }
        Terminal.say("The node \"" + node.node() + "\" was killed. What was stored is kept; why it hung may stand in "
                + home.folder().resolve("logs") + ".");
        return 0;
    }
}
