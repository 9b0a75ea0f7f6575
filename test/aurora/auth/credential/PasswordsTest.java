package aurora.auth.credential;

import static aurora.auth.Replies.busy;
import static aurora.auth.Replies.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.credential.Passwords.Cost;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PasswordsTest {
    private static final Cost CHEAP = new Cost(64, 1, 1);
    private final Passwords passwords = new Passwords(CHEAP, 2, Ids.secure());

    @Test
    void aPasswordMatchesItsOwnHashOnly() {
        String hash = value(passwords.hash("correct horse battery", soon()));
        assertNotEquals(hash, value(passwords.hash("correct horse battery", soon())));
        assertTrue(value(passwords.matches("correct horse battery", hash, soon())));
        assertFalse(value(passwords.matches("correct horse batterx", hash, soon())));
        assertFalse(value(passwords.matches("", hash, soon())));
    }

    @Test
    void composedAndDecomposedLettersAreTheSame() {
        String hash = value(passwords.hash("schöne grüße an alle", soon()));
        assertTrue(value(passwords.matches("scho\u0308ne gru\u0308ße an alle", hash, soon())));
    }

    /** From the tests of the reference implementation of Argon2 (version 19, 64 MiB, 2 passes, 1 lane). */
    @Test
    void hashesAreArgon2id() {
        String known = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertTrue(value(passwords.matches("password", known, soon())));
        assertFalse(value(passwords.matches("Password", known, soon())));
    }

    @Test
    void newHashesCostWhatTheDesignSays() {
        assertEquals(new Cost(19 * 1024, 2, 1), Passwords.COST);
        Passwords real = new Passwords(Passwords.COST, 2, Ids.secure());
        String hash = value(real.hash("correct horse battery", soon()));
        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertFalse(real.isOutdated(hash));
        assertTrue(real.isOutdated(value(passwords.hash("correct horse battery", soon()))));
        assertTrue(value(passwords.matches("correct horse battery", hash, soon())), "old parameters still verify");
    }

    @Test
    void nobodysHashHasTodaysCostAndNoPassword() {
        assertFalse(passwords.isOutdated(passwords.nobodys()));
        assertFalse(value(passwords.matches("", passwords.nobodys(), soon())));
    }

    @Test
    void whatIsNoHashIsADefect() {
        List<String> bad = List.of(
                "",
                "plain",
                "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=9999999,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
        for (String text : bad) {
            assertThrows(IllegalStateException.class, () -> passwords.matches("x", text, soon()), text);
        }
    }

    @Test
    void oneHashPerTwoCoresAndABoundedQueue() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Passwords.Hashing<Integer> work = () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            await(free);
            return running.decrementAndGet();
        };
        Passwords four = new Passwords(CHEAP, 4, Ids.secure());
        int places = 2 + Passwords.QUEUE_MAX;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply<Integer>>> all = new ArrayList<>();
            for (int i = 0; i < places + 7; i++) {
                all.add(threads.submit(() -> four.inTurn(soon(), work)));
            }
            int busy = 0;
            // Those beyond the queue answer at once, while the others still wait.
            while (busy < 7) {
                busy = (int) all.stream().filter(Future::isDone).count();
                Thread.onSpinWait();
            }
            free.countDown();
            int ok = 0;
            for (Future<Reply<Integer>> one : all) {
                ok += one.get() instanceof Reply.Ok<Integer> ? 1 : 0;
            }
            assertEquals(places, ok);
            assertEquals(2, most.get());
        }
    }

    @Test
    void whoseDeadlinePassesInTheQueueIsToldToComeBack() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply<Boolean>> first = threads.submit(() -> passwords.inTurn(soon(), () -> {
                begun.countDown();
                await(free);
                return true;
            }));
            begun.await();
            Deadline past = Deadline.after(Clock.system(), Duration.ZERO);
            assertTrue(busy(passwords.hash("anything at all", past)).isPositive());
            free.countDown();
            assertTrue(value(first.get()));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static Deadline soon() {
        return Deadline.after(Clock.system(), Duration.ofSeconds(30));
    }
}
