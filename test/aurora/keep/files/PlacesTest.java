package aurora.keep.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of a home, also when several programs start at the same moment. */
final class PlacesTest {
    @TempDir
    Path home;

    @Test
    void severalMayMakeTheSameFolderAtOnce() throws Exception {
        int many = 4;
        CyclicBarrier together = new CyclicBarrier(many);
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            for (int round = 0; round < 200; round++) {
                Path folder = home.resolve("above" + round).resolve("passwords");
                List<Future<Path>> made = new ArrayList<>();
                for (int i = 0; i < many; i++) {
                    made.add(threads.submit(() -> {
                        together.await();
                        return Places.folder(folder, "rwx------");
                    }));
                }
                for (Future<Path> each : made) {
                    assertEquals(folder, each.get());
                }
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
            }
        }
    }

    @Test
    void aFileOfThatNameIsNoFolder() throws Exception {
        Files.writeString(home.resolve("logs"), "");
        assertThrows(FileAlreadyExistsException.class, () -> Places.folder(home.resolve("logs"), "rwx------"));
    }
}
