package aurora.ground.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrowserTest {
    @TempDir
    Path snaps;

    @Test
    void aBrowserThatComesBySnapIsConfined() throws Exception {
        assertFalse(Browser.isConfined(snaps));
        assertFalse(Browser.isConfined(snaps.resolve("none")));
        Files.createFile(snaps.resolve("firefox"));
        assertTrue(Browser.isConfined(snaps));
    }
}
