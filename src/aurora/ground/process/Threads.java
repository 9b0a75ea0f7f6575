package aurora.ground.process;

import aurora.ground.log.Log;

/** Runs work on threads of its own, virtual ones as a rule. What the work throws is logged. */
public final class Threads {
    private static final Log LOG = Log.of("process");

    private Threads() {}

    /** Runs {@code work} soon, on a thread of its own. */
    public static void run(Runnable work) {
        Thread.ofVirtual().name("work").start(() -> logged(work));
    }

    /** The same on a thread of the operating system, for work that measures time and must not wait for other work. */
    public static void runAlone(Runnable work) {
        Thread.ofPlatform().daemon().name("work").start(() -> logged(work));
    }

    private static void logged(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException defect) {
            LOG.error("thread.failed", defect);
        }
    }
}
