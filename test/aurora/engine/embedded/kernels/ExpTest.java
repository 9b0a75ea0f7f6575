package aurora.engine.embedded.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The exponential. */
final class ExpTest {
    @Test
    void exponentialIsExactEnough() {
        for (float x = -86.9f; x < 88; x += 0.013f) {
            assertEquals(1, Exp.of(x) / Math.exp(x), 3e-7, "at " + x);
        }
        assertEquals(0, Exp.of(-200));
        assertEquals(Float.POSITIVE_INFINITY, Exp.of(200));
        assertTrue(Float.isNaN(Exp.of(Float.NaN)));
    }
}
