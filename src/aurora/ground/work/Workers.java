package aurora.ground.work;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A few platform threads for work that computes long without waiting: the operating system shares the cores between
 * them and the carriers of virtual threads, which nobody does among virtual threads. The caller, usually a virtual
 * thread, waits for the result and costs nothing meanwhile. Threads end after a while without work. Thread-safe.
 */
public final class Workers implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(30);
    /**
     * Native libraries expect a program's usual stack: loading the ONNX runtime overruns the JVM's 1 MiB and kills it.
     */
    private static final long STACK_BYTES = 8L << 20;

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final ThreadPoolExecutor pool;

    /**
     * Workers that start when there is work.
     *
     * @param name of the threads, for dumps
     * @param threads at most this many at once
     * @param queueMax pieces of work that may wait
     */
    public Workers(String name, int threads, int queueMax) {
        AtomicInteger count = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new ArrayBlockingQueue<>(queueMax),
                work -> Thread.ofPlatform()
                        .daemon()
                        .stackSize(STACK_BYTES)
                        .name(name + "-" + count.incrementAndGet())
                        .unstarted(work));
        pool.allowCoreThreadTimeOut(true);
    }

    /**
     * Has {@code work} done; empty when too much waits already or this is closed. Cancelling the future interrupts it.
     */
    public <T> Optional<Future<T>> submit(Callable<T> work) {
        try {
            return Optional.of(pool.submit(work));
        } catch (RejectedExecutionException full) {
            return Optional.empty();
        }
    }

    /** Interrupts what runs, forgets what waits, and waits up to five seconds for the threads to end. */
    @Override
    public void close() {
        pool.shutdownNow().forEach(Workers::cancel);
        try {
            pool.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void cancel(Runnable waiting) {
        if (waiting instanceof Future<?> future) {
            future.cancel(false);
        }
    }
}
