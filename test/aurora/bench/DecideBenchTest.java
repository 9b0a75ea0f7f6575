package aurora.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class DecideBenchTest {
    @Test
    void theMeasurementMeasures() {
        DecideBench.Figures figures = DecideBench.run(16, 64, 2_000, 1);
        System.out.println(figures);
        assertTrue(figures.p50Micros() > 0 && figures.p99Micros() >= figures.p50Micros());
    }
}
