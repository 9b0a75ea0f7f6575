package aurora.engine.embedded.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.GgufReader;
import aurora.engine.embedded.gguf.ModelBytes;
import aurora.engine.embedded.gguf.TinyGguf;
import aurora.engine.embedded.kernels.Kernels;
import aurora.engine.embedded.kernels.PlainKernels;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fast kernels compute what the plain ones do. */
final class KernelsAgreeTest {
    @Test
    void kernelsAgreeForAllKindsAndOddSizes() throws Exception {
        Kernels fast = Kernels.best();
        assertEquals("vector", fast.name());
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
                    fast.multiply(weights.embedding, x, batch, vector);
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
