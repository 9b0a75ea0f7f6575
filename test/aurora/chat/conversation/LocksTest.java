package aurora.chat.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.DatabaseException.Kind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One writer at a time, and nobody waits for ever. */
final class LocksTest {
    @Test
    void whoWaitsTooLongIsTold() throws InterruptedException {
        Locks locks = new Locks(Duration.ofMillis(20));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread slow = Thread.ofVirtual()
                .start(() -> locks.in("talk", () -> {
                    held.countDown();
                    return await(go);
                }));
        assertTrue(await(held));
        DatabaseException refused =
                assertThrows(DatabaseException.class, () -> locks.in("talk", () -> "written in between"));
        assertEquals(Kind.FULL, refused.kind());
        go.countDown();
        slow.join();
        assertEquals("written", locks.in("talk", () -> "written"));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }
}
