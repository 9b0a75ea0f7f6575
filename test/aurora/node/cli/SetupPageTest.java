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
        SetupPage page = new SetupPage(home);
        URI address = page.leadingTo(LINK);
        assertFalse(address.toString().contains("mRz1"), address.toString());
        Path file = Path.of(address);
        assertTrue(Files.readString(file).contains("url=" + LINK + "\""), "it leads on to the link");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        page.leadingTo(LINK + "x");
        assertTrue(Files.readString(file).contains(LINK + "x\""), "each start has its own");
        page.close();
        assertFalse(Files.exists(file));
    }

    @Test
    void aPageThatWasNotWrittenEndsQuietly() throws Exception {
        new SetupPage(home).close();
        new SetupPage(Files.writeString(home.resolve("file"), "not a folder")).close();
    }
}
