package aurora.engine.embedded.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.engine.embedded.tokens.Ints;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written next, and what ends it. */
final class ChoosingTest {
    @Test
    void stopTextsAreHeldBack() {
        StopTexts stops = new StopTexts(List.of("END", "\n\n"));
        assertEquals("one ", stops.add("one E"));
        assertEquals("EN", stops.add("N") + stops.add("EN").substring(0, 2));
        assertEquals("", stops.add("D and more"));
        assertTrue(stops.found());
        assertEquals("", stops.end());
        StopTexts none = new StopTexts(List.of("END"));
        assertEquals("almost ", none.add("almost EN"));
        assertEquals("EN", none.end());
    }

    @Test
    void samplingFollowsItsSettings() {
        float[] logits = {1, 5, 4.9f, Float.NaN, -3};
        Ints said = new Ints();
        assertEquals(1, new Sampler(Sampler.Choice.GREEDY, 5).choose(logits.clone(), said));
        said.add(1);
        Sampler.Choice penalised = new Sampler.Choice(0, 0, 1, 1.5, 0);
        assertEquals(2, new Sampler(penalised, 5).choose(logits.clone(), said));
        int[] counts = new int[5];
        Sampler two = new Sampler(new Sampler.Choice(1, 2, 1, 1, 9), 5);
        Sampler nucleus = new Sampler(new Sampler.Choice(1, 0, 0.5, 1, 9), 5);
        for (int i = 0; i < 2000; i++) {
            counts[two.choose(logits.clone(), said)]++;
            assertEquals(1, nucleus.choose(logits.clone(), said));
        }
        assertEquals(2000, counts[1] + counts[2]);
        assertEquals(0.525, counts[1] / 2000.0, 0.05);
        Sampler all = new Sampler(new Sampler.Choice(5, 0, 1, 1, 9), 5);
        for (int i = 0; i < 2000; i++) {
            assertNotEquals(3, all.choose(logits.clone(), said));
        }
    }
}
