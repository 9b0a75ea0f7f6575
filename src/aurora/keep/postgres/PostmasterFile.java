package aurora.keep.postgres;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Refusal;
import aurora.ground.log.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The file by which a PostgreSQL server marks its data directory as its own; it is left behind when the server is
 * killed.
 */
final class PostmasterFile {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** The line of its status, which is "starting", "stopping", "ready" or "standby". */
    private static final int STATUS = 7;

    private static final Log LOG = Log.of("keep");

    private PostmasterFile() {}

    /**
     * Makes sure that no server uses {@code data}. A server that is ending is waited for until {@code deadline}; one
     * that stands still serves nobody and is ended, as its node would have done had it not been killed before. The file
     * is removed when its process id belongs to another program by now, which PostgreSQL itself would take for a
     * running server.
     *
     * @throws Refusal naming the process when a server still runs then; one that works is never killed
     */
    static void clear(Path data, Deadline deadline, Clock clock) throws IOException, InterruptedException {
        Path file = data.resolve("postmaster.pid");
        while (true) {
            Optional<Long> pid = pid(file);
            if (pid.isEmpty()) {
                return;
            }
            Optional<ProcessHandle> process = ProcessHandle.of(pid.get()).filter(ProcessHandle::isAlive);
            if (process.isEmpty()) {
                return;
            }
            if (!isPostgres(process.get())) {
                LOG.warn("keep.postgres.stale", "pid", pid.get());
                Files.deleteIfExists(file);
                return;
            }
            endWhenStill(process.get());
            if (deadline.passed()) {
                throw new Refusal(
                        "The database in " + data + " is in use by PostgreSQL with process id " + pid.get()
                                + ": stop the node it belongs to, or that" + " process, then start Aurora again.",
                        null);
            }
            clock.pause(LOOK_EVERY);
        }
    }

    /** Whether the server over {@code data} says of itself that it takes connections, or leaves no word of it. */
    static boolean ready(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"), StandardCharsets.UTF_8);
            return lines.size() > STATUS && lines.get(STATUS).strip().equals("ready");
        } catch (NoSuchFileException notYet) {
            return false;
        } catch (IOException unreadable) {
            return true;
        }
    }

    /**
     * Waits for the backends of a server that was killed: they hold its shared memory, and a new server would refuse to
     * start until they have noticed. Where processes cannot be looked at, nothing is waited for.
     */
    static void awaitBackends(Path data, Deadline deadline, Clock clock) throws InterruptedException {
        while (!deadline.passed() && backendsIn(data)) {
            clock.pause(LOOK_EVERY);
        }
    }

    /** A backend works in the data directory; by the time this is asked, no server does. */
    private static boolean backendsIn(Path data) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (worksIn(process, data)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(PostmasterFile::endWhenStill);
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException noProc) {
            return false;
        }
        return false;
    }

    /** Ends a process that was stopped by a signal: it acts on no other until it goes on. */
    private static void endWhenStill(ProcessHandle process) {
        if (isStill(process.pid())) {
            LOG.warn("keep.postgres.still", "pid", process.pid());
            process.destroyForcibly();
        }
    }

    /** Its state stands behind its name, which is in brackets (proc(5)); where that cannot be read, it is not. */
    private static boolean isStill(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith(") T", stat.lastIndexOf(')'));
        } catch (IOException goneOrNoProc) {
            return false;
        }
    }

    private static boolean worksIn(Path process, Path data) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(data);
        } catch (IOException goneOrNotOurs) {
            return false;
        }
    }

    private static Optional<Long> pid(Path file) throws IOException {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            return lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(lines.getFirst().strip()));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** A process whose program cannot be seen may be a server. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(true);
    }
}
