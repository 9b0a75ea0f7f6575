package aurora.keep.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import aurora.NotRun;
import aurora.base.Clock;
import aurora.base.Refusal;
import aurora.ground.process.ChildSpec;
import aurora.ground.process.Programs;
import aurora.ground.process.Spawner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Archives made by the machine's own {@code tar}. */
final class TarReaderTest {
    @TempDir
    Path folder;

    @Test
    void whatTarPacksIsUnpackedTheSame() throws Exception {
        if (cannotPack("whatTarPacksIsUnpackedTheSame")) {
            return;
        }
        byte[] tar = packed("ustar");
        Path to = Places.folder(folder.resolve("out"), "rwxr-xr-x");
        unpack(tar, to);
        Path from = folder.resolve("in");
        assertEquals(-1, Files.mismatch(from.resolve("a/big"), to.resolve("a/big")));
        assertEquals(0, Files.size(to.resolve("empty")));
        assertEquals("a/big", Files.readSymbolicLink(to.resolve("link")).toString());
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("run"))));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("a/big"))));
    }

    @Test
    void damagedArchivesAreRefused() throws Exception {
        if (cannotPack("damagedArchivesAreRefused")) {
            return;
        }
        byte[] tar = packed("ustar");
        assertThrows(IOException.class, () -> unpack(Arrays.copyOf(tar, 700), folder.resolve("half")));
        byte[] size = tar.clone();
        size[124] = 'x';
        assertThrows(IOException.class, () -> unpack(size, folder.resolve("size")));
        byte[] kind = tar.clone();
        kind[156] = 'S';
        assertThrows(IOException.class, () -> unpack(kind, folder.resolve("kind")));
    }

    @Test
    void nothingIsWrittenOutsideTheFolder() throws Exception {
        if (cannotPack("nothingIsWrittenOutsideTheFolder")) {
            return;
        }
        byte[] tar = packed("ustar");
        byte[] name = "../evil\0".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, tar, 0, name.length);
        IOException refused =
                assertThrows(IOException.class, () -> unpack(tar, Places.folder(folder.resolve("x"), "rwxr-xr-x")));
        assertEquals("the archive holds the path ../evil, which leads out of it", refused.getMessage());
        assertFalse(Files.exists(folder.resolve("evil")));
    }

    @Test
    void anUnpackingThatFailedIsDoneAgain() throws InterruptedException {
        assertThrows(
                Refusal.class,
                () -> Unpacked.once(folder, "thing", into -> {
                    Files.writeString(into.resolve("part"), "half");
                    throw new IOException("disk full");
                }));
        Path place = Unpacked.once(folder, "thing", into -> Files.writeString(into.resolve("whole"), "yes"));
        assertFalse(Files.exists(place.resolve("part")));
        assertEquals(place, Unpacked.once(folder, "thing", into -> {
            throw new IOException("not again");
        }));
    }

    private static boolean cannotPack(String test) {
        return NotRun.unless(Programs.find("tar").isPresent(), "TarReaderTest, " + test, "no tar on the PATH");
    }

    private byte[] packed(String format) throws Exception {
        Path from = folder.resolve("in");
        Files.createDirectories(from.resolve("a"));
        byte[] big = new byte[100_000];
        new Random(5).nextBytes(big);
        Files.write(from.resolve("a/big"), big);
        Files.writeString(from.resolve("empty"), "");
        Files.writeString(from.resolve("run"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(from.resolve("run"), PosixFilePermissions.fromString("rwxr-x---"));
        Files.deleteIfExists(from.resolve("link"));
        Files.createSymbolicLink(from.resolve("link"), Path.of("a/big"));
        Path tar = folder.resolve("in.tar");
        try (Spawner spawner = new Spawner(Clock.system())) {
            spawner.run(
                    ChildSpec.of(
                                    "tar",
                                    List.of(
                                            "tar",
                                            "--format=" + format,
                                            "-cf",
                                            tar.toString(),
                                            "empty",
                                            "a",
                                            "run",
                                            "link"))
                            .in(from),
                    Duration.ofSeconds(20));
        }
        return Files.readAllBytes(tar);
    }

    private static void unpack(byte[] tar, Path to) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(packed, new LZMA2Options(0))) {
            xz.write(tar);
        }
        InputStream in = new ByteArrayInputStream(packed.toByteArray());
        Unpacked.txz(in, packed.size(), to, done -> {});
    }
}
