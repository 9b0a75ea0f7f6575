package aurora.ground.process;

import aurora.ground.log.Log;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Opens a page in the person's browser, where there is a desktop. */
public final class Browser {
    private static final Log LOG = Log.of("process");

    private Browser() {}

    /** Opens {@code address}, or does nothing on a machine without a desktop. */
    public static void open(URI address) {
        boolean mac = System.getProperty("os.name", "").startsWith("Mac");
        boolean desktop = mac || System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
        Optional<Path> opener = Programs.find(mac ? "open" : "xdg-open");
        if (!desktop || opener.isEmpty()) {
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
}
