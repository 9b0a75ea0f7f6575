package aurora.ground.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A bounded number of threads and a bounded queue. */
final class WorkersTest {

    @Test
    void worksOnPlatformThreadsAndTurnsAwayWhatDoesNotFit() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Workers workers = new Workers("test", 1, 1)) {
            Future<Boolean> running = workers.submit(() -> waitFor(go)).orElseThrow();
            Future<Boolean> waiting = workers.submit(() -> waitFor(go)).orElseThrow();
            assertTrue(workers.submit(() -> true).isEmpty());
            go.countDown();
            assertEquals(false, running.get());
            assertEquals(false, waiting.get());
        }
    }

    private static boolean waitFor(CountDownLatch go) throws InterruptedException {
        go.await();
        return Thread.currentThread().isVirtual();
    }

    @Test
    void closingInterruptsAndForgets() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Workers workers = new Workers("test", 1, 1);
        Future<Boolean> running = workers.submit(() -> {
                    started.countDown();
                    return waitFor(new CountDownLatch(1));
                })
                .orElseThrow();
        Future<Boolean> waiting = workers.submit(() -> true).orElseThrow();
        started.await();
        workers.close();
        assertThrows(ExecutionException.class, running::get);
        assertThrows(CancellationException.class, waiting::get);
        assertTrue(workers.submit(() -> true).isEmpty());
    }
}
