package aurora.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The small parts of the engine: decoding, stop texts, choosing, kernels, the exponential. */
final class PartsTest {

    @Test
    void charactersNeverComeInHalves() {
        Random random = new Random(11);
        String text = "naïve 🙂👩‍💻 今日は ½ end";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 200; round++) {
            Utf8Stream stream = new Utf8Stream();
            StringBuilder out = new StringBuilder();
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(4));
                String piece = stream.add(Arrays.copyOfRange(bytes, at, to));
                assertTrue(piece.isEmpty() || !Character.isHighSurrogate(piece.charAt(piece.length() - 1)), piece);
                assertTrue(piece.indexOf('\uFFFD') < 0, piece);
                out.append(piece);
                at = to;
            }
            assertEquals(text, out + stream.end());
        }
    }

    @Test
    void brokenBytesBecomeReplacements() {
        Utf8Stream stream = new Utf8Stream();
        assertEquals("a\uFFFDb", stream.add(new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xF0, (byte) 0x9F}));
        assertEquals("\uFFFD", stream.end());
    }

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

    @Test
    void exponentialIsExactEnough() {
        for (float x = -86.9f; x < 88; x += 0.013f) {
            assertEquals(1, Exp.of(x) / Math.exp(x), 3e-7, "at " + x);
        }
        assertEquals(0, Exp.of(-200));
        assertEquals(Float.POSITIVE_INFINITY, Exp.of(200));
        assertTrue(Float.isNaN(Exp.of(Float.NaN)));
    }

    @Test
    void kernelsAgreeForAllKindsAndOddSizes() throws Exception {
        for (Gguf.Kind kind : Gguf.Kind.values()) {
            TinyGguf file = TinyGguf.llama(new TinyGguf.Sides(96, 1, 3, 1, 32, 64, 301), kind, 4);
            ModelBytes bytes = ModelBytes.of(file.bytes());
            try (LlamaWeights weights = LlamaWeights.load(bytes, GgufReader.read(bytes))) {
                Random random = new Random(2);
                for (int batch = 1; batch <= 8; batch++) {
                    float[] x = new float[batch * 96];
                    for (int i = 0; i < x.length; i++) {
                        x[i] = (float) random.nextGaussian();
                    }
                    float[] vector = new float[batch * 301];
                    float[] plain = new float[batch * 301];
                    new VectorKernels().multiply(weights.embedding, x, batch, vector);
                    new PlainKernels().multiply(weights.embedding, x, batch, plain);
                    for (int i = 0; i < plain.length; i++) {
                        assertEquals(plain[i], vector[i], 1e-3, kind + ", batch " + batch + ", at " + i);
                    }
                    float[] row = new float[96];
                    weights.embedding.row(300, row, 0);
                    double sum = 0;
                    for (int c = 0; c < 96; c++) {
                        sum += row[c] * x[c];
                    }
                    assertEquals(sum, plain[300], 1e-3);
                }
            }
        }
    }
}
