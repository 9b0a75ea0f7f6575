package aurora.ground.process;

import aurora.ground.log.Log;

/** Runs work on virtual threads, one each. What the work throws is logged. */
public final class Threads {
    private static final Log LOG = Log.of("process");

    private Threads() {}

    /** Runs {@code work} soon, on a thread of its own. */
    public static void run(Runnable work) {
        Thread.ofVirtual().name("work").start(() -> {
            try {
                work.run();
            } catch (RuntimeException defect) {
                LOG.error("thread.failed", defect);
            }
        });
    }
}
