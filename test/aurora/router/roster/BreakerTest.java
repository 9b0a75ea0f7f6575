package aurora.router.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.Seed;
import aurora.router.roster.Breaker.Fault;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BreakerTest {
    private static final long SECOND = 1_000_000_000L;
    private final Breaker breaker = new Breaker("It");

    @Test
    void anUnreachableEngineIsLeftAloneAndThenTriedByOne() {
        breaker.failed(Fault.AWAY, "refused", 0);
        assertTrue(breaker.refusal(SECOND / 2).isPresent());
        assertFalse(breaker.enter(SECOND / 2, false));
        assertTrue(breaker.refusal(SECOND).isEmpty());
        assertTrue(breaker.enter(SECOND, false));
        assertTrue(breaker.refusal(SECOND).isPresent(), "one trial at a time");
        assertFalse(breaker.enter(SECOND, true));
        breaker.failed(Fault.AWAY, "refused", SECOND);
        assertFalse(breaker.enter(2 * SECOND, false), "twice as long the second time");
        assertTrue(breaker.enter(3 * SECOND, false));
        breaker.worked();
        assertTrue(breaker.refusal(3 * SECOND).isEmpty());
        assertTrue(breaker.enter(3 * SECOND, false) && breaker.enter(3 * SECOND, false));
    }

    @Test
    void theLastEngineIsNeverLockedOut() {
        breaker.failed(Fault.HUNG, "hung", 0);
        assertFalse(breaker.enter(SECOND, false));
        assertTrue(breaker.enter(SECOND, true));
    }

    @Test
    void onlyThreeBrokenAnswersInARowOpenIt() {
        breaker.failed(Fault.BROKE, "cut", 0);
        breaker.failed(Fault.BROKE, "cut", 0);
        assertTrue(breaker.refusal(0).isEmpty());
        breaker.worked();
        breaker.failed(Fault.BROKE, "cut", 0);
        breaker.failed(Fault.BROKE, "cut", 0);
        assertTrue(breaker.refusal(0).isEmpty());
        breaker.failed(Fault.BROKE, "cut", 0);
        assertTrue(breaker.refusal(0).isPresent());
    }

    @Test
    void busyIsNotDead() {
        breaker.busy(Duration.ofSeconds(30), 0);
        assertTrue(breaker.refusal(SECOND / 20).isPresent());
        assertTrue(breaker.refusal(SECOND / 10).isEmpty());
        for (int i = 0; i < 20; i++) {
            breaker.busy(Duration.ofSeconds(30), SECOND);
        }
        assertEquals(Duration.ofSeconds(5), breaker.busyFor(SECOND));
        assertTrue(breaker.enter(SECOND, false), "it is the engine that says no");
    }

    @Test
    void aTrialThatToldNothingCanBeRepeated() {
        breaker.failed(Fault.AWAY, "refused", 0);
        assertTrue(breaker.enter(SECOND, false));
        breaker.learntNothing();
        assertTrue(breaker.enter(SECOND, false));
    }

    @Test
    void whateverHappensATrialComesWithinThirtySeconds() {
        long seed = Seed.next();
        Random random = new Random(seed);
        long now = 0;
        for (int i = 0; i < 5_000; i++) {
            now += random.nextInt(3_000) * 1_000_000L;
            switch (random.nextInt(6)) {
                case 0 -> breaker.worked();
                case 1 -> breaker.busy(Duration.ofMillis(random.nextInt(90_000)), now);
                case 2 -> breaker.learntNothing();
                case 3 -> breaker.enter(now, random.nextBoolean());
                default -> breaker.failed(Fault.values()[random.nextInt(3)], "x", now);
            }
            breaker.learntNothing();
            assertTrue(breaker.refusal(now + 30 * SECOND).isEmpty(), "seed " + seed + " step " + i);
        }
    }
}
