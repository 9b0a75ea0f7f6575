package aurora.ground.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Where lines go: {@code logs/aurora.jsonl} in the home, 16 MiB, then turned over once. Libraries' own messages of
 * warning and above come as events {@code library}. Thread-safe.
 */
public final class LogOutput extends Handler {
    private static final long FILE_MAX = 16L << 20;
    private static final int LIBRARY_MAX = 400;
    private static final int BUFFER = 64 << 10;
    private static final long FLUSH_MILLIS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wrote = lock.newCondition();
    private final Path file;
    private final Thread flusher;
    private boolean dirty;
    private OutputStream out;
    private long written;

    private LogOutput(Path file) throws IOException {
        this.file = file;
        this.written = Files.exists(file) ? Files.size(file) : 0;
        this.out = open();
        this.flusher = Thread.ofPlatform().daemon().name("log-flush").start(this::flushSoon);
    }

    /** Sends every line of this process into {@code folder}. */
    public static LogOutput into(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        LogOutput output = new LogOutput(folder.resolve("aurora.jsonl"));
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        Logger.getLogger("aurora").setLevel(Level.INFO);
        output.setErrorManager(new OneLine());
        root.addHandler(output);
        return output;
    }

    /** Says nothing below severe, and that on standard error: for commands that end at once. */
    public static void quiet() {
        LogManager.getLogManager().reset();
        Logger.getLogger("").setLevel(Level.OFF);
    }

    private OutputStream open() throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        OutputStream plain = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new BufferedOutputStream(plain, BUFFER);
    }

    /**
     * Lines below a warning reach the disk a moment later, many at once: a write to the disk per line costs more than
     * the line.
     */
    private void flushSoon() {
        while (!Thread.currentThread().isInterrupted()) {
            lock.lock();
            try {
                while (!dirty) {
                    wrote.await();
                }
                long left = TimeUnit.MILLISECONDS.toNanos(FLUSH_MILLIS);
                while (left > 0) {
                    left = wrote.awaitNanos(left);
                }
                dirty = false;
                out.flush();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            } catch (IOException full) {
                reportError("the log cannot be written", full, ErrorManager.FLUSH_FAILURE);
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void publish(LogRecord line) {
        if (!isLoggable(line)) {
            return;
        }
        byte[] bytes = format(line).getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            if (written > FILE_MAX) {
                turn();
            }
            out.write(bytes);
            written += bytes.length;
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                out.flush();
            } else if (!dirty) {
                dirty = true;
                wrote.signal();
            }
        } catch (IOException full) {
            reportError("the log cannot be written", full, ErrorManager.WRITE_FAILURE);
        } finally {
            lock.unlock();
        }
    }

    private void turn() throws IOException {
        out.close();
        Files.move(file, file.resolveSibling("aurora.1.jsonl"), StandardCopyOption.REPLACE_EXISTING);
        out = open();
        written = 0;
    }

    private static String format(LogRecord line) {
        String name = String.valueOf(line.getLoggerName());
        boolean own = name.startsWith("aurora.");
        String level = line.getLevel().intValue() >= Level.SEVERE.intValue()
                ? "error"
                : line.getLevel().intValue() >= Level.WARNING.intValue() ? "warn" : "info";
        String body = own
                ? String.valueOf(line.getMessage())
                : LogLine.of("library", Log.request(), line.getThrown(), "from", name, "said", said(line));
        return "{\"at\":\""
                + Instant.ofEpochMilli(line.getMillis())
                + "\",\"level\":\""
                + level
                + "\",\"part\":\""
                + (own ? name.substring("aurora.".length()) : "library").toLowerCase(Locale.ROOT)
                + "\","
                + body
                + "}\n";
    }

    private static String said(LogRecord line) {
        String text = String.valueOf(line.getMessage());
        return text.length() <= LIBRARY_MAX ? text : text.substring(0, LIBRARY_MAX);
    }

    @Override
    public void flush() {
        lock.lock();
        try {
            out.flush();
        } catch (IOException failed) {
            reportError("the log cannot be flushed", failed, ErrorManager.FLUSH_FAILURE);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
        flusher.interrupt();
        lock.lock();
        try {
            out.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            lock.unlock();
        }
    }

    /** Says once, in a line, that the log cannot be written: the disk is full, and a stack trace helps nobody. */
    private static final class OneLine extends ErrorManager {
        private boolean said;

        @Override
        public synchronized void error(String message, Exception failed, int code) {
            if (!said) {
                said = true;
                System.err.println("aurora: " + message + " (" + failed.getMessage() + "). Is the disk full?");
            }
        }
    }
}
