package aurora.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aurora.keep.files.DataFolder.Left;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of databases that no home leads to. */
final class DoctorCommandTest {
    @TempDir
    Path folder;

    @Test
    void whatOtherHomesLeftIsNotTakenForThisOnes() throws Exception {
        Path data = Path.of("/data/x");
        Path here = Files.createDirectory(folder.resolve("here"));
        Path other = folder.resolve("other");
        assertEquals(
                List.of("left behind", "/data/x, 7 B, not this home's: " + other + " is gone", "rm -r /data/x"),
                DoctorCommand.leftData(new Left(data, Optional.of(other), 7), other, here));
        assertEquals(
                List.of("left behind", "/data/x, 7 B, of an earlier home here, that is gone", "rm -r /data/x"),
                DoctorCommand.leftData(new Left(data, Optional.of(here), 7), here, here));
        assertEquals(
                List.of(
                        "not known",
                        "/data/x and 1 more beside it, 14 B, whose is not known",
                        "keep them while a home's file data-folder may name them"),
                DoctorCommand.nobodysData(
                        List.of(new Left(data, Optional.empty(), 7), new Left(data, Optional.empty(), 7))));
        assertEquals(
                "when that disk is not only unmounted: rm -r /data/x",
                DoctorCommand.leftData(
                                new Left(data, Optional.of(folder.resolve("disk/home")), 7),
                                folder.resolve("disk/home"),
                                here)
                        .getLast());
    }
}
