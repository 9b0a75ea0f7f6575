package aurora.ground.process;

import aurora.base.Clock;
import aurora.ground.log.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts programs, all from one thread that lives as long as the node. Linux tells a child of its parent's death when
 * the parent
 * <em>thread</em> ends, so a program started from any other thread would die too early. Thread-safe.
 *
 * <p>With {@code setpriv} (Linux) the kernel signals the child when the node dies. Elsewhere a small shell wrapper
 * holds the other end of a pipe to the node and ends the child when that pipe closes.
 */
public final class Spawner implements AutoCloseable {
    /** Forks waiting for the thread; each takes a few milliseconds. */
    private static final int QUEUE_MAX = 64;

    private static final Log LOG = Log.of("process");

    /**
     * Ends the program when standard input ends. Arguments: the signal, then the program and its own. Only built-in
     * commands, so that nothing but the program remains to be ended.
     */
    private static final String WRAPPER = """
      signal=$1; shift
      exec 3<&0
      "$@" </dev/null 3<&- &
      child=$!
      trap 'kill -TERM $child 2>/dev/null' TERM
      trap 'kill -INT $child 2>/dev/null' INT
      ( trap - TERM INT; while read -r line <&3; do :; done; kill -$signal $child 2>/dev/null ) >/dev/null 2>&1 &
      watch=$!
      exec 3<&-
      code=0
      while kill -0 $child 2>/dev/null; do wait $child; code=$?; done
      kill -KILL $watch 2>/dev/null
      exit $code
      """;

    /** Perl's {@code setsid}; where that fails the program starts all the same. */
    private static final String OWN_SESSION =
            "eval { require POSIX; POSIX::setsid(); }; exec { $ARGV[0] } @ARGV; exit 127";

    private final BlockingQueue<FutureTask<Process>> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Clock clock;
    private final Optional<Path> setpriv;
    private final List<String> apart;
    private final Thread thread;

    /** A spawner with its thread running. */
    public Spawner(Clock clock) {
        this(clock, Programs.find("setpriv"), apart(Programs.find("setsid"), Programs.find("perl")));
    }

    /** Tests pass an empty {@code setpriv} to try the wrapper. */
    Spawner(Clock clock, Optional<Path> setpriv, List<String> apart) {
        this.clock = clock;
        this.setpriv = setpriv;
        this.apart = List.copyOf(apart);
        this.thread = Thread.ofPlatform().daemon().name("spawner").start(this::forkForEver);
    }

    /**
     * What to put before a command so that it has a session of its own: Ctrl-C in the terminal then reaches the node
     * only, which ends its children in order. macOS has no {@code setsid}, but it has Perl. Empty: Ctrl-C reaches the
     * children too.
     */
    static List<String> apart(Optional<Path> setsid, Optional<Path> perl) {
        return setsid.map(path -> List.of(path.toString()))
                .or(() -> perl.map(path -> List.of(path.toString(), "-e", OWN_SESSION, "--")))
                .orElse(List.of());
    }

    /**
     * Starts a program.
     *
     * @throws IOException when it cannot be started, with the reason
     */
    public Child spawn(ChildSpec spec) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(spec))
                .directory(spec.directory().toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(spec.environment());
        if (setpriv.isPresent()) {
            builder.redirectInput(Path.of("/dev/null").toFile());
        }
        Process process = fork(builder);
        LOG.info("process.started", "name", spec.name(), "pid", process.pid());
        return new Child(spec, process, new ChildOutput(spec.name(), spec.log(), clock), this);
    }

    /**
     * Runs a program to its end.
     *
     * @param patience how long it may take, after which it is killed
     * @throws IOException when it cannot be started, takes too long, or ends with a code other than 0; the message
     *     holds its last lines
     */
    public List<String> run(ChildSpec spec, Duration patience) throws IOException, InterruptedException {
        Child child = spawn(spec);
        int code = child.await(patience);
        if (code != 0) {
            throw new IOException(
                    spec.name() + " ended with code " + code + ": " + String.join(" | ", child.lastLines()));
        }
        return child.lastLines();
    }

    /** Ends the thread; the kernel then signals every child still running. The last act of a node. */
    @Override
    public void close() {
        thread.interrupt();
    }

    boolean signal(long pid, Signal signal) throws InterruptedException {
        try {
            Process kill =
                    fork(new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid).redirectErrorStream(true));
            kill.getInputStream().transferTo(OutputStream.nullOutputStream());
            return kill.waitFor() == 0;
        } catch (IOException noShell) {
            LOG.warn("process.signal.failed", "pid", pid, "why", String.valueOf(noShell.getMessage()));
            return false;
        }
    }

    private List<String> command(ChildSpec spec) throws IOException {
        List<String> command = new ArrayList<>(apart);
        if (setpriv.isPresent()) {
            command.add(setpriv.get().toString());
            if (spec.user().isPresent()) {
                RunAs user = spec.user().get();
                command.addAll(
                        List.of("--reuid=" + user.uid(), "--regid=" + user.gid(), "--clear-groups", "--no-new-privs"));
            }
            command.addAll(List.of("--pdeathsig", spec.signal().name()));
        } else if (spec.user().isPresent()) {
            throw new IOException(
                    "the program setpriv is missing, so " + spec.name() + " cannot be run as another user than root");
        } else {
            command.addAll(List.of(
                    "/bin/sh",
                    "-c",
                    WRAPPER,
                    "aurora-" + spec.name(),
                    spec.signal().name()));
        }
        command.addAll(spec.command());
        if (!Files.isDirectory(spec.directory())) {
            throw new IOException(
                    "the folder " + spec.directory() + " does not exist, so " + spec.name() + " cannot run in it");
        }
        return command;
    }

    /** Not ended by an interrupt, which would leave a program that nobody knows of: it takes milliseconds. */
    private Process fork(ProcessBuilder builder) throws IOException {
        FutureTask<Process> task = new FutureTask<>(builder::start);
        if (!thread.isAlive() || !queue.offer(task)) {
            throw new IOException("no more programs can be started now");
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(1, TimeUnit.SECONDS);
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (TimeoutException slow) {
                    if (!thread.isAlive()) {
                        throw new IOException("the node is stopping, no more programs are started", slow);
                    }
                }
            }
        } catch (CancellationException stopping) {
            throw new IOException("the node is stopping, no more programs are started", stopping);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException why) {
                throw new IOException(why.getMessage(), why);
            }
            throw new IOException("the program could not be started", failed.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void forkForEver() {
        try {
            while (true) {
                queue.take().run();
            }
        } catch (InterruptedException end) {
            LOG.info("process.spawner.ended", "waiting", queue.size());
            for (FutureTask<Process> left = queue.poll(); left != null; left = queue.poll()) {
                left.cancel(false);
            }
        }
    }
}
