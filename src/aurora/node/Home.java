package aurora.node;

import aurora.base.Refusal;
import aurora.ground.crypto.SecretFile;
import aurora.ground.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder in which a node keeps everything of its own, held by one process at a time.
 *
 * @param folder the folder
 * @param channel the open lock file; closing it lets go
 */
public record Home(Path folder, FileChannel channel) implements AutoCloseable {
    private static final String RUNNING = "running.json";

    /** What a running node tells about itself to commands on the same machine. */
    public record Running(
            String node, int port, long pid, String version, Instant since, Map<String, String> commandLine) {}

    /** Takes the home for this process. */
    public static Home take(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel = FileChannel.open(
                    folder.resolve("lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new Refusal(held(folder), null);
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(
                    String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new Home(folder, channel);
        } catch (IOException unwritable) {
            throw new Refusal(
                    "The home " + folder + " cannot be written (" + reason(unwritable)
                            + "). Choose another with --home, or make it yours.",
                    unwritable);
        }
    }

    private static String reason(IOException failed) {
        return switch (failed) {
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException file -> "a file is in its place";
            case FileSystemException other ->
                Optional.ofNullable(other.getReason()).orElse("it cannot be made");
            default -> String.valueOf(failed.getMessage());
        };
    }

    @SuppressWarnings("NullAway") // the JDK answers null when another process holds the lock
    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String held(Path folder) {
        return running(folder)
                .map(node -> "The home " + folder + " is in use: the node \"" + node.node()
                        + "\" runs there as process "
                        + node.pid() + " and answers at http://localhost:" + node.port() + ". End it with "
                        + command("down", folder) + ".")
                .orElseGet(() -> "The home " + folder + " is in use by another Aurora, process " + holder(folder)
                        + ", that is starting or stopping. Try again in a moment.");
    }

    private static String holder(Path folder) {
        try {
            String pid = Files.readString(folder.resolve("lock")).strip();
            return pid.matches("\\d{1,10}") ? pid : "unknown";
        } catch (IOException unreadable) {
            return "unknown";
        }
    }

    /** How a person writes {@code command} for the node in {@code folder}. */
    public static String command(String command, Path folder) {
        String text = folder.toString();
        String shown = text.matches("[\\w/.,:@%+=-]*") ? text : "'" + text.replace("'", "'\\''") + "'";
        return "./aurora " + command + (folder.equals(standard()) ? "" : " --home " + shown);
    }

    /** {@code ~/.aurora}. */
    public static Path standard() {
        return Path.of(System.getProperty("user.home", "."), ".aurora").toAbsolutePath();
    }

    /** The node that runs in {@code folder}, if one does. */
    public static Optional<Running> running(Path folder) {
        Path file = folder.resolve(RUNNING);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            Running node = Json.readOwn(Files.readString(file), Running.class);
            return ProcessHandle.of(node.pid()).filter(ProcessHandle::isAlive).map(alive -> node);
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether a process holds {@code folder} as its home; what was left by one that was killed does not count. */
    public static boolean isHeld(Path folder) {
        Path file = folder.resolve("lock");
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return tryLock(channel) == null;
        } catch (IOException unknown) {
            return true;
        }
    }

    /** Tells commands where the node answers. */
    public void announce(Running running) {
        SecretFile.replace(folder.resolve(RUNNING), Json.text(running));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(folder.resolve(RUNNING));
        channel.close();
    }
}
