package aurora.node.cli;

import aurora.ground.crypto.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Hands the set-up link to the browser without showing it: what a program is started with can be read by every user of
 * the machine. So the browser is started with the address of a file that only its owner can read, and the file leads on
 * to the link.
 */
final class SetupPage {
    private static final String FILE = "setup.html";

    private SetupPage() {}

    /** Writes the file into {@code home}, and tells its address. */
    static URI write(Path home, String link) {
        Path file = home.resolve(FILE);
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

    /** Removes what {@link #write} has left in {@code home}. */
    static void remove(Path home) {
        try {
            Files.deleteIfExists(home.resolve(FILE));
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }
}
