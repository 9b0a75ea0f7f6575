package aurora.ground.process;

import aurora.ground.log.Log;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens a page in the person's browser, where there is a desktop. */
public final class Browser {
    private static final Log LOG = Log.of("process");

    private static final List<String> CONFINED = List.of("firefox", "chromium", "brave");

    private Browser() {}

    /** Whether there is a desktop, and something that opens pages on it. */
    public static boolean isThere() {
        boolean desktop = isMac() || System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        return desktop && opener().isPresent();
    }

    /** Whether the browser may be one that is kept from reading hidden folders, as those that come by Snap are. */
    public static boolean isConfined() {
        return isConfined(Path.of("/snap/bin"));
    }

    static boolean isConfined(Path snaps) {
        return CONFINED.stream().anyMatch(name -> Files.exists(snaps.resolve(name)));
    }

    /**
     * Opens {@code address}, or does nothing where nothing opens pages. Every user of the machine can read the address:
     * it must hold no secret.
     */
    public static void open(URI address) {
        Optional<Path> opener = opener();
        if (opener.isEmpty()) {
            return;
        }
        try {
            new ProcessBuilder(opener.get().toString(), address.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noBrowser) {
            LOG.info("browser.none", "why", String.valueOf(noBrowser.getMessage()));
        }
    }

    private static boolean isMac() {
        return System.getProperty("os.name", "").startsWith("Mac");
    }

    private static Optional<Path> opener() {
        return Programs.find(isMac() ? "open" : "xdg-open");
    }
}
