package aurora.router.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.Seed;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A text cut anywhere and continued in any pieces is whole again. */
final class SeamTest {
    private static final String WHOLE = words(200);

    private static String joined(String before, String continuation, boolean replay, Random random) {
        Seam seam = new Seam(before, replay);
        StringBuilder all = new StringBuilder(before);
        int at = 0;
        while (at < continuation.length()) {
            int length = Math.min(continuation.length() - at, 1 + random.nextInt(9));
            all.append(seam.take(continuation.substring(at, at + length)));
            at += length;
            if (seam.broken()) {
                return "broken";
            }
        }
        all.append(seam.end());
        return seam.broken() ? "broken" : all.toString();
    }

    @Test
    void anyCutIsJoined() {
        long seed = Seed.next();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            int cut = 24 + random.nextInt(WHOLE.length() - 25);
            String before = WHOLE.substring(0, cut);
            int back = Math.min(cut, 16 + random.nextInt(200));
            String what = "seed " + seed + " cut " + cut + " back " + back;
            assertEquals(WHOLE, joined(before, WHOLE.substring(cut), false, random), what);
            assertEquals(WHOLE, joined(before, WHOLE, false, random), what);
            assertEquals(WHOLE, joined(before, WHOLE, true, random), what);
            assertEquals(WHOLE, joined(before, WHOLE.substring(cut - back), false, random), what);
        }
    }

    @Test
    void whatComesAgainByNatureStays() {
        String rule = "| --- | --- | --- | --- | --- | --- ";
        assertEquals(rule + rule + "|", joined(rule + rule, "|", false, new Random(1)));
        String verse = "row, row, row your boat, row, row, row your boat, ";
        String more = "row, row, row your boat, gently";
        assertEquals(verse + more, joined(verse, more, false, new Random(2)));
        assertEquals("haha", joined("ha", "ha", false, new Random(3)));
    }

    @Test
    void anotherAnswerIsNotSewnOn() {
        String before = "The sky is blue because air scatters short waves more than long ones, as Rayleigh found.";
        String other = "The sky is blue because air scatters short waves more strongly.";
        assertEquals("broken", joined(before, other, false, new Random(4)));
        assertEquals("broken", joined(before, "Something else", true, new Random(5)));
        assertEquals("broken", joined(before, "The sky is blue because", false, new Random(6)));
    }

    @Test
    void aLostSpaceIsNotDoubled() {
        assertEquals("one two three", joined("one two ", " three", false, new Random(7)));
        assertEquals("one two  three", joined("one two", "  three", false, new Random(8)));
        assertTrue(joined("code:\n    ", "    x", false, new Random(9)).endsWith("\n        x"));
    }

    private static String words(int count) {
        StringBuilder all = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            all.append('w').append(i).append(' ');
        }
        return all.toString();
    }
}
