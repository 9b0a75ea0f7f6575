package aurora.bench;

import aurora.base.Clock;
import aurora.engine.EngineFacts;
import aurora.engine.Model;
import aurora.engine.Usage;
import aurora.router.RouterApi.Place;
import aurora.router.policy.Ask;
import aurora.router.policy.Option;
import aurora.router.policy.Policy;
import aurora.router.policy.Ranking;
import aurora.router.policy.Reservation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Measures a decision of the product's own policy, for {@code aurora bench decide}. */
public final class DecideBench {
    private static final int WARM_UP = 20_000;
    private static final double[] SHARES = {0.5, 0.99};

    /** Microseconds of one decision, reservation included. */
    public record Figures(int candidates, int inFlight, int rounds, double p50Micros, double p99Micros) {}

    private DecideBench() {}

    /**
     * Times {@code rounds} decisions over {@code candidates} unlike options with {@code inFlight} answers streaming.
     *
     * @param seed makes the same options and answers each time
     */
    public static Figures run(int candidates, int inFlight, int rounds, long seed) {
        Clock clock = Clock.system();
        SplittableRandom random = new SplittableRandom(seed);
        Policy policy = new Policy();
        List<Option> options = new ArrayList<>();
        for (int i = 0; i < candidates; i++) {
            Model model = new Model("model", Model.Purpose.GENERAL, random.nextInt(4) > 0, 4_000_000_000L, 32_768, "");
            Place place = new Place("node-" + i / 2, "engine-" + i, "model");
            options.add(new Option(place, EngineFacts.Kind.OLLAMA, 1 + random.nextInt(8), i % 2 == 0, model, 0));
        }
        teach(policy, options, random, clock);
        for (int i = 0; i < inFlight; i++) {
            Ranking ranking = policy.decide(ask(random), options, clock.nanos());
            Reservation work =
                    policy.reserve(ask(random), ranking.scored().get(random.nextInt(candidates)), clock.nanos());
            policy.started(work, clock.nanos());
            work.emitted(1 + random.nextInt(100));
        }
        long[] nanos = new long[rounds];
        for (int i = -WARM_UP; i < rounds; i++) {
            Ask ask = ask(random);
            long before = clock.nanos();
            Ranking ranking = policy.decide(ask, options, before);
            Reservation work = policy.reserve(ask, ranking.scored().getFirst(), before);
            long after = clock.nanos();
            policy.abandoned(work, false, after);
            if (i >= 0) {
                nanos[i] = after - before;
            }
        }
        Arrays.sort(nanos);
        return new Figures(candidates, inFlight, rounds, at(nanos, SHARES[0]), at(nanos, SHARES[1]));
    }

    private static void teach(Policy policy, List<Option> options, SplittableRandom random, Clock clock) {
        for (int i = 0; i < options.size(); i++) {
            Ranking ranking = policy.decide(ask(random), List.of(options.get(i)), clock.nanos());
            Reservation work = policy.reserve(ask(random), ranking.scored().getFirst(), clock.nanos());
            Usage usage = new Usage(
                    200,
                    0,
                    150,
                    Duration.ZERO,
                    Duration.ofMillis(50 + random.nextInt(400)),
                    Duration.ofMillis(500 + random.nextInt(4_000)),
                    true);
            policy.completed(work, usage, false, clock.nanos());
        }
    }

    private static Ask ask(SplittableRandom random) {
        return Ask.of(random.nextLong(), 100 + random.nextInt(8_000), random.nextInt(3) == 0 ? 256 : 0);
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1_000.0;
    }
}
