package aurora.node.cli;

import aurora.ground.crypto.SecretFile;
import aurora.ground.log.Log;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Hands the set-up link to the browser without showing it: what a program is started with can be read by every user of
 * the machine. So the browser is started with the address of a file that only its owner can read, and the file leads on
 * to the link. Closing removes the file.
 */
final class SetupPage implements AutoCloseable {
    private static final String FILE = "setup.html";

    private static final Log LOG = Log.of("node");

    private final Path file;

    /** A page in {@code home}, not written yet. */
    SetupPage(Path home) {
        this.file = home.resolve(FILE);
    }

    /** Writes the file, and tells its address. */
    URI leadingTo(String link) {
        SecretFile.replace(file, """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="referrer" content="no-referrer">
                <meta http-equiv="refresh" content="0; url=%1$s">
                <title>Aurora</title>
                <p><a href="%1$s">Make this node yours</a></p>
                </html>
                """.formatted(link));
        return file.toUri();
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            // The link in it is of no use once the node has ended.
            LOG.info("setup.page.stays", "why", String.valueOf(stays.getMessage()));
        }
    }
}
