package aurora.ground.metrics;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures come out as Prometheus reads them. */
final class MetricsTest {

    @Test
    void writesEveryKind() {
        Metrics metrics = new Metrics();
        metrics.counter("aurora_things_total", "Things.", "kind").one("odd");
        metrics.seconds("aurora_wait_seconds", "Waits.").record(0.003);
        metrics.gauge("aurora_level", "A level.", () -> 4.5);
        metrics.gauges(
                "aurora_levels",
                "Levels.",
                "at",
                () -> List.of(new Metrics.Reading("here", 1), new Metrics.Reading("there", 2)));
        String text = new String(metrics.text(), StandardCharsets.UTF_8);
        for (String line : List.of(
                "# HELP aurora_things_total Things.",
                "aurora_things_total{kind=\"odd\"} 1.0",
                "aurora_wait_seconds_bucket{le=\"0.005\"} 1",
                "aurora_level 4.5",
                "aurora_levels{at=\"there\"} 2.0")) {
            assertTrue(text.contains(line), line + " is missing in\n" + text);
        }
    }
}
