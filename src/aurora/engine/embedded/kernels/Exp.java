package aurora.engine.embedded.kernels;

/** The exponential function for floats, within 2 units in the last place and several times as fast as the exact one. */
public final class Exp {
    private static final float LOG2_E = 0x1.715476p0f;
    /** ln 2 in two parts, the first with so few bits that multiples of it are exact. */
    private static final float LN2_HIGH = 0x1.63p-1f;

    private static final float LN2_LOW = -0x1.bd0106p-13f;

    private Exp() {}

    /** e to the power of {@code x}; 0 below -87, infinity above 88; not a number stays that. */
    public static float of(float x) {
        if (!(x > -87f)) {
            return Float.isNaN(x) ? x : 0;
        }
        if (x > 88f) {
            return Float.POSITIVE_INFINITY;
        }
        // Cody and Waite: x = n ln 2 + r with |r| <= ln 2 / 2, then the Taylor polynomial of e^r.
        int n = (int) (x * LOG2_E + (x >= 0 ? 0.5f : -0.5f));
        float r = x - n * LN2_HIGH - n * LN2_LOW;
        float p = 1 / 5040f;
        p = p * r + 1 / 720f;
        p = p * r + 1 / 120f;
        p = p * r + 1 / 24f;
        p = p * r + 1 / 6f;
        p = p * r + 0.5f;
        p = p * r + 1;
        p = p * r + 1;
        return p * Float.intBitsToFloat((n + 127) << 23);
    }
}
