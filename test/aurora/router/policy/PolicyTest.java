package aurora.router.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.Seed;
import aurora.engine.EngineFacts.Kind;
import aurora.engine.Model;
import aurora.engine.Model.Purpose;
import aurora.engine.Usage;
import aurora.router.RouterApi.Forecast;
import aurora.router.RouterApi.Place;
import aurora.router.policy.Ranking.Scored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What must hold of every forecast and every ranking, whatever was learnt. */
final class PolicyTest {
    private static final long SECOND = 1_000_000_000L;

    private static Option option(String engine, Kind kind, int slots, Model model) {
        return new Option(new Place("n", engine, model.name()), kind, slots, true, model, 0);
    }

    private static Option plain(String engine) {
        return option(engine, Kind.OLLAMA, 4, new Model("m", Purpose.GENERAL, true, 4_000_000_000L, 8_192, ""));
    }

    private static Forecast forecast(Policy policy, Ask ask, Option option, long now) {
        return policy.decide(ask, List.of(option), now).scored().getFirst().forecast();
    }

    private static Usage usage(int prompt, int output, double prefillMillis, double decodeMillis) {
        return new Usage(
                prompt,
                0,
                output,
                Duration.ZERO,
                Duration.ofNanos((long) (prefillMillis * 1e6)),
                Duration.ofNanos((long) (decodeMillis * 1e6)),
                true);
    }

    private static Reservation reserve(Policy policy, Ask ask, Option option, long now) {
        return policy.reserve(
                ask, policy.decide(ask, List.of(option), now).scored().getFirst(), now);
    }

    private static void answer(Policy policy, Option option, long from, double gapMillis, int tokens) {
        Ask ask = Ask.of(from, 400, 0);
        Reservation work = reserve(policy, ask, option, from);
        policy.started(work, from + SECOND / 10);
        long end = from + SECOND / 10 + (long) (gapMillis * tokens * 1e6);
        policy.completed(work, usage(104, tokens, 100, gapMillis * tokens), false, end);
    }

    @Test
    void everyForecastIsTheSumOfItsTermsAndNeverNothing() {
        long seed = Seed.next();
        Random random = new Random(seed);
        Policy policy = new Policy();
        List<Option> options = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Kind kind = Kind.values()[random.nextInt(3)];
            long size = random.nextInt(3) == 0 ? 0 : (long) (random.nextDouble() * 40e9);
            Model model = new Model("m" + i % 3, Purpose.GENERAL, random.nextBoolean(), size, 0, "");
            options.add(option("e" + i, kind, 1 + random.nextInt(9), model));
        }
        List<Reservation> running = new ArrayList<>();
        long now = SECOND;
        for (int round = 0; round < 2_000; round++) {
            now += random.nextInt(200) * 1_000_000L;
            Ask ask = Ask.of(random.nextLong(), random.nextInt(40_000), random.nextBoolean() ? random.nextInt(900) : 0);
            Ranking ranking = policy.decide(ask, options, now);
            assertEquals(options.size(), ranking.scored().size());
            for (Scored it : ranking.scored()) {
                Forecast f = it.forecast();
                assertEquals(f.p50(), f.network() + f.queue() + f.load() + f.prefill() + f.decode(), 1e-6 * f.p50());
                assertTrue(f.p50() > 0 && f.p90() > f.p50() && Double.isFinite(f.p90()), "seed " + seed + " " + f);
                assertTrue(
                        f.network() > 0 && f.queue() >= 0 && f.load() >= 0 && f.prefill() > 0,
                        "seed " + seed + " " + f);
                assertTrue(f.samples() > 0 || f.p90() > 1.5 * f.p50(), "unmeasured and sure: seed " + seed + " " + f);
            }
            running.add(policy.reserve(ask, ranking.scored().get(random.nextInt(12)), now));
            Reservation some = running.get(random.nextInt(running.size()));
            switch (random.nextInt(4)) {
                case 0 -> policy.started(some, now);
                case 1 -> some.emitted(random.nextInt(500));
                case 2 -> policy.abandoned(some, random.nextBoolean(), now);
                default ->
                    policy.completed(
                            some,
                            usage(
                                    random.nextInt(9_000),
                                    random.nextInt(2_000),
                                    random.nextInt(9_000),
                                    random.nextInt(90_000)),
                            random.nextBoolean(),
                            now);
            }
        }
        for (Reservation each : running) {
            policy.abandoned(each, true, now);
            policy.abandoned(each, true, now);
            policy.completed(each, usage(1, 1, 1, 1), false, now);
        }
        for (Option option : options) {
            assertEquals(0, policy.inFlight("n", option.place().engine()));
        }
    }

    @Test
    void moreToReadOrToWriteNeverEndsSooner() {
        Policy policy = new Policy();
        Option option = plain("e");
        double last = 0;
        for (int chars = 0; chars < 20_000; chars += 500) {
            double p50 = forecast(policy, Ask.of(1, chars, 0), option, 0).p50();
            assertTrue(p50 >= last);
            last = p50;
        }
        last = 0;
        for (int tokens = 1; tokens < 400; tokens += 7) {
            double p50 = forecast(policy, Ask.of(1, 100, tokens), option, 0).p50();
            assertTrue(p50 >= last);
            last = p50;
        }
    }

    @Test
    void ratesAreLearntFromAFewAnswers() {
        Policy policy = new Policy();
        Option option = plain("e");
        for (int i = 0; i < 3; i++) {
            answer(policy, option, (i + 1) * 100 * SECOND, 7, 150);
        }
        Forecast known = forecast(policy, Ask.of(99, 400, 100), option, 500 * SECOND);
        assertEquals(700, known.decode(), 100);
        assertEquals(100, known.prefill(), 25);
        assertEquals(3, known.samples());
    }

    @Test
    void workInFlightMakesAQueueThatShrinksAsTokensStream() {
        Policy policy = new Policy();
        Option option = option("e", Kind.OLLAMA, 1, new Model("m", Purpose.GENERAL, true, 4_000_000_000L, 0, ""));
        answer(policy, option, SECOND, 10, 200);
        Ask ask = Ask.of(5, 400, 200);
        double alone = forecast(policy, ask, option, 100 * SECOND).p50();
        Reservation work = reserve(policy, ask, option, 100 * SECOND);
        Forecast behind = forecast(policy, ask, option, 100 * SECOND);
        assertTrue(behind.queue() > 0.7 * alone, behind + " alone " + alone);
        policy.started(work, 101 * SECOND);
        double last = Double.POSITIVE_INFINITY;
        for (int said = 10; said < 200; said += 10) {
            work.emitted(said);
            double queue = forecast(policy, ask, option, 101 * SECOND).queue();
            assertTrue(queue < last);
            last = queue;
        }
        policy.abandoned(work, false, 103 * SECOND);
        assertEquals(0, forecast(policy, ask, option, 103 * SECOND).queue());
    }

    @Test
    void aContextThatIsTooSmallIsRefused() {
        Ranking ranking = new Policy().decide(Ask.of(1, 100_000, 0), List.of(plain("e")), 0);
        assertTrue(ranking.scored().isEmpty());
        assertTrue(ranking.refused().getFirst().refused().orElseThrow().contains("8192"));
    }

    @Test
    void amongEqualsAConversationStaysAndConversationsSpread() {
        Policy policy = new Policy();
        List<Option> equals = List.of(plain("a"), plain("b"), plain("c"));
        for (Option option : equals) {
            answer(policy, option, SECOND, 10, 100);
        }
        Set<Place> seen = new HashSet<>();
        for (int conversation = 0; conversation < 60; conversation++) {
            Ask ask = Ask.of(conversation * 31_337L, 400, 100);
            Place first = policy.decide(ask, equals, 100 * SECOND)
                    .scored()
                    .getFirst()
                    .option()
                    .place();
            for (int i = 0; i < 5; i++) {
                assertEquals(
                        first,
                        policy.decide(ask, equals, 100 * SECOND)
                                .scored()
                                .getFirst()
                                .option()
                                .place());
            }
            seen.add(first);
        }
        assertEquals(3, seen.size());
    }

    @Test
    void noiseAroundATieDoesNotMakeTheChoiceFlap() {
        Policy policy = new Policy();
        List<Option> two = List.of(plain("a"), plain("b"));
        Random random = new Random(11);
        long now = SECOND;
        int changes = 0;
        Ask ask = Ask.of(4_711, 400, 100);
        Place last = two.getFirst().place();
        for (int i = 0; i < 200; i++) {
            now += 20 * SECOND;
            for (Option option : two) {
                answer(policy, option, now, 10 * (1 + 0.01 * random.nextGaussian()), 100);
            }
            now += 20 * SECOND;
            Scored best = policy.decide(ask, two, now).scored().getFirst();
            policy.abandoned(policy.reserve(ask, best, now), false, now);
            changes += best.option().place().equals(last) ? 0 : 1;
            last = best.option().place();
        }
        assertTrue(changes <= 6, "changed " + changes + " times in 200");
    }

    @Test
    void aConversationGoesBackToWhereItsBeginningIsCached() {
        Policy policy = new Policy();
        List<Option> two = List.of(plain("a"), plain("b"));
        for (int i = 0; i < 4; i++) {
            for (Option option : two) {
                answer(policy, option, (1 + i) * 100 * SECOND, 10, 100);
            }
        }
        for (long conversation = 1; conversation < 30; conversation++) {
            Ask first = Ask.of(conversation, 16_000, 50);
            Option at = two.get((int) (conversation % 2));
            Reservation work = reserve(policy, first, at, 900 * SECOND);
            policy.started(work, 904 * SECOND);
            policy.completed(work, usage(4_000, 50, 4_000, 500), false, 905 * SECOND);
            Ask next = Ask.of(conversation, 16_400, 50);
            Scored best = policy.decide(next, two, 910 * SECOND).scored().getFirst();
            assertEquals(at.place(), best.option().place(), "conversation " + conversation);
        }
    }

    @Test
    void whatWasLearntOutlivesARestart() {
        Policy policy = new Policy();
        Option option = plain("e");
        for (int i = 0; i < 5; i++) {
            answer(policy, option, (i + 1) * 100 * SECOND, 30, 80);
        }
        Policy next = new Policy();
        next.restore(policy.learned());
        Forecast before = forecast(policy, Ask.of(1, 400, 0), option, 900 * SECOND);
        Forecast after = forecast(next, Ask.of(1, 400, 0), option, 0);
        assertEquals(before.decode(), after.decode(), 0.1 * before.decode());
        assertEquals(before.samples(), after.samples());
        assertTrue(after.p90() > after.p50());
    }

    @Test
    void aLoadIsPaidOnceAndSharedByThoseWhoWaitForIt() {
        Policy policy = new Policy();
        Option cold = option("e", Kind.OLLAMA, 4, new Model("m", Purpose.GENERAL, false, 8_000_000_000L, 0, ""));
        Ask ask = Ask.of(1, 400, 50);
        double load = forecast(policy, ask, cold, 10).load();
        assertTrue(load > 1_000, "load " + load);
        Reservation work = reserve(policy, ask, cold, 10);
        long later = 10 + (long) (load * 0.75e6);
        assertTrue(forecast(policy, ask, cold, later).load() < 0.3 * load);
        policy.started(work, 10 + (long) (load * 1e6));
        assertEquals(0, forecast(policy, ask, cold, 20 + (long) (load * 1e6)).load());
    }

    @Test
    void anEngineThatDoesNotTellItsSlotsIsSeenToHaveOne() {
        Policy policy = new Policy();
        Option untold = option("e", Kind.OLLAMA, 0, new Model("m", Purpose.GENERAL, true, 4_000_000_000L, 0, ""));
        answer(policy, untold, SECOND, 10, 200);
        Ask ask = Ask.of(5, 400, 200);
        long now = 100 * SECOND;
        for (int round = 0; round < 2; round++) {
            Reservation first = reserve(policy, ask, untold, now);
            policy.started(first, now + SECOND / 10);
            assertTrue(forecast(policy, ask, untold, now + SECOND / 10).queue() < 300, "round " + round);
            Reservation second = reserve(policy, ask, untold, now + SECOND / 10);
            policy.completed(first, usage(104, 200, 100, 4_900), false, now + 5 * SECOND);
            policy.started(second, now + 5 * SECOND + SECOND / 10);
            policy.completed(second, usage(104, 200, 100, 4_900), false, now + 10 * SECOND);
            now += 100 * SECOND;
        }
        Reservation busy = reserve(policy, ask, untold, now);
        policy.started(busy, now + SECOND / 10);
        assertTrue(forecast(policy, ask, untold, now + SECOND / 10).queue() > 1_000, "it has one slot");
        Policy later = new Policy();
        later.restore(policy.learned());
        later.started(reserve(later, ask, untold, now), now + SECOND / 10);
        assertTrue(forecast(later, ask, untold, now + SECOND / 10).queue() > 1_000, "and keeps it over a restart");
    }

    @Test
    void whatIsWrittenAtOnceIsProofOfSlots() {
        Policy policy = new Policy();
        Option untold = option("e", Kind.OPENAI, 0, new Model("m", Purpose.GENERAL, true, 4_000_000_000L, 0, ""));
        Ask ask = Ask.of(5, 400, 200);
        long now = 100 * SECOND;
        for (int i = 0; i < 8; i++) {
            policy.started(reserve(policy, ask, untold, now + i), now + SECOND);
        }
        assertEquals(8, policy.learned().engines().getFirst().slots().orElseThrow());
    }

    @Test
    void slotsThatAnEngineTellsAreTaken() {
        Policy policy = new Policy();
        Option two = option("e", Kind.OLLAMA, 2, new Model("m", Purpose.GENERAL, true, 4_000_000_000L, 0, ""));
        Ask ask = Ask.of(5, 400, 200);
        policy.started(reserve(policy, ask, two, 0), SECOND);
        policy.started(reserve(policy, ask, two, 0), SECOND);
        assertTrue(forecast(policy, ask, two, SECOND).queue() > 100);
    }
}
