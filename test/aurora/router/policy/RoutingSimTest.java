package aurora.router.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.router.policy.SimMesh.Chooser;
import aurora.router.policy.SimMesh.Forecasting;
import aurora.router.policy.SimMesh.Machine;
import aurora.router.policy.SimMesh.Oracle;
import aurora.router.policy.SimMesh.Weather;
import aurora.router.policy.SimMesh.Work;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The product's policy on unlike engines in virtual time, against one that knows everything. */
final class RoutingSimTest {
    private static final Weather FAIR = (nodes, now) -> {};
    private static final List<Machine> UNLIKE = List.of(
            new Machine("processor", 1, 4, 60, 0.9, 0),
            new Machine("laptop", 2, 1, 25, 0.5, 4_000),
            new Machine("small-gpu", 4, 0.3, 12, 0.4, 3_000),
            new Machine("big-gpu", 8, 0.05, 4, 0.3, 0));

    @Test
    void endsNearlyAsSoonAsTheOracle() {
        double forecast = 0;
        double oracle = 0;
        double connections = 0;
        double robin = 0;
        StringBuilder told = new StringBuilder();
        for (double load : new double[] {0.2, 0.4, 0.6, 0.8}) {
            for (long seed = 1; seed <= 5; seed++) {
                List<Work> works = SimMesh.arrivals(UNLIKE, 300, load, new Random(seed));
                double best = mean(works, new Oracle());
                double ours = mean(works, new Forecasting(UNLIKE));
                double least = mean(works, SimMesh.leastConnections());
                double turns = mean(works, SimMesh.roundRobin());
                told.append(String.format(
                        "load %.1f seed %d: forecast %.3f least connections %.2f round robin %.2f%n",
                        load, seed, ours / best, least / best, turns / best));
                forecast += ours / best;
                oracle++;
                connections += least / best;
                robin += turns / best;
            }
        }
        System.out.println(told);
        System.out.printf(
                "mean ratio to the oracle: forecast %.3f, least connections %.2f, round robin %.2f%n",
                forecast / oracle, connections / oracle, robin / oracle);
        assertTrue(forecast / oracle <= 1.10, "forecast " + forecast / oracle + "\n" + told);
        assertTrue(forecast < connections && forecast < robin, told.toString());
    }

    @Test
    void aThrottledEngineIsLeftWithinFiveRequestsAndTakenBackWithinThirtySeconds() {
        List<Machine> two = List.of(new Machine("fast", 4, 0.1, 10, 0.4, 0), new Machine("other", 4, 0.1, 18, 0.4, 0));
        int count = 400;
        double each = 1_500;
        List<Work> works = IntStream.range(0, count)
                .mapToObj(i -> new Work(i * each, 100, 80))
                .toList();
        double throttledAt = 100 * each;
        double freeAt = 200 * each;
        Forecasting ours = new Forecasting(two);
        SimMesh.play(
                two, works, ours, (nodes, now) -> nodes.getFirst().factor = now >= throttledAt && now < freeAt ? 3 : 1);
        List<Integer> chosen = ours.chosen;
        assertEquals(
                0,
                Math.round(
                        IntStream.range(20, 100).filter(i -> chosen.get(i) != 0).count() / 80.0));
        int last = 100;
        int onIt = 0;
        while (onIt <= 5 && last < 200 && chosen.get(last) == 0) {
            onIt++;
            last++;
        }
        assertTrue(onIt <= 5, "left after " + onIt + " requests: " + chosen.subList(95, 130));
        long wasted = IntStream.range(100, 200).filter(i -> chosen.get(i) == 0).count();
        assertTrue(wasted <= 20, "while it was slow it got " + wasted + " of 100");
        int back = IntStream.range(200, count)
                .filter(i -> chosen.get(i) == 0)
                .findFirst()
                .orElse(count);
        assertTrue((back - 200) * each <= 30_000, "taken back after " + (back - 200) * each + " ms");
        long after =
                IntStream.range(back, count).filter(i -> chosen.get(i) == 0).count();
        assertTrue(after > 0.9 * (count - back), "after it came back it got " + after + " of " + (count - back));
    }

    @Test
    void nineOfTenAnswersEndBeforeTheirP90() {
        Forecasting ours = new Forecasting(UNLIKE);
        List<Work> works = SimMesh.arrivals(UNLIKE, 1_500, 0.5, new Random(7));
        SimMesh.play(UNLIKE, SimMesh.again(works), ours, FAIR);
        double share = 1 - ours.above / (double) ours.ended;
        assertTrue(share >= 0.85 && share <= 0.95, "p90 covers " + share);
    }

    @Test
    void aColdStartCostsFewRequests() {
        List<Machine> three = List.of(
                new Machine("a", 1, 1, 80, 0.5, 0),
                new Machine("b", 1, 1, 70, 0.5, 0),
                new Machine("c", 1, 0.1, 6, 0.5, 0));
        List<Work> works = IntStream.range(0, 40)
                .mapToObj(i -> new Work(i * 40_000.0, 100, 150))
                .toList();
        Forecasting ours = new Forecasting(three);
        SimMesh.play(three, works, ours, FAIR);
        long wrong = ours.chosen.stream().filter(at -> at != 2).count();
        assertTrue(wrong <= 6, "not on the fast one: " + ours.chosen);
        assertTrue(ours.chosen.subList(9, 40).stream().allMatch(at -> at == 2), ours.chosen.toString());
    }

    private static double mean(List<Work> works, Chooser chooser) {
        return Arrays.stream(SimMesh.play(UNLIKE, SimMesh.again(works), chooser, FAIR))
                .average()
                .orElseThrow();
    }
}
