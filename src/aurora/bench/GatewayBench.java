package aurora.bench;

import aurora.base.Clock;
import aurora.ground.process.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What Aurora adds between a client and an engine: the same requests to the mock engine directly, through nginx and
 * through a node with key check, routing and log, in turn in one run.
 */
public final class GatewayBench {
    private static final String INSTANT = "{models: [{name: mock, slots: 4096}], tokens: 16}";
    private static final int TOKENS = 120;
    private static final String PACED = "{models: [{name: mock, slots: 4096, decode: 20}], tokens: " + TOKENS + "}";
    private static final long GAP = 50_000_000;
    private static final int FEW = 10;
    private static final int STREAMS = 200;
    private static final int WARM_STREAMS = 500;
    /** A JVM of this size compiles for half a minute under full load. */
    private static final Duration WARM_UP = Duration.ofSeconds(45);

    private final Duration length;
    private final int rounds;
    private final Optional<Path> parent;
    private final Consumer<String> progress;

    /**
     * A benchmark.
     *
     * @param length of each measurement
     * @param rounds how often each is repeated; the median is reported
     * @param parent where the home of the node is made; empty for the temporary files
     */
    public GatewayBench(Duration length, int rounds, Optional<Path> parent, Consumer<String> progress) {
        this.length = length;
        this.rounds = rounds;
        this.parent = parent;
        this.progress = progress;
    }

    /** Makes API key and engines of the node that runs in a home. */
    @FunctionalInterface
    public interface Setup {
        /** Adds {@code engines} (name, address) to the node in {@code home} and returns an API key. */
        String prepare(String home, List<String> engines) throws Exception;
    }

    private record Lane(String name, Load instant, Load paced) {}

    private record Row(
            String lane, double perSecond, double p50One, double p50Ten, double p99Ten, double first, double late) {}

    /** Measures and returns the report as Markdown. */
    public String run(Setup setup) throws Exception {
        try (Rig rig = new Rig(parent)) {
            progress.accept("Starting mock engines, nginx and a node ...");
            int instant = rig.mock("instant", INSTANT);
            int paced = rig.mock("paced", PACED);
            List<Integer> nginx = rig.nginx(List.of(instant, paced));
            Child node = rig.node();
            String key = setup.prepare(
                    rig.home().toString(),
                    List.of(
                            "instant",
                            "http://127.0.0.1:" + instant + "/v1",
                            "paced",
                            "http://127.0.0.1:" + paced + "/v1"));
            Clock clock = rig.clock();
            int web = rig.port("web");
            List<Lane> lanes = new ArrayList<>();
            lanes.add(new Lane("bare", new Load(clock, instant, "", "mock"), new Load(clock, paced, "", "mock")));
            if (!nginx.isEmpty()) {
                lanes.add(new Lane(
                        "nginx",
                        new Load(clock, nginx.getFirst(), "", "mock"),
                        new Load(clock, nginx.getLast(), "", "mock")));
            }
            lanes.add(new Lane(
                    "aurora", new Load(clock, web, key, "instant/mock"), new Load(clock, web, key, "paced/mock")));
            progress.accept("Warming up ...");
            Load.Result young = lanes.getLast().instant().whole(FEW, length);
            for (Lane lane : lanes) {
                lane.instant().whole(FEW, WARM_UP);
                lane.instant().first(FEW, WARM_STREAMS);
                lane.paced().late(STREAMS, TOKENS, GAP);
            }
            List<Row> rows = new ArrayList<>();
            double cpuMicros = 0;
            for (int round = 1; round <= rounds; round++) {
                for (Lane lane : lanes) {
                    progress.accept("Round " + round + " of " + rounds + ": " + lane.name());
                    double before = Rig.cpuSeconds(node);
                    Load.Result ten = lane.instant().whole(FEW, length);
                    if (lane.name().equals("aurora")) {
                        cpuMicros = (Rig.cpuSeconds(node) - before)
                                * 1e6
                                / Math.max(1, ten.latency().count());
                    }
                    rows.add(row(lane, ten));
                }
            }
            return report(lanes, rows, cpuMicros) + young(young);
        }
    }

    private Row row(Lane lane, Load.Result ten) throws InterruptedException, IOException {
        Load.Result one = lane.instant().whole(1, length);
        double first = lane.instant().first(1, 300).millis(0.5);
        double late = lane.paced().late(STREAMS, TOKENS, GAP).millis(0.99);
        return new Row(
                lane.name(),
                ten.perSecond(),
                one.latency().millis(0.5),
                ten.latency().millis(0.5),
                ten.latency().millis(0.99),
                first,
                late);
    }

    private String report(List<Lane> lanes, List<Row> rows, double cpuMicros) throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("| | requests/s, 10 conn. | share of nginx | p50, 1 conn. | p50, 10 conn. | p99, 10 conn. |"
                        + " first token p50 | ")
                .append(STREAMS)
                .append(" streams, late p99 |\n|---|---|---|---|---|---|---|---|\n");
        double nginx = median(rows, "nginx", 1);
        for (Lane lane : lanes) {
            String name = lane.name();
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.2f | %.3f ms | %.3f ms | %.2f ms | %.3f ms | %.2f ms |%n",
                    name,
                    median(rows, name, 1),
                    nginx > 0 ? median(rows, name, 1) / nginx : Double.NaN,
                    median(rows, name, 2),
                    median(rows, name, 3),
                    median(rows, name, 4),
                    median(rows, name, 5),
                    median(rows, name, 6)));
        }
        page.append(String.format(
                Locale.ROOT,
                "| **added by aurora** | | | %.3f ms | %.3f ms | %.2f ms | %.3f ms | %.2f ms |%n%n",
                added(rows, 2),
                added(rows, 3),
                added(rows, 4),
                added(rows, 5),
                added(rows, 6)));
        page.append(String.format(Locale.ROOT, "The node's own processor time per request: %.0f us.%n", cpuMicros));
        return page.toString();
    }

    /** How the node did right after its start, while the JVM compiles it. */
    private String young(Load.Result young) {
        return String.format(
                Locale.ROOT,
                "Right after its start, in the first %d s of full load: %.0f requests/s, p50 %.1f ms, p99 %.0f ms.%n",
                length.toSeconds(),
                young.perSecond(),
                young.latency().millis(0.5),
                young.latency().millis(0.99));
    }

    private static double added(List<Row> rows, int column) {
        return median(rows, "aurora", column) - median(rows, "bare", column);
    }

    private static double median(List<Row> rows, String lane, int column) {
        double[] values = rows.stream()
                .filter(row -> row.lane().equals(lane))
                .mapToDouble(row -> switch (column) {
                    case 1 -> row.perSecond();
                    case 2 -> row.p50One();
                    case 3 -> row.p50Ten();
                    case 4 -> row.p99Ten();
                    case 5 -> row.first();
                    default -> row.late();
                })
                .sorted()
                .toArray();
        return values.length == 0 ? Double.NaN : values[values.length / 2];
    }
}
