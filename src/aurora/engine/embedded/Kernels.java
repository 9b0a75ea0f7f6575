package aurora.engine.embedded;

/**
 * The arithmetic that takes nearly all the time. Implementations sum in different orders, so their results agree
 * to about 1e-5 and not bit by bit. They own memory to work in: one user at a time.
 */
interface Kernels {

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

    /** The fastest that this JVM can run: with the Vector API when its module is there, else plain Java. */
    static Kernels best() {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return vectors && VectorKernels.wideEnough() ? new VectorKernels() : new PlainKernels();
    }
}
