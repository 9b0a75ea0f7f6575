package aurora.engine.embedded.llama;

import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.GgufException;
import java.util.List;

/**
 * The sizes of a llama-architecture network, read from the header and checked against each other.
 *
 * @param vocabulary number of tokens
 * @param hidden width of the stream between layers
 * @param layers number of blocks
 * @param heads query heads
 * @param headsKv key and value heads; each serves {@code heads / headsKv} query heads in a row
 * @param head width of one head
 * @param rotated how many of a head's numbers carry the position
 * @param feedForward width inside the feed-forward part
 * @param context tokens of context at most, as this engine serves the model
 * @param epsilon added to the mean square in norms
 * @param ropeBase base of the rotary frequencies
 * @param ropeScale divides positions (linear scaling); 1 is none
 */
public record LlamaShape(
        int vocabulary,
        int hidden,
        int layers,
        int heads,
        int headsKv,
        int head,
        int rotated,
        int feedForward,
        int context,
        float epsilon,
        double ropeBase,
        double ropeScale) {

    /** Longer contexts are cut to this; the memory for keys and values grows with it. */
    private static final int CONTEXT_MAX = 4096;
    /** Keys and values of one full context, in floats (128 MiB). */
    private static final long CACHE_MAX = 32L << 20;

    /** Reads the sizes. */
    static LlamaShape of(Gguf file) throws GgufException {
        String architecture = file.text("general.architecture").orElse("");
        if (!architecture.equals("llama")) {
            throw new GgufException(
                    "its architecture is \"" + architecture + "\"; the built-in engine renders only \"llama\"");
        }
        String scaling = file.text("llama.rope.scaling.type").orElse("none");
        if (!List.of("none", "linear").contains(scaling)) {
            throw new GgufException(
                    "its rope scaling is \"" + scaling + "\"; the built-in engine knows \"none\" and \"linear\"");
        }
        if (file.number("llama.expert_count", 0, 1 << 16, 0) > 0) {
            throw new GgufException("it is a mixture of experts, which the built-in engine does not render");
        }
        int hidden = file.number("llama.embedding_length", 1, 1 << 15);
        int heads = file.number("llama.attention.head_count", 1, 512);
        int headsKv = file.number("llama.attention.head_count_kv", 1, 512, heads);
        int head = file.number("llama.attention.key_length", 2, 1024, Math.max(2, hidden / heads));
        int layers = file.number("llama.block_count", 1, 256);
        int rotated = file.number("llama.rope.dimension_count", 2, head, head);
        if (heads % headsKv != 0
                || rotated % 2 != 0
                || file.number("llama.attention.value_length", 1, 1024, head) != head) {
            throw new GgufException("the numbers of its attention heads do not fit together");
        }
        int vocabulary = file.texts("tokenizer.ggml.tokens").size();
        if (vocabulary < 1) {
            throw new GgufException("it holds no vocabulary");
        }
        long context = file.number("llama.context_length", 1, 1 << 30);
        long served = Math.min(Math.min(context, CONTEXT_MAX), CACHE_MAX / (2L * layers * headsKv * head));
        if (served < Math.min(context, 128)) {
            throw new GgufException(
                    "its keys and values need more memory than the built-in engine gives one conversation");
        }
        return new LlamaShape(
                vocabulary,
                hidden,
                layers,
                heads,
                headsKv,
                head,
                rotated,
                file.number("llama.feed_forward_length", 1, 1 << 17),
                (int) served,
                (float) file.real("llama.attention.layer_norm_rms_epsilon", 0, 1, 1e-5),
                file.real("llama.rope.freq_base", 1, 1e12, 10_000),
                file.real("llama.rope.scaling.factor", 1, 1e6, 1));
    }

    /** Width of all query heads together. */
    int queries() {
        return heads * head;
    }

    /** Width of all key heads together, and of all value heads. */
    public int keys() {
        return headsKv * head;
    }
}
