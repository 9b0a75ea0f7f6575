package aurora.engine.embedded.kernels;

import java.util.Arrays;

/**
 * The arithmetic that takes nearly all the time. Implementations sum in different orders, so their results agree
 * to about 1e-5 and not bit by bit. They own memory to work in: one user at a time.
 */
public interface Kernels {

    /** "vector" or "plain", for the log and for figures. */
    String name();

    /**
     * {@code out[t][r] = sum over c of w[r][c] * x[t][c]} for {@code batch} inputs that lie one behind the other.
     *
     * @param x batch times {@code w.columns()} floats
     * @param out batch times {@code w.rows()} floats
     */
    void multiply(Matrix w, float[] x, int batch, float[] out);

    /** Sum of products of {@code n} floats of {@code a} from {@code aAt} and of {@code b} from {@code bAt}. */
    float dot(float[] a, int aAt, float[] b, int bAt, int n);

    /** {@code out[outAt + i] += scale * a[aAt + i]} for {@code n} floats. */
    void addScaled(float[] out, int outAt, float[] a, int aAt, int n, float scale);

    /**
     * Rows inside a larger table.
     *
     * @param at where the first begins
     * @param stride from one to the next
     * @param width floats of each
     * @param count how many
     */
    record Rows(int at, int stride, int width, int count) {}

    /** {@code out[i]} becomes the sum of products of row {@code i} with the vector at {@code vectorAt}. */
    default void dots(float[] vector, int vectorAt, float[] table, Rows rows, float[] out) {
        for (int i = 0; i < rows.count; i++) {
            out[i] = dot(vector, vectorAt, table, rows.at + i * rows.stride, rows.width);
        }
    }

    /** The vector at {@code outAt} becomes the sum of all rows, row {@code i} times {@code factors[i]}. */
    default void sumScaled(float[] out, int outAt, float[] table, Rows rows, float[] factors) {
        Arrays.fill(out, outAt, outAt + rows.width, 0);
        for (int i = 0; i < rows.count; i++) {
            addScaled(out, outAt, table, rows.at + i * rows.stride, rows.width, factors[i]);
        }
    }

    /** The fastest that this JVM can run: with the Vector API when its module is there, else plain Java. */
    static Kernels best() {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return vectors && VectorKernels.wideEnough() ? new VectorKernels() : new PlainKernels();
    }
}
