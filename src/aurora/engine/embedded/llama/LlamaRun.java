package aurora.engine.embedded.llama;

import aurora.engine.embedded.kernels.Exp;
import aurora.engine.embedded.kernels.Kernels;
import java.util.function.BooleanSupplier;

/**
 * The forward pass of a llama network (RMSNorm, rotary positions over neighbouring pairs, grouped-query attention,
 * SwiGLU) with the memory it works in. One user at a time; allocates nothing per token.
 */
public final class LlamaRun {
    /** Tokens read together: weights are fetched once for all of them. */
    public static final int BATCH = 8;

    private final LlamaWeights weights;
    private final LlamaShape shape;
    private final Kernels kernels;
    private final float[] x;
    private final float[] normed;
    private final float[] queries;
    private final float[] keys;
    private final float[] values;
    private final float[] attended;
    private final float[] gate;
    private final float[] up;
    private final float[] scores;
    private final float[] cosines;
    private final float[] sines;
    private final float[] logits;

    /** A run of {@code weights}, computed by {@code kernels}. */
    public LlamaRun(LlamaWeights weights, Kernels kernels) {
        this.weights = weights;
        this.kernels = kernels;
        shape = weights.shape;
        x = new float[BATCH * shape.hidden()];
        normed = new float[BATCH * shape.hidden()];
        queries = new float[BATCH * shape.queries()];
        keys = new float[BATCH * shape.keys()];
        values = new float[BATCH * shape.keys()];
        attended = new float[BATCH * shape.queries()];
        gate = new float[BATCH * shape.feedForward()];
        up = new float[BATCH * shape.feedForward()];
        scores = new float[shape.context()];
        cosines = new float[BATCH * shape.rotated() / 2];
        sines = new float[BATCH * shape.rotated() / 2];
        logits = new float[shape.vocabulary()];
    }

    /**
     * Reads {@code count} tokens of {@code ids} from {@code from} on, at most {@link #BATCH}, after those in {@code
     * cache}.
     *
     * @param wantLogits whether {@link #logits} is needed afterwards; it tells what may follow the last of them
     * @param cancelled asked once a layer
     * @return false when cancelled half-way; the cache is then as before
     */
    public boolean read(int[] ids, int from, int count, KvCache cache, boolean wantLogits, BooleanSupplier cancelled) {
        int hidden = shape.hidden();
        int start = cache.length();
        cache.append(ids, from, count);
        for (int t = 0; t < count; t++) {
            weights.embedding.row(ids[from + t], x, t * hidden);
        }
        angles(start, count);
        for (int layer = 0; layer < shape.layers(); layer++) {
            if (cancelled.getAsBoolean()) {
                cache.truncate(start);
                return false;
            }
            attention(layer, start, count, cache);
            feedForward(weights.layers.get(layer), count);
        }
        if (wantLogits) {
            norm(x, (count - 1) * hidden, weights.outputNorm, normed, 0);
            kernels.multiply(weights.output, normed, 1, logits);
        }
        return true;
    }

    /**
     * What {@link #read} found may follow: one number for each token of the vocabulary, overwritten by the next read.
     */
    public float[] logits() {
        return logits;
    }

    private void attention(int layer, int start, int count, KvCache cache) {
        LlamaWeights.Layer w = weights.layers.get(layer);
        for (int t = 0; t < count; t++) {
            norm(x, t * shape.hidden(), w.attentionNorm(), normed, t * shape.hidden());
        }
        kernels.multiply(w.query(), normed, count, queries);
        kernels.multiply(w.key(), normed, count, keys);
        kernels.multiply(w.value(), normed, count, values);
        rotate(queries, shape.heads(), count);
        rotate(keys, shape.headsKv(), count);
        System.arraycopy(keys, 0, cache.keys(layer), start * shape.keys(), count * shape.keys());
        System.arraycopy(values, 0, cache.values(layer), start * shape.keys(), count * shape.keys());
        for (int t = 0; t < count; t++) {
            for (int head = 0; head < shape.heads(); head++) {
                attend(t, head, start + t + 1, cache.keys(layer), cache.values(layer));
            }
        }
        kernels.multiply(w.attentionOut(), attended, count, normed);
        kernels.addScaled(x, 0, normed, 0, count * shape.hidden(), 1);
    }

    /** One query head of token {@code t} looks at the first {@code seen} tokens of the cache. */
    private void attend(int t, int head, int seen, float[] cachedKeys, float[] cachedValues) {
        int width = shape.head();
        int query = t * shape.queries() + head * width;
        int kv = head / (shape.heads() / shape.headsKv()) * width;
        float scale = (float) (1 / Math.sqrt(width));
        Kernels.Rows rows = new Kernels.Rows(kv, shape.keys(), width, seen);
        kernels.dots(queries, query, cachedKeys, rows, scores);
        float max = Float.NEGATIVE_INFINITY;
        for (int p = 0; p < seen; p++) {
            max = Math.max(max, scores[p]);
        }
        float sum = 0;
        for (int p = 0; p < seen; p++) {
            float weight = Exp.of((scores[p] - max) * scale);
            scores[p] = weight;
            sum += weight;
        }
        for (int p = 0; p < seen; p++) {
            scores[p] /= sum;
        }
        kernels.sumScaled(attended, query, cachedValues, rows, scores);
    }

    private void feedForward(LlamaWeights.Layer w, int count) {
        for (int t = 0; t < count; t++) {
            norm(x, t * shape.hidden(), w.feedForwardNorm(), normed, t * shape.hidden());
        }
        kernels.multiply(w.gate(), normed, count, gate);
        kernels.multiply(w.up(), normed, count, up);
        int n = count * shape.feedForward();
        for (int i = 0; i < n; i++) {
            gate[i] = gate[i] / (1 + Exp.of(-gate[i])) * up[i];
        }
        kernels.multiply(w.down(), gate, count, normed);
        kernels.addScaled(x, 0, normed, 0, count * shape.hidden(), 1);
    }

    private void norm(float[] in, int inAt, float[] weight, float[] out, int outAt) {
        int n = shape.hidden();
        float mean = kernels.dot(in, inAt, in, inAt, n) / n;
        float scale = (float) (1 / Math.sqrt(mean + shape.epsilon()));
        for (int i = 0; i < n; i++) {
            out[outAt + i] = in[inAt + i] * scale * weight[i];
        }
    }

    private void angles(int start, int count) {
        int pairs = shape.rotated() / 2;
        for (int t = 0; t < count; t++) {
            for (int i = 0; i < pairs; i++) {
                double angle = (double) (start + t) * weights.frequencies[i];
                cosines[t * pairs + i] = (float) Math.cos(angle);
                sines[t * pairs + i] = (float) Math.sin(angle);
            }
        }
    }

    private void rotate(float[] vectors, int heads, int count) {
        int pairs = shape.rotated() / 2;
        for (int t = 0; t < count; t++) {
            for (int head = 0; head < heads; head++) {
                int at = (t * heads + head) * shape.head();
                for (int i = 0; i < pairs; i++) {
                    float even = vectors[at + 2 * i];
                    float odd = vectors[at + 2 * i + 1];
                    float cos = cosines[t * pairs + i];
                    float sin = sines[t * pairs + i];
                    vectors[at + 2 * i] = even * cos - odd * sin;
                    vectors[at + 2 * i + 1] = even * sin + odd * cos;
                }
            }
        }
    }
}
