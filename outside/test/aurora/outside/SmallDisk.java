package aurora.outside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A file system in memory whose size a test changes: made so small that nothing fits any more, and large again.
 * Unmounted by {@link #close}, and when the test's process ends.
 */
final class SmallDisk implements AutoCloseable {
    private static final Duration MAX = Duration.ofSeconds(20);

    private final Path folder;
    private final int mebibytes;
    private final Thread atEnd;

    private SmallDisk(Path folder, int mebibytes) {
        this.folder = folder;
        this.mebibytes = mebibytes;
        this.atEnd = new Thread(this::unmount);
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    /** Mounts one; empty, with a note, where that is not possible. */
    static Optional<SmallDisk> of(int mebibytes, String test) throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("aurora-outside-disk-");
            if (!NotRun.has("mount")) {
                NotRun.note(test, "there is no mount here");
                return Optional.empty();
            }
            String trouble = NotRun.trouble(
                    MAX, "mount", "-t", "tmpfs", "-o", "mode=0755,size=" + mebibytes + "m", "aurora-test",
                    folder.toString());
            if (!trouble.isEmpty()) {
                Files.delete(folder);
                NotRun.note(test, "a file system in memory cannot be mounted here, which takes root");
                return Optional.empty();
            }
            return Optional.of(new SmallDisk(folder, mebibytes));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where it is mounted. */
    Path folder() {
        return folder;
    }

    /** From now on {@code kibibytes} are free at most. */
    void leave(long kibibytes) throws InterruptedException {
        try {
            FileStore store = Files.getFileStore(folder);
            long used = (store.getTotalSpace() - store.getUsableSpace() + 1023) >> 10;
            size(used + kibibytes + "k");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** There is room again. */
    void free() throws InterruptedException {
        size(mebibytes + "m");
    }

    private void size(String size) throws InterruptedException {
        String trouble = NotRun.trouble(MAX, "mount", "-o", "remount,size=" + size, folder.toString());
        if (!trouble.isEmpty()) {
            throw new AssertionError(trouble);
        }
    }

    private void unmount() {
        try {
            String trouble = NotRun.trouble(MAX, "umount", "-l", folder.toString());
            Files.deleteIfExists(folder);
            if (!trouble.isEmpty()) {
                System.out.println(trouble);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (IOException busy) {
            System.out.println("Not removed: " + busy);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atEnd);
        unmount();
    }
}
