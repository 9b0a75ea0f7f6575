package aurora.keep.files;

import aurora.base.Refusal;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * Programs that come inside jars, unpacked once per version into a folder that all nodes of this machine's user share.
 */
public final class Unpacked {
    private Unpacked() {}

    /** Work on a folder that is moved to its place once it is whole. */
    @FunctionalInterface
    public interface Filling {
        /** Fills {@code folder}. */
        void into(Path folder) throws IOException;
    }

    /**
     * The folder {@code name} below {@code programs}; filled first when it is missing, by one process at a time.
     *
     * @throws InterruptedException when the thread is interrupted meanwhile; what is half done is done anew next time
     */
    public static Path once(Path programs, String name, Filling filling) throws InterruptedException {
        Path place = programs.resolve(name);
        if (Files.isDirectory(place)) {
            return place;
        }
        try (FileChannel guard = FileChannel.open(
                        programs.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = guard.lock()) {
            if (held.isValid() && !Files.isDirectory(place)) {
                Path half = programs.resolve(name + ".half");
                delete(half);
                Places.folder(half, "rwxr-xr-x");
                filling.into(half);
                Files.move(half, place, StandardCopyOption.ATOMIC_MOVE);
            }
            return place;
        } catch (InterruptedIOException | ClosedByInterruptException | FileLockInterruptionException ended) {
            Thread.interrupted();
            throw new InterruptedException("unpacking " + name + " was ended");
        } catch (IOException failed) {
            throw new Refusal(
                    "Cannot unpack " + name + " into " + programs + ": " + failed.getMessage() + ". Is the disk full?",
                    failed);
        }
    }

    /**
     * Unpacks a .tar.xz of {@code size} bytes; {@code progress} hears how much is done, from 0 to 1.
     *
     * @throws InterruptedIOException when the thread is interrupted
     */
    public static void txz(InputStream from, long size, Path folder, DoubleConsumer progress) throws IOException {
        Counted counted = new Counted(from);
        try (TarReader tar = new TarReader(new XZInputStream(new BufferedInputStream(counted, 1 << 16)))) {
            for (Optional<TarReader.Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("unpacking was ended");
                }
                progress.accept(Math.min(1, counted.bytes / (double) Math.max(1, size)));
                write(tar, next.get(), folder);
            }
        }
        progress.accept(1);
    }

    private static void write(TarReader tar, TarReader.Entry entry, Path folder) throws IOException {
        Path to = folder.resolve(entry.name()).normalize();
        Path above = to.getParent();
        if (above == null || !to.startsWith(folder)) {
            throw new IOException("the archive holds the path " + entry.name() + ", which leads out of it");
        }
        if (to.equals(folder)) {
            return;
        }
        Places.folder(above, "rwxr-xr-x");
        switch (entry.kind()) {
            case FOLDER -> Places.folder(to, "rwxr-xr-x");
            case LINK -> Files.createSymbolicLink(to, Path.of(entry.target()));
            case FILE -> {
                Files.copy(tar.content(), to);
                Files.setPosixFilePermissions(
                        to, PosixFilePermissions.fromString(entry.executable() ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    /** Deletes a folder and all in it, when it is there. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path done, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(done);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream from) {
            super(from);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }
}
