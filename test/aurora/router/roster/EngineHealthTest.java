package aurora.router.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.Seed;
import aurora.router.roster.Breaker.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EngineHealthTest {
    private static final long SECOND = 1_000_000_000L;
    private final EngineHealth health = new EngineHealth();

    @BeforeEach
    void list() {
        health.listed(Set.of("a", "b", "c", "d"));
    }

    @Test
    void oneUsersSilentModelClosesNothing() {
        for (int i = 0; i < 5; i++) {
            long now = i * 40 * SECOND;
            health.silent("ann", "a", "nothing came", now);
            assertTrue(health.refusal("a", now).isPresent());
            assertTrue(health.enter("b", now, true), "where there is nobody else it is asked");
            health.learntNothing("b");
            assertFalse(health.enter("b", now, false), "others are asked rather, until it says that it is there");
            health.there();
            assertTrue(health.refusal("b", now).isEmpty());
            assertTrue(health.enter("b", now, false) && health.enter("c", now, false));
        }
        health.silent("ann", "b", "nothing came", 200 * SECOND);
        health.silent("bob", "b", "nothing came", 201 * SECOND);
        health.there();
        assertTrue(health.refusal("c", 201 * SECOND).isEmpty(), "one user's models, and one model's users");
    }

    @Test
    void anotherUsersOtherModelClosesASilentEngine() {
        health.silent("ann", "a", "nothing came", 0);
        health.there();
        health.silent("bob", "b", "nothing came", SECOND);
        health.there();
        assertTrue(health.refusal("c", SECOND).orElse("").startsWith("It failed lately (nothing came)"));
        assertFalse(health.enter("c", SECOND, false));
        EngineHealth well = new EngineHealth();
        well.listed(Set.of("a", "b", "c"));
        well.silent("ann", "a", "nothing came", 0);
        well.worked("c");
        well.silent("bob", "b", "nothing came", SECOND);
        well.there();
        assertTrue(well.refusal("c", SECOND).isEmpty(), "something came between");
    }

    @Test
    void aTrialOfAModelIsTheModelsOwn() {
        health.modelFailed("a", Fault.AWAY, "status 500", 0);
        assertEquals(
                "Its model \"a\" failed lately (status 500) and is left alone for a moment.",
                health.refusal("a", 0).orElseThrow());
        assertTrue(health.refusal("b", 0).isEmpty());
        assertTrue(health.enter("a", SECOND, false));
        assertFalse(health.enter("a", SECOND, true), "one trial at a time");
        assertTrue(health.enter("b", SECOND, false) && health.enter("b", SECOND, false));
        health.worked("b");
        assertTrue(health.refusal("a", SECOND).isPresent(), "another model's success says nothing of it");
        health.worked("a");
        assertTrue(health.refusal("a", SECOND).isEmpty());
    }

    @Test
    void aTrialOfTheEngineThatOneModelSpoilsIsForTheNext() {
        health.engineFailed("a", Fault.AWAY, "refused", 0);
        assertTrue(health.enter("a", SECOND, false));
        assertFalse(health.enter("b", SECOND, false));
        health.modelFailed("a", Fault.BROKE, "not JSON", SECOND);
        assertTrue(health.enter("b", SECOND, false));
        health.worked("b");
        assertTrue(health.refusal("c", SECOND).isEmpty());
    }

    @Test
    void aModelThatMayNotBeAskedDoesNotKeepTheEnginesTrial() {
        health.modelFailed("a", Fault.AWAY, "status 500", SECOND / 2);
        health.engineFailed("b", Fault.AWAY, "refused", 0);
        assertFalse(health.enter("a", SECOND, false));
        assertTrue(health.enter("b", SECOND, false));
    }

    @Test
    void aBusyModelKeepsNobodyFromTheOthers() {
        health.busy("a", Duration.ofSeconds(1), 0);
        assertTrue(health.refusal("a", 0).orElse("").startsWith("Its model \"a\" said that it is busy"));
        assertTrue(health.busyFor("a", 0).isPositive());
        assertTrue(health.refusal("b", 0).isEmpty());
        assertTrue(health.busyFor("b", 0).isZero());
        health.worked("b");
        assertTrue(health.refusal("a", 0).isPresent(), "another model's success says nothing of it");
        health.engineFailed("b", Fault.AWAY, "refused", 0);
        assertTrue(health.enter("a", SECOND, false));
        health.busy("a", Duration.ofSeconds(1), SECOND);
        assertTrue(health.enter("b", SECOND, false), "the engine's trial is for the next");
    }

    @Test
    void whatIsWrittenMeanwhileSpeaksForTheEngine() {
        health.modelFailed("a", Fault.BROKE, "cut", 0);
        health.modelFailed("b", Fault.BROKE, "cut", 0);
        health.writes();
        health.modelFailed("c", Fault.BROKE, "cut", 0);
        assertTrue(health.refusal("d", 0).isEmpty());
        health.modelFailed("a", Fault.BROKE, "cut", 0);
        health.modelFailed("b", Fault.BROKE, "cut", 0);
        assertTrue(health.refusal("d", 0).orElse("").startsWith("3 of its models failed one after another"));
        health.writes();
        assertTrue(health.refusal("d", 0).isEmpty());
    }

    private void row(Fault fault, long now) {
        for (String model : List.of("a", "b", "c")) {
            health.modelFailed(model, fault, "cut", now);
        }
    }

    @Test
    void aModelThatWorkedIsNotRefusedForTheFailuresOfOthers() {
        health.worked("d");
        for (int i = 0; i < 20; i++) {
            row(Fault.BROKE, i * SECOND / 10);
            assertTrue(health.refusal("d", i * SECOND / 10).isEmpty());
            assertTrue(health.enter("d", i * SECOND / 10, false) && health.enter("d", i * SECOND / 10, false));
        }
        assertTrue(health.refusal("a", 2 * SECOND).orElse("").startsWith("Its model \"a\" failed lately"));
    }

    @Test
    void aModelThatHasNotFailedIsAskedWhereThereIsNobodyElse() {
        row(Fault.AWAY, 0);
        assertFalse(health.enter("d", 0, false), "another engine is the better choice");
        assertTrue(health.enter("d", 0, true) && health.enter("d", 0, true));
        health.worked("d");
        assertTrue(health.refusal("d", 0).isEmpty());
        assertTrue(health.refusal("a", 0).isPresent(), "it failed itself");
    }

    @Test
    void aRowCostsEachOtherModelOneFailure() {
        health.worked("d");
        row(Fault.BROKE, 0);
        health.modelFailed("d", Fault.BROKE, "cut", SECOND / 2);
        assertTrue(health.refusal("d", SECOND / 2).orElse("").startsWith("Its model \"d\" failed lately (cut)"));
        assertFalse(health.enter("d", SECOND / 2, false));
    }

    @Test
    void theSentenceOfARowNamesNoModels() {
        row(Fault.BROKE, 0);
        String said = health.refusal("d", 0).orElseThrow() + health.ails(0);
        assertFalse(said.contains("\""), said);
    }

    @Test
    void threeModelsAreNamedAndTheOthersCounted() {
        for (String model : Set.of("a", "b", "c", "d")) {
            health.modelFailed(model, Fault.AWAY, "status 500", 0);
            health.worked("none");
        }
        assertEquals(4, health.ails(0).size());
        assertEquals("And 1 more of its models.", health.ails(0).getLast());
    }

    @Test
    void nothingIsKeptOfModelsThatAreNotListed() {
        for (int i = 0; i < 10_000; i++) {
            health.modelFailed("x" + i, Fault.AWAY, "gone", 0);
        }
        assertEquals(0, health.kept());
        health.modelFailed("a", Fault.AWAY, "gone", 0);
        assertEquals(1, health.kept());
        health.listed(Set.of("b"));
        assertEquals(0, health.kept());
    }

    @Test
    void whateverHappensEveryModelIsTriedWithinThirtySeconds() {
        long seed = Seed.next();
        Random random = new Random(seed);
        long now = 0;
        for (int i = 0; i < 5_000; i++) {
            now += random.nextInt(3_000) * 1_000_000L;
            String model = String.valueOf((char) ('a' + random.nextInt(4)));
            Fault fault = Fault.values()[random.nextInt(3)];
            switch (random.nextInt(8)) {
                case 0 -> health.worked(model);
                case 1 -> health.busy(model, Duration.ofMillis(random.nextInt(90_000)), now);
                case 2 -> health.learntNothing(model);
                case 3 -> {
                    if (health.enter(model, now, random.nextBoolean())) {
                        health.learntNothing(model);
                    }
                }
                case 4 -> health.engineFailed(model, fault, "x", now);
                case 5 -> health.silent(fault.name(), model, "x", now);
                default -> health.modelFailed(model, fault, "x", now);
            }
            for (String each : Set.of("a", "b", "c", "d")) {
                assertTrue(health.refusal(each, now + 30 * SECOND).isEmpty(), "seed " + seed + " step " + i);
            }
        }
    }
}
