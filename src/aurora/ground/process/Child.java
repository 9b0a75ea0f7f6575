package aurora.ground.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program started by {@link Spawner}. It ends when the node does, however the node ends. Thread-safe. */
public final class Child {
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final ChildSpec spec;
    private final Process process;
    private final ChildOutput output;
    private final Thread reader;
    private final Spawner spawner;
    private final CompletableFuture<Integer> exit;

    Child(ChildSpec spec, Process process, ChildOutput output, Spawner spawner) {
        this.spec = spec;
        this.process = process;
        this.output = output;
        this.spawner = spawner;
        this.reader = Thread.ofPlatform()
                .daemon()
                .name(spec.name() + "-output")
                .start(() -> output.drain(process.getInputStream()));
        this.exit = process.onExit().thenApply(ended -> readAll(ended.exitValue()));
    }

    /** Its process id; under the wrapper, which is used where {@code setpriv} is missing, the wrapper's. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** The last lines it wrote, oldest first, at most 50 of at most 2,000 bytes. */
    public List<String> lastLines() {
        return output.lastLines();
    }

    /** Completes with the exit code (128 + n after signal n) once it has ended and its output is read. Never fails. */
    public CompletableFuture<Integer> exit() {
        return exit.copy();
    }

    /**
     * Asks it to end by its signal, waits up to {@code patience}, then kills it and what it started.
     *
     * @return whether it ended when asked
     */
    public boolean stop(Duration patience) throws InterruptedException {
        if (!process.isAlive()) {
            return true;
        }
        boolean asked = spec.signal() != Signal.KILL && spawner.signal(process.pid(), spec.signal());
        if (asked && process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        kill();
        return false;
    }

    /** Kills it and what it started, at once. */
    public void kill() throws InterruptedException {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
        process.waitFor(AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until it has ended; its output is complete then. Nobody waiting any more, it is killed. */
    int await(Duration patience) throws InterruptedException, IOException {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                throw new IOException(
                        spec.name() + " did not end within " + patience.toSeconds() + " s and was stopped");
            }
        } catch (InterruptedException nobodyWaits) {
            kill();
            throw nobodyWaits;
        }
        return readAll(process.exitValue());
    }

    private int readAll(int code) {
        try {
            reader.join(1_000);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return code;
    }
}
