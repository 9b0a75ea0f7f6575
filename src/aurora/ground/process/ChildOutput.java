package aurora.ground.process;

import aurora.base.Clock;
import aurora.ground.log.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a child writes, always, so that a full pipe never holds it up. Keeps the last lines in memory and writes
 * a file that is rotated once; what comes faster than {@link #LINES_PER_SECOND_MAX} is left out of the file.
 * Thread-safe.
 */
final class ChildOutput {
    static final int LINES_KEPT = 50;
    static final int LINE_MAX = 2_000;
    static final int LINES_PER_SECOND_MAX = 500;
    static final long FILE_MAX = 4L << 20;

    private static final Log LOG = Log.of("process");

    private final String name;
    private final Optional<Path> file;
    private final Clock clock;
    private final ArrayDeque<String> last = new ArrayDeque<>(LINES_KEPT);
    private @Nullable OutputStream out;
    private long written;
    private long second;
    private int inSecond;
    private boolean fileFailed;

    ChildOutput(String name, Optional<Path> file, Clock clock) {
        this.name = name;
        this.file = file;
        this.clock = clock;
    }

    /** The last lines, oldest first. */
    synchronized List<String> lastLines() {
        return List.copyOf(last);
    }

    /** Reads until the child has closed its output. */
    void drain(InputStream from) {
        byte[] line = new byte[LINE_MAX];
        byte[] buffer = new byte[8192];
        int length = 0;
        try (from) {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == '\n') {
                        keep(new String(line, 0, length, StandardCharsets.UTF_8));
                        length = 0;
                    } else if (length < LINE_MAX) {
                        line[length++] = buffer[i];
                    }
                }
            }
        } catch (IOException closed) {
            LOG.info("process.output.closed", "name", name, "why", String.valueOf(closed.getMessage()));
        } finally {
            if (length > 0) {
                keep(new String(line, 0, length, StandardCharsets.UTF_8));
            }
            close();
        }
    }

    private synchronized void keep(String line) {
        if (last.size() == LINES_KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
        if (file.isEmpty()) {
            return;
        }
        long now = clock.nanos() / 1_000_000_000L;
        if (now != second) {
            second = now;
            inSecond = 0;
        }
        if (++inSecond > LINES_PER_SECOND_MAX) {
            return;
        }
        try {
            write(file.get(), (line + "\n").getBytes(StandardCharsets.UTF_8));
            fileFailed = false;
        } catch (IOException full) {
            if (!fileFailed) {
                LOG.warn(
                        "process.log.lost", "name", name, "file", file.get(), "why", String.valueOf(full.getMessage()));
            }
            fileFailed = true;
        }
    }

    private void write(Path to, byte[] line) throws IOException {
        OutputStream stream = out;
        if (stream == null || written > FILE_MAX) {
            close();
            if (Files.exists(to) && Files.size(to) > FILE_MAX) {
                Files.move(to, to.resolveSibling(to.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.exists(to)) {
                Files.createFile(
                        to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            written = Files.size(to);
            stream = Files.newOutputStream(to, StandardOpenOption.APPEND);
            out = stream;
        }
        stream.write(line);
        written += line.length;
    }

    private synchronized void close() {
        OutputStream stream = out;
        out = null;
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException lost) {
                LOG.warn("process.log.lost", "name", name, "why", String.valueOf(lost.getMessage()));
            }
        }
    }
}
