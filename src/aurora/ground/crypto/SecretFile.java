package aurora.ground.crypto;

import aurora.base.Refusal;
import aurora.ground.log.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A small file that only its owner can read (mode 0600, in a folder of mode 0700 when it makes one). It appears whole
 * and on disk, or not at all.
 */
public final class SecretFile {
    /** No secret is longer, in bytes; a longer file is not ours. */
    public static final int BYTES_MAX = 64 << 10;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Log LOG = Log.of("crypto");

    private SecretFile() {}

    /**
     * The text of {@code file}; made by {@code first} when there is no such file. Two that make it at once read the
     * same text.
     *
     * @throws Refusal when it can be neither read nor made; the message says which file
     */
    public static String readOrMake(Path file, Supplier<String> first) {
        try {
            if (!Files.exists(file)) {
                Path whole = beside(file, first.get());
                try {
                    Files.createLink(file, whole);
                } catch (FileAlreadyExistsException othersWere) {
                    LOG.info("crypto.file.shared", "file", String.valueOf(file.getFileName()));
                } finally {
                    Files.delete(whole);
                }
                syncFolder(file);
            }
            return read(file);
        } catch (IOException failed) {
            throw new Refusal("Cannot read or make " + file + ": " + failed.getMessage(), failed);
        }
    }

    /**
     * Puts {@code text} into {@code file} in place of what was there.
     *
     * @throws Refusal when it cannot be written; the message says which file
     */
    public static void replace(Path file, String text) {
        try {
            Files.move(beside(file, text), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(file);
        } catch (IOException failed) {
            throw new Refusal("Cannot write " + file + ": " + failed.getMessage(), failed);
        }
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException("it is longer than " + BYTES_MAX + " bytes, so it is not one of Aurora's");
        }
        if (!Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
            LOG.warn("crypto.file.tightened", "file", String.valueOf(file.getFileName()));
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
        // bytes that are no text do not fail here: who knows what belongs there says what it means
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static Path beside(Path file, String text) throws IOException {
        Path folder = folder(file);
        if (!Files.isDirectory(folder)) {
            FileAttribute<?> closed =
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(folder, closed);
        }
        Path whole = Files.createTempFile(
                folder, file.getFileName() + ".", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return whole;
    }

    private static void syncFolder(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(folder(file), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is not a file in a folder");
        }
        return folder;
    }
}
