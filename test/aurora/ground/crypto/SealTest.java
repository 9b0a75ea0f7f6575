package aurora.ground.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Ids;
import aurora.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealTest {
    @TempDir
    Path folder;

    @Test
    void whatIsSealedOpensInItsContextOnly() {
        Seal seal = Seal.at(folder.resolve("seal.key"), Ids.secure());
        String sealed = seal.seal("sk-12345 ü", "engine a");
        assertFalse(sealed.contains("12345"));
        assertNotEquals(sealed, seal.seal("sk-12345 ü", "engine a"));
        assertEquals(Optional.of("sk-12345 ü"), seal.open(sealed, "engine a"));
        assertEquals(Optional.empty(), seal.open(sealed, "engine b"));
        assertEquals(Optional.empty(), seal.open(sealed.substring(0, sealed.length() - 2), "engine a"));
        for (String other : new String[] {"", "s1.", "s1.???", "s1.AAAA", "s2." + sealed.substring(3), "plain"}) {
            assertEquals(Optional.empty(), seal.open(other, "engine a"), other);
        }
    }

    @Test
    void eachPurposeHasItsOwnKey() throws IOException {
        Path file = folder.resolve("seal.key");
        Seal seal = Seal.at(file, Ids.secure());
        String one = seal.derived("one");
        assertEquals(43, one.length());
        assertEquals(one, Seal.at(file, Ids.secure()).derived("one"));
        assertNotEquals(one, seal.derived("two"));
        assertNotEquals(one, Files.readString(file).strip());
        assertNotEquals(one, Seal.at(folder.resolve("other.key"), Ids.secure()).derived("one"));
    }

    @Test
    void everyChangedByteIsNoticed() {
        Seal seal = Seal.at(folder.resolve("seal.key"), Ids.secure());
        String sealed = seal.seal("secret", "context");
        for (int i = 3; i < sealed.length() - 1; i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            assertEquals(Optional.empty(), seal.open(changed, "context"), "at " + i);
        }
    }

    @Test
    void theKeyIsKeptAndOnlyItsOwnerReadsIt() throws IOException {
        Path file = folder.resolve("home/keys/seal.key");
        String sealed = Seal.at(file, Ids.secure()).seal("x", "c");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(Optional.of("x"), Seal.at(file, Ids.secure()).open(sealed, "c"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Seal other = Seal.at(folder.resolve("other.key"), Ids.secure());
        assertEquals(Optional.empty(), other.open(sealed, "c"));
        try (var files = Files.list(file.getParent())) {
            assertEquals(1, files.count(), "no temporary file is left");
        }
    }

    @Test
    void aDamagedKeyIsRefusedWithTheFilesName() throws IOException {
        for (String bad : new String[] {"", "short", "???", "A".repeat(70_000)}) {
            Path file = folder.resolve("bad.key");
            Files.writeString(file, bad);
            Refusal refusal = assertThrows(Refusal.class, () -> Seal.at(file, Ids.secure()));
            assertTrue(String.valueOf(refusal.getMessage()).contains("bad.key"), refusal.getMessage());
        }
    }

    @Test
    void bytesThatAreNoTextAreADamagedKey() throws IOException {
        Path file = folder.resolve("bad.key");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 3, (byte) 0x80, 5, 6, 7});
        String why = String.valueOf(
                assertThrows(Refusal.class, () -> Seal.at(file, Ids.secure())).getMessage());
        assertTrue(why.contains("bad.key is damaged") && why.contains("engines' keys must be given again"), why);
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedWithTheFilesName() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        Refusal refusal = assertThrows(Refusal.class, () -> SecretFile.replace(notAFolder.resolve("x"), "text"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("file/x"), refusal.getMessage());
    }

    @Test
    void replacingAFileLeavesTheNewTextOnly() throws IOException {
        Path file = folder.resolve("credential");
        SecretFile.replace(file, "one");
        SecretFile.replace(file, "two");
        assertEquals("two", Files.readString(file));
        assertEquals("two", SecretFile.readOrMake(file, () -> "three"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }
}
