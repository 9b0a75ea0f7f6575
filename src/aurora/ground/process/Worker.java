package aurora.ground.process;

import aurora.ground.log.Log;
import java.time.Duration;

/** Background work on a virtual thread of its own. Thread-safe. */
public final class Worker implements AutoCloseable {
    private static final Duration END_MAX = Duration.ofSeconds(5);
    private static final Log LOG = Log.of("process");

    private final Thread thread;

    private Worker(Thread thread) {
        this.thread = thread;
    }

    /** Runs {@code task} once; it should return when it is interrupted. What it throws is logged. */
    public static Worker start(String name, Task task) {
        return new Worker(Thread.ofVirtual().name(name).start(() -> {
            try {
                task.run();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            } catch (Exception defect) {
                LOG.error("worker.failed", defect, "worker", name);
            }
        }));
    }

    /** Interrupts the task and waits up to 5 s for its end. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            if (Thread.currentThread() != thread && !thread.join(END_MAX)) {
                LOG.warn("worker.stuck", "worker", thread.getName());
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a worker does. */
    @FunctionalInterface
    public interface Task {
        /** Does it; may throw anything. */
        void run() throws Exception;
    }
}
