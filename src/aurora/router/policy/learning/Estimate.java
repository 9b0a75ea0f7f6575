package aurora.router.policy.learning;

/**
 * A positive quantity learnt in log space, {@code log y = level + slope * x}, by a Kalman filter over both (Kalman
 * 1960), so that it starts from a prior and tells how sure it is.
 *
 * <p>Of a time per unit the newest samples dominate; two samples in a row far off on the same side count as a change
 * and are believed at once. What became slower is believed less as time goes by without a sample, down to the
 * long-run level, so that a throttled engine is tried again; each disappointment doubles the time that takes.
 *
 * <p>Not thread-safe: one owner.
 */
public final class Estimate {
    /** Variance by which the level of a time per unit may drift between two samples. */
    private static final double DRIFT = 0.02;

    private static final double SLOPE_DRIFT = 0.0005;
    private static final double SLOPE_MAX = 1.2;
    private static final double NOISE_MIN = 0.0025;
    private static final double NOISE_MAX = 0.5;
    /** Squared, in standard deviations: a residual beyond is far off. */
    private static final double FAR = 6.25;

    private static final double SLOW = 0.4;
    private static final double FORGIVE_MILLIS = 12_000;
    private static final double FORGIVE_MILLIS_MAX = 600_000;

    private final boolean time;
    private double level;
    private double slope;
    private double p00;
    private double p01;
    private double p11;
    private double noise;
    private double base;
    private int samples;
    private int streak;
    private double forgiveMillis = FORGIVE_MILLIS;
    private long lastNanos;

    private Estimate(boolean time, Saved from) {
        this.time = time;
        this.level = from.level;
        this.slope = from.slope;
        this.p00 = from.levelVariance;
        this.p01 = 0;
        this.p11 = from.slopeVariance;
        this.noise = from.noise;
        this.base = from.base;
        this.samples = from.samples;
    }

    /** A time per unit that grows with {@code exp(slope * x)}; {@code sigma} and {@code slopeSigma} are log units. */
    public static Estimate ofTime(double prior, double sigma, double slope, double slopeSigma) {
        double level = Math.log(prior);
        return new Estimate(true, new Saved(level, slope, sigma * sigma, slopeSigma * slopeSigma, 0.04, level, 0));
    }

    /** A quantity whose samples scatter by {@code scatter} around one lasting mean. */
    public static Estimate ofMean(double prior, double sigma, double scatter) {
        double level = Math.log(prior);
        return new Estimate(false, new Saved(level, 0, sigma * sigma, 0, scatter * scatter, level, 0));
    }

    /** What was saved, a little less sure than it was then. */
    public Estimate restored(Saved saved) {
        double known = time ? Math.min(saved.level, saved.base) : saved.level;
        return new Estimate(
                time,
                new Saved(
                        known,
                        Math.clamp(saved.slope, 0, SLOPE_MAX),
                        Math.clamp(saved.levelVariance, 0, 4) + (time ? 0.1 : 0.01),
                        Math.clamp(saved.slopeVariance, 0, 1),
                        Math.clamp(saved.noise, NOISE_MIN, 4),
                        saved.base,
                        Math.max(0, saved.samples)));
    }

    /** What is kept over a restart. */
    public Saved saved() {
        return new Saved(level, slope, p00, p11, noise, base, samples);
    }

    /** How many samples it was learnt from. */
    public int samples() {
        return samples;
    }

    /** The expected value at {@code x}. */
    public double at(double x, long nowNanos) {
        return Math.exp(levelAt(nowNanos) + slope * x);
    }

    /** How unsure {@link #at} is, in log units. */
    public double sigma(double x) {
        return Math.sqrt(Math.max(0, p00 + 2 * x * p01 + x * x * p11));
    }

    /** How unsure the next sample is, in log units. */
    public double spread(double x) {
        return Math.sqrt(Math.max(0, p00 + 2 * x * p01 + x * x * p11) + noise);
    }

    private double levelAt(long nowNanos) {
        double above = level - base;
        if (!time || samples == 0 || above < 0.02) {
            return level;
        }
        double ageMillis = (nowNanos - lastNanos) / 1e6;
        return ageMillis < 200 ? level : base + above * Math.exp(-ageMillis / forgiveMillis);
    }

    /**
     * Learns from {@code value}, measured at {@code x}; {@code extra} is variance that this sample has beyond others.
     */
    public void learn(double value, double x, double extra, long nowNanos) {
        if (!(value > 0) || !Double.isFinite(value)) {
            return;
        }
        double y = Math.log(value);
        double ageMillis = samples == 0 ? 0 : (nowNanos - lastNanos) / 1e6;
        level = levelAt(nowNanos);
        if (time) {
            p00 += DRIFT;
            p11 = Math.min(0.25, p11 + SLOPE_DRIFT);
        }
        double residual = y - level - slope * x;
        double known = p00 + 2 * x * p01 + x * x * p11;
        if (time && residual * residual > FAR * (known + noise + extra)) {
            int side = residual > 0 ? 1 : -1;
            streak = streak * side > 0 ? streak + side : side;
            if (Math.abs(streak) >= 2) {
                p00 += residual * residual;
                known += residual * residual;
            }
        } else {
            streak = 0;
            if (time) {
                double unexplained = Math.max(0, residual * residual - known - extra);
                noise = Math.clamp(0.9 * noise + 0.1 * unexplained, NOISE_MIN, NOISE_MAX);
            }
        }
        correct(residual, x, known + noise + extra);
        remember(y - slope * x, ageMillis, nowNanos);
    }

    private void correct(double residual, double x, double total) {
        double gain0 = (p00 + x * p01) / total;
        double gain1 = (p01 + x * p11) / total;
        double row0 = p00 + x * p01;
        double row1 = p01 + x * p11;
        level += gain0 * residual;
        slope = Math.clamp(slope + gain1 * residual, 0, SLOPE_MAX);
        p00 = Math.max(1e-6, p00 - gain0 * row0);
        p01 -= gain0 * row1;
        p11 = Math.max(0, p11 - gain1 * row1);
    }

    private void remember(double sampleLevel, double ageMillis, long nowNanos) {
        boolean slow = samples > 0 && sampleLevel - base > SLOW;
        if (!slow) {
            forgiveMillis = FORGIVE_MILLIS;
        } else if (ageMillis > forgiveMillis / 2) {
            forgiveMillis = Math.min(FORGIVE_MILLIS_MAX, 2 * forgiveMillis);
        }
        double gain = Math.max(1.0 / (samples + 1), 0.05);
        base += gain * (sampleLevel - base);
        samples++;
        lastNanos = nowNanos;
    }

    /** What is kept over a restart; in log units. */
    public record Saved(
            double level,
            double slope,
            double levelVariance,
            double slopeVariance,
            double noise,
            double base,
            int samples) {

        /** Whether it can be gone on from. */
        public boolean sound() {
            return Double.isFinite(level)
                    && Double.isFinite(slope)
                    && Double.isFinite(levelVariance)
                    && Double.isFinite(slopeVariance)
                    && Double.isFinite(noise)
                    && Double.isFinite(base)
                    && Math.abs(level) < 50
                    && Math.abs(base) < 50;
        }
    }
}
