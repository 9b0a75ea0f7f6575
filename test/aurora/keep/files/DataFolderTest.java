package aurora.keep.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Ids;
import aurora.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose databases a folder outside of the homes holds. */
final class DataFolderTest {
    private static final Ids IDS = Ids.secure();

    @TempDir
    private Path folder;

    private Path nodes = Path.of("/");
    private Path home = Path.of("/");

    @BeforeEach
    void make() throws IOException {
        nodes = folder.toRealPath().resolve("nodes");
        home = Files.createDirectory(folder.toRealPath().resolve("home"));
    }

    private Path copied() throws IOException {
        Path copy = Files.createDirectory(folder.toRealPath().resolve("copy"));
        Files.copy(home.resolve("data-folder"), copy.resolve("data-folder"));
        return copy;
    }

    private Path of(Path of) throws IOException {
        return DataFolder.of(of, nodes, IDS);
    }

    @Test
    void aHomeKeepsItsFolder() throws IOException {
        Path data = of(home);
        assertEquals(data, of(home));
        assertEquals(Optional.of(data), DataFolder.elsewhere(home));
        Path link = Files.createSymbolicLink(folder.resolve("link"), home);
        assertEquals(data, of(link), "it is the same home by another name");
    }

    @Test
    void aCopyIsRefusedAndToldWhatToDo() throws IOException {
        Path data = of(home);
        Path copy = copied();
        String why = String.valueOf(assertThrows(Refusal.class, () -> of(copy)).getMessage());
        assertTrue(why.contains(copy + " is a copy of the home " + home), why);
        assertEquals(data, of(home), "the first goes on");
        Files.delete(copy.resolve("data-folder"));
        assertNotEquals(data, of(copy), "as it was told");
    }

    @Test
    void aCopyMayTakeThePlaceOfTheFirst() throws IOException {
        Path data = of(home);
        Path copy = copied();
        Files.delete(home.resolve("data-folder"));
        assertEquals(data, of(copy));
        assertNotEquals(data, of(home));
    }

    @Test
    void aMovedHomeTakesItsDatabasesAlong() throws IOException {
        Path data = of(home);
        Path moved = Files.move(home, folder.toRealPath().resolve("moved"));
        assertEquals(data, of(moved));
        Files.createDirectory(home);
        assertNotEquals(data, of(home), "a new home in the old place is another one");
        assertEquals(data, of(moved));
    }

    @Test
    void aDamagedFileIsSaidWithWhereTheDatabasesLie() throws IOException {
        Path data = of(home);
        for (byte[] damage : List.of(new byte[] {(byte) 0xff, (byte) 0xfe, 3, (byte) 0x80}, new byte[] {'x', 0, 'y'})) {
            Files.write(home.resolve("data-folder"), damage);
            String why =
                    String.valueOf(assertThrows(Refusal.class, () -> of(home)).getMessage());
            assertTrue(why.contains("data-folder is damaged"), why);
            assertTrue(why.contains("They lie in " + data + ": write just this path"), why);
            assertEquals(List.of(), DataFolder.left(nodes), "whose it is, is not known");
        }
        Files.writeString(home.resolve("data-folder"), data.toString());
        assertEquals(data, of(home), "as it was told");
    }

    @Test
    void aDamagedPasswordIsSaid() throws IOException {
        Places places = new Places(home, home, home, Optional.empty());
        String made = places.password("redis", IDS, "lost");
        assertEquals(made, places.password("redis", IDS, "lost"));
        Path file = home.resolve("passwords").resolve("redis");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 3, (byte) 0x80});
        String why = String.valueOf(assertThrows(Refusal.class, () -> places.password("redis", IDS, "It is lost."))
                .getMessage());
        assertTrue(why.startsWith(file + " is damaged") && why.endsWith("It is lost."), why);
    }

    @Test
    void foldersWithoutAHomeAreFound() throws IOException {
        assertEquals(List.of(), DataFolder.left(nodes));
        Path data = of(home);
        assertEquals(List.of(), DataFolder.left(nodes));
        Files.createDirectory(data.resolve("postgres"));
        Files.writeString(data.resolve("postgres/table"), "x".repeat(5000));
        Files.delete(home.resolve("data-folder"));
        long bytes = 5000 + home.toString().length();
        assertEquals(List.of(new DataFolder.Left(data, Optional.of(home), bytes)), DataFolder.left(nodes));
        Path unclear = Files.createDirectories(nodes.resolve("unclear/home")).getParent();
        assertEquals(
                List.of(data),
                DataFolder.left(nodes).stream().map(DataFolder.Left::folder).toList(),
                unclear + " cannot be read, and may be somebody's");
        Files.writeString(data.resolve("postgres/postmaster.pid"), "1");
        assertEquals(List.of(), DataFolder.left(nodes), "a server may run in it");
    }
}
