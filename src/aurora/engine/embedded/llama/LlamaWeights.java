package aurora.engine.embedded.llama;

import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.GgufException;
import aurora.engine.embedded.gguf.ModelBytes;
import aurora.engine.embedded.kernels.Matrix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All weights of one model, copied out of its file, so that nothing that later happens to the file matters. The
 * matrices live outside the heap until {@link #close}; using them afterwards throws. Immutable.
 */
public final class LlamaWeights implements AutoCloseable {
    private static final String EMBEDDING = "token_embd.weight";
    private static final String OUTPUT = "output.weight";
    private static final String OUTPUT_NORM = "output_norm.weight";
    private static final String ROPE_FACTORS = "rope_freqs.weight";

    /** Weights of one layer, named as in the file. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Layer(
            float[] attentionNorm,
            Matrix query,
            Matrix key,
            Matrix value,
            Matrix attentionOut,
            float[] feedForwardNorm,
            Matrix gate,
            Matrix up,
            Matrix down) {}

    final LlamaShape shape;
    final Matrix embedding;
    final List<Layer> layers = new ArrayList<>();
    final float[] outputNorm;

    /** Turns the last hidden state into logits; the embedding again when the file ties them. */
    final Matrix output;

    /** Frequencies of the rotary pairs, in radians a position. */
    final float[] frequencies;

    private final Arena arena;

    private LlamaWeights(LlamaShape shape, TensorReader from, Arena arena) throws IOException, GgufException {
        this.shape = shape;
        this.arena = arena;
        embedding = from.matrix(EMBEDDING);
        for (int i = 0; i < shape.layers(); i++) {
            String block = "blk." + i + ".";
            layers.add(new Layer(
                    from.vector(block + "attn_norm.weight"),
                    from.matrix(block + "attn_q.weight"),
                    from.matrix(block + "attn_k.weight"),
                    from.matrix(block + "attn_v.weight"),
                    from.matrix(block + "attn_output.weight"),
                    from.vector(block + "ffn_norm.weight"),
                    from.matrix(block + "ffn_gate.weight"),
                    from.matrix(block + "ffn_up.weight"),
                    from.matrix(block + "ffn_down.weight")));
        }
        outputNorm = from.vector(OUTPUT_NORM);
        output = from.has(OUTPUT) ? from.matrix(OUTPUT) : embedding;
        frequencies = frequencies(shape, from.has(ROPE_FACTORS) ? from.vector(ROPE_FACTORS) : new float[0]);
    }

    /** Sizes of the network. */
    public LlamaShape shape() {
        return shape;
    }

    /** Copies the weights that {@code header} describes out of {@code file}, checking the header first. */
    @SuppressWarnings("MustBeClosedChecker") // the weights own the arena and close it
    public static LlamaWeights load(ModelBytes file, Gguf header) throws IOException, GgufException {
        LlamaShape shape = check(header);
        Arena arena = Arena.ofShared();
        try {
            return new LlamaWeights(shape, new TensorReader(file, header, arena), arena);
        } catch (IOException | GgufException | RuntimeException failure) {
            arena.close();
            throw failure;
        } catch (OutOfMemoryError tooLarge) {
            arena.close();
            throw new GgufException("there is not enough memory to load it", tooLarge);
        }
    }

    /**
     * Checks that {@code header} describes every weight in the right size and nothing that would be ignored; reads
     * none.
     */
    public static LlamaShape check(Gguf header) throws GgufException {
        LlamaShape shape = LlamaShape.of(header);
        Map<String, Sides> expected = expected(shape);
        for (Map.Entry<String, Sides> entry : expected.entrySet()) {
            Optional<Gguf.Tensor> tensor = Optional.ofNullable(header.tensors().get(entry.getKey()));
            if (tensor.isEmpty() && !entry.getValue().optional()) {
                throw new GgufException("it lacks the tensor " + entry.getKey());
            }
            if (tensor.isPresent() && !entry.getValue().fits(tensor.get())) {
                throw new GgufException("the tensor " + entry.getKey() + " has another size than the header says");
            }
        }
        for (String name : header.tensors().keySet()) {
            if (!expected.containsKey(name)) {
                throw new GgufException(
                        "it holds tensors beyond a plain llama network, which the built-in engine does not render");
            }
        }
        return shape;
    }

    /** What a tensor must look like. */
    private record Sides(int rows, int columns, boolean optional) {
        boolean fits(Gguf.Tensor tensor) {
            boolean vector = rows == 1;
            return tensor.rows() == rows && tensor.columns() == columns && (!vector || tensor.kind() == Gguf.Kind.F32);
        }
    }

    private static Map<String, Sides> expected(LlamaShape shape) {
        int hidden = shape.hidden();
        Map<String, Sides> all = new LinkedHashMap<>();
        all.put(EMBEDDING, new Sides(shape.vocabulary(), hidden, false));
        for (int i = 0; i < shape.layers(); i++) {
            String block = "blk." + i + ".";
            all.put(block + "attn_norm.weight", new Sides(1, hidden, false));
            all.put(block + "attn_q.weight", new Sides(shape.queries(), hidden, false));
            all.put(block + "attn_k.weight", new Sides(shape.keys(), hidden, false));
            all.put(block + "attn_v.weight", new Sides(shape.keys(), hidden, false));
            all.put(block + "attn_output.weight", new Sides(hidden, shape.queries(), false));
            all.put(block + "ffn_norm.weight", new Sides(1, hidden, false));
            all.put(block + "ffn_gate.weight", new Sides(shape.feedForward(), hidden, false));
            all.put(block + "ffn_up.weight", new Sides(shape.feedForward(), hidden, false));
            all.put(block + "ffn_down.weight", new Sides(hidden, shape.feedForward(), false));
        }
        all.put(OUTPUT_NORM, new Sides(1, hidden, false));
        all.put(OUTPUT, new Sides(shape.vocabulary(), hidden, true));
        all.put(ROPE_FACTORS, new Sides(1, shape.rotated() / 2, true));
        return all;
    }

    private static float[] frequencies(LlamaShape shape, float[] factors) {
        float[] frequencies = new float[shape.rotated() / 2];
        for (int i = 0; i < frequencies.length; i++) {
            double frequency = Math.pow(shape.ropeBase(), -2.0 * i / shape.rotated()) / shape.ropeScale();
            frequencies[i] = (float) (i < factors.length && factors[i] != 0 ? frequency / factors[i] : frequency);
        }
        return frequencies;
    }

    @Override
    public void close() {
        arena.close();
    }
}
