package aurora.auth.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.Seed;
import aurora.auth.account.Family.Moment;
import aurora.auth.account.Family.Over;
import aurora.auth.account.Family.Repeat;
import aurora.auth.account.Family.Rotate;
import aurora.auth.account.Family.Stolen;
import aurora.auth.store.State;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FamilyTest {
    private static final Duration IDLE = Duration.ofHours(24);
    private static final long START = 1_000_000_000_000L;
    private static final long WEEK = Duration.ofDays(7).toMillis();
    private final State.Session fresh =
            new State.Session("u", "d", "a", START, START, START + WEEK, 0, 5, 0, START, "sealed");

    @Test
    void theCurrentTokenRotates() {
        State.Session next = rotated(fresh, 0, START + 1000);
        assertEquals(1, next.generation());
        assertEquals(START + 1000, next.lastUsed());
        assertEquals(START + 1000, next.rotated());
        assertEquals("b", next.address());
        assertEquals(START + WEEK, next.expires(), "the end does not move");
    }

    @Test
    void thePredecessorWorksFor30SecondsAndYieldsTheSame() {
        State.Session next = rotated(fresh, 0, START + 1000);
        assertInstanceOf(Repeat.class, step(next, 0, START + 1000));
        assertInstanceOf(Repeat.class, step(next, 0, START + 31_000));
        assertInstanceOf(Stolen.class, step(next, 0, START + 31_001));
    }

    @Test
    void thePredecessorIsOldOnceItsSuccessorWasUsed() {
        State.Session second = rotated(rotated(fresh, 0, START + 1), 1, START + 2);
        assertInstanceOf(Stolen.class, step(second, 0, START + 3));
        assertInstanceOf(Repeat.class, step(second, 1, START + 3));
    }

    @Test
    void aTokenThatWasNeverGivenEndsTheFamily() {
        assertInstanceOf(Stolen.class, step(fresh, 1, START));
    }

    @Test
    void aSessionEndsWhenEndedExpiredIdleOrOutdated() {
        assertInstanceOf(Over.class, step(fresh.end(START + 1), 0, START + 2));
        assertInstanceOf(Rotate.class, step(fresh, 0, START + IDLE.toMillis()));
        assertInstanceOf(Over.class, step(fresh, 0, START + IDLE.toMillis() + 1));
        assertInstanceOf(Over.class, Family.step(fresh, 0, "b", new Moment(START, IDLE, 6)));
        State.Session used = fresh;
        long now = START;
        while (now + 3_600_000 < START + WEEK) {
            now += 3_600_000;
            used = rotated(used, used.generation(), now);
        }
        assertInstanceOf(Over.class, step(used, used.generation(), START + WEEK), "however much it is used");
    }

    /** Any order of presenting any tokens: none rotates twice, and after an old one nothing works any more. */
    @Test
    void noTokenEverRotatesTwice() {
        long seed = Seed.next();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            State.Session session = fresh;
            long now = START;
            Set<Integer> spent = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                now += random.nextInt(20_000);
                int presented = random.nextInt(session.generation() + 2);
                String trace = "seed " + seed + " round " + round + " step " + i;
                switch (step(session, presented, now)) {
                    case Rotate(State.Session next) -> {
                        assertTrue(spent.add(presented), trace);
                        assertEquals(0, session.ended(), trace);
                        session = next;
                    }
                    case Repeat() -> assertEquals(session.generation() - 1, presented, trace);
                    case Stolen() -> session = session.end(now);
                    case Over() -> assertTrue(session.ended() > 0, trace);
                }
            }
        }
    }

    private static State.Session rotated(State.Session session, int generation, long now) {
        return assertInstanceOf(Rotate.class, step(session, generation, now)).next();
    }

    private static Family.Step step(State.Session session, int generation, long now) {
        return Family.step(session, generation, "b", new Moment(now, IDLE, 5));
    }
}
