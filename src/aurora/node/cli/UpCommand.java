package aurora.node.cli;

import aurora.ground.process.Browser;
import aurora.ground.process.Worker;
import aurora.node.Settings;
import aurora.node.Wiring;
import aurora.web.Web;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the node and stays until it is told to end. */
@Command(name = "up", description = "Starts this node and stays in the foreground; Ctrl-C ends it.")
final class UpCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--port",
            paramLabel = "N",
            converter = PortNumber.class,
            description = "Port of the page and the API; standard: 3000.")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "What this node is called; standard: the machine's name.")
    private Optional<String> node = Optional.empty();

    @Option(names = "--no-browser", description = "Does not open the page.")
    private boolean noBrowser;

    @Override
    public Integer call() throws CommandFailure {
        NodeCall.refuseMute(home.folder());
        Map<String, String> settings = new HashMap<>();
        port.ifPresent(number -> settings.put(Web.PORT.key(), String.valueOf(number)));
        node.ifPresent(name -> settings.put(Settings.NODE.key(), name));
        Ending ending = new Ending().onSignals();
        try (ProgressLine progress = ProgressLine.onTerminal();
                Wiring wiring = Wiring.start(home.folder(), settings, progress);
                SetupPage page = new SetupPage(home.folder())) {
            ending.ready();
            progress.over();
            String address = "http://localhost:" + wiring.port();
            Optional<String> link = wiring.setupCode().map(code -> address + "/setup#" + code);
            Terminal.print("Aurora node \"" + wiring.name() + "\" is ready at " + address);
            link.ifPresent(once -> Terminal.print("Make yourself its owner, once: " + once));
            wiring.warnings().forEach(Terminal::say);
            wiring.missing().forEach(lacking -> Terminal.say("But " + lacking + "."));
            Terminal.say("Ctrl-C ends it. Home: " + home.folder() + where(wiring.data()));
            if (!noBrowser && Browser.isThere()) {
                // A confined browser could not read the file; its page says to open the link that stands above.
                Browser.open(link.filter(once -> !Browser.isConfined())
                        .map(page::leadingTo)
                        .orElse(URI.create(address)));
            }
            stay(ending);
            Terminal.say("Ending ...");
        } catch (InterruptedException early) {
            Terminal.say("Ended before the node was ready.");
            return CommandFailure.FAILED;
        } finally {
            ending.over();
        }
        return 0;
    }

    /** Until it is asked to end. The cache is made beside the node, not before: a person waits for the first start. */
    private static void stay(Ending ending) throws InterruptedException {
        Optional<Rehearsal> rehearsal = Rehearsal.due().map(Rehearsal::beside);
        if (rehearsal.isEmpty()) {
            ending.await();
            return;
        }
        Terminal.say("A faster start is prepared in the background, once.");
        Worker worker = Worker.start("rehearsal", () -> rehearsal.get().run().ifPresent(Terminal::say));
        try {
            ending.await();
        } finally {
            worker.close();
        }
    }

    /** As root the databases lie outside of the home. */
    private String where(Path data) {
        return data.startsWith(home.folder()) ? "" : "; its databases: " + data;
    }
}
