package aurora.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The set-up link on its way to the browser. */
final class SetupPageTest {
    private static final String LINK = "http://localhost:3000/setup#mRz1-pan_4711";

    @TempDir
    Path home;

    @Test
    void whatTheBrowserIsStartedWithHoldsNoSecret() throws Exception {
        URI address = SetupPage.write(home, LINK);
        assertFalse(address.toString().contains("mRz1"), address.toString());
        Path file = Path.of(address);
        assertTrue(Files.readString(file).contains("url=" + LINK + "\""), "it leads on to the link");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        SetupPage.write(home, LINK + "x");
        assertTrue(Files.readString(file).contains(LINK + "x\""), "each start has its own");
        SetupPage.remove(home);
        assertFalse(Files.exists(file));
        SetupPage.remove(home);
    }
}
