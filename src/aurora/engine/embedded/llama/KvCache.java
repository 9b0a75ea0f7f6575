package aurora.engine.embedded.llama;

import java.util.Arrays;

/**
 * Keys and values of the tokens one run has read, and which tokens those are. Grows as needed up to the context. One
 * user at a time.
 */
public final class KvCache {
    private static final int START = 64;

    private final LlamaShape shape;
    private int[] tokens = new int[START];
    private float[][] keys;
    private float[][] values;
    private int length;

    /** An empty cache for a network of {@code shape}. */
    public KvCache(LlamaShape shape) {
        this.shape = shape;
        keys = new float[shape.layers()][START * shape.keys()];
        values = new float[shape.layers()][START * shape.keys()];
    }

    /** Tokens whose keys and values are here. */
    public int length() {
        return length;
    }

    /** Bytes of keys and values that are reserved. */
    public long bytes() {
        return 8L * keys.length * tokens.length * shape.keys();
    }

    /** How many tokens {@code prompt} and this cache have in common from the start. */
    public int common(int[] prompt) {
        int mismatch = Arrays.mismatch(tokens, 0, length, prompt, 0, prompt.length);
        return mismatch < 0 ? length : mismatch;
    }

    /** Forgets all but the first {@code keep} tokens. */
    public void truncate(int keep) {
        length = Math.min(length, keep);
    }

    /** Makes room for {@code count} more tokens and notes them; their keys and values must be filled in next. */
    void append(int[] ids, int from, int count) {
        int needed = length + count;
        if (needed > tokens.length) {
            int capacity = Math.min(Math.max(needed, 2 * tokens.length), Math.max(needed, shape.context()));
            tokens = Arrays.copyOf(tokens, capacity);
            for (int layer = 0; layer < keys.length; layer++) {
                keys[layer] = Arrays.copyOf(keys[layer], capacity * shape.keys());
                values[layer] = Arrays.copyOf(values[layer], capacity * shape.keys());
            }
        }
        System.arraycopy(ids, from, tokens, length, count);
        length = needed;
    }

    /** Keys of {@code layer}: {@code shape.keys()} floats for each token. */
    float[] keys(int layer) {
        return keys[layer];
    }

    /** Values of {@code layer}: {@code shape.keys()} floats for each token. */
    float[] values(int layer) {
        return values[layer];
    }
}
