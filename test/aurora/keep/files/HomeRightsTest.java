package aurora.keep.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may look into a home. */
final class HomeRightsTest {
    @TempDir
    private Path temporary;

    private Path file(Path file, String rights) throws IOException {
        Files.writeString(file, "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        return file;
    }

    private Path folder(Path folder, String rights) throws IOException {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));
        return folder;
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void whatOthersMayUseIsTakenFromThemAndSaid() throws IOException {
        Path home = folder(temporary.toRealPath().resolve("home"), "rwxrwxrwx");
        Path yaml = file(home.resolve("aurora.yml"), "rw-r--r--");
        Path run = folder(home.resolve("passwords"), "rwxr-xr-x");
        Path password = file(run.resolve("redis"), "rw-rw-rw-");
        Path models = folder(home.resolve("models"), "rwx------");
        Path model = file(models.resolve("a.gguf"), "rw-r--r--");
        Path outside = file(temporary.resolve("outside"), "rw-r--r--");
        Files.createSymbolicLink(home.resolve("link"), outside);

        assertEquals(4, HomeRights.wide(home).size());
        List<String> said = HomeRights.tighten(home);
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.getFirst().startsWith(home + " and 3 more could be used by others"), said::toString);
        assertEquals("rwx------", rights(home));
        assertEquals("rwx------", rights(run));
        assertEquals("rw-------", rights(yaml));
        assertEquals("rw-------", rights(password));
        assertEquals("rw-r--r--", rights(model), "the owner's own, and no secret");
        assertEquals("rw-r--r--", rights(outside), "links are not followed");
        assertEquals(List.of(), HomeRights.tighten(home));
        assertEquals(List.of(), HomeRights.wide(home.resolve("none")));
    }
}
