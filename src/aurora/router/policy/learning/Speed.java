package aurora.router.policy.learning;

import aurora.engine.EngineFacts;
import aurora.engine.Usage;
import aurora.router.RouterApi.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is learnt of one model at one engine: time per token of prompt and of answer, what it has in its prefix cache,
 * and how far forecasts go wrong. Not thread-safe: one owner.
 */
public final class Speed {
    /** Conversations remembered as probably cached; more than an engine with few slots keeps. */
    private static final int CONVERSATIONS_MAX = 32;

    /** Tokens' worth of fixed cost of every prefill. */
    public static final int FIXED_TOKENS = 16;

    private static final double LOW_TRUST = 0.3;

    private final Estimate prefill;
    private final Estimate decode;
    /** Standard deviations between the p50 and the p90; moves so that nine of ten answers stay below. */
    private double quantile = 1.28;

    private int answers;
    private boolean used;
    private long usedNanos;
    private double cacheTrust = 0.5;
    private final LinkedHashMap<Long, Integer> conversations = new LinkedHashMap<>(16, 0.75f, true);

    private Speed(Estimate prefill, Estimate decode) {
        this.prefill = prefill;
        this.decode = decode;
    }

    /** The prior for a model of this kind and size: from memory bandwidths between a processor's and a GPU's. */
    public static Speed prior(EngineFacts.Kind kind, long sizeBytes) {
        double gigabytes = sizeBytes > 0 ? sizeBytes / 1e9 : 4;
        return switch (kind) {
            case EMBEDDED -> {
                double gap = Math.max(0.4, 130 * gigabytes);
                yield new Speed(Estimate.ofTime(gap / 3, 0.8, 0, 0), Estimate.ofTime(gap, 0.7, 0.1, 0.2));
            }
            case OLLAMA, OPENAI -> {
                double gap = Math.max(2, 5 * gigabytes);
                yield new Speed(Estimate.ofTime(gap / 20, 1.3, 0, 0), Estimate.ofTime(gap, 1.1, 0.35, 0.25));
            }
        };
    }

    /** Goes on from what was learnt before a restart; empty when that is not sound. */
    public static Optional<Speed> restored(Learned.OfPlace from) {
        if (!from.prefill().sound() || !from.decode().sound()) {
            return Optional.empty();
        }
        Estimate time = Estimate.ofTime(1, 1, 0, 0);
        Speed speed = new Speed(time.restored(from.prefill()), time.restored(from.decode()));
        speed.quantile = Math.clamp(from.quantile(), 0.2, 6);
        speed.answers = Math.max(0, from.answers());
        return Optional.of(speed);
    }

    /** What was learnt, for keeping over a restart. */
    public Learned.OfPlace saved(Place place) {
        return new Learned.OfPlace(place, prefill.saved(), decode.saved(), quantile, answers);
    }

    /** Milliseconds per token of prompt. */
    public Estimate prefill() {
        return prefill;
    }

    /** Milliseconds per token of answer, by the logarithm of the batch. */
    public Estimate decode() {
        return decode;
    }

    /** Answers it was learnt from. */
    public int answers() {
        return answers;
    }

    /** Standard deviations between the p50 and the p90. */
    public double quantile() {
        return quantile;
    }

    /** The model renders now, so that it is loaded. */
    public void used(long nowNanos) {
        used = true;
        usedNanos = nowNanos;
    }

    /** Whether the model has rendered since {@code nanos}. */
    public boolean usedSince(long nanos) {
        return used && usedNanos - nanos > 0;
    }

    /** Tokens of the prompt that are probably in the engine's cache. */
    public double cachedTokens(long conversation, double promptTokens) {
        Integer served = conversations.get(conversation);
        return served == null || cacheTrust < LOW_TRUST ? 0 : cacheTrust * Math.min(0.95 * promptTokens, served);
    }

    /** Learns the prefill of a finished answer from the engine's own figures. */
    public void learnPrefill(long conversation, Usage usage, long nowNanos) {
        double millis = usage.prefill().toNanos() / 1e6;
        int uncached = usage.promptTokens() - usage.cachedTokens();
        boolean told = usage.cachedTokens() > 0;
        boolean expected = conversations.containsKey(conversation);
        if (expected) {
            double whole = prefill.at(0, nowNanos) * (usage.promptTokens() + FIXED_TOKENS);
            cacheTrust += 0.2 * ((told || millis < 0.5 * whole ? 1 : 0) - cacheTrust);
        }
        // A prompt that was cached and not reported as such would look like a very fast prefill.
        if (uncached > 0 && (told || !expected)) {
            learnPrefill(millis, uncached, nowNanos);
        }
    }

    /** Learns that reading {@code tokens} took {@code millis}. */
    public void learnPrefill(double millis, int tokens, long nowNanos) {
        prefill.learn(millis / (tokens + FIXED_TOKENS), 0, 8.0 / (tokens + 1), nowNanos);
    }

    /** The engine has {@code tokens} of the conversation in its cache now, probably. */
    public void remember(long conversation, int tokens) {
        conversations.put(conversation, tokens);
        if (conversations.size() > CONVERSATIONS_MAX) {
            Map.Entry<Long, Integer> eldest = conversations.firstEntry();
            if (eldest != null) {
                conversations.remove(eldest.getKey());
            }
        }
    }

    /**
     * Counts an answer; {@code above}: it took longer than the p90. Moves that so that in the long run one answer in
     * ten lies above it (Robbins and Monro 1951).
     */
    public void answered(boolean above) {
        answers++;
        quantile = Math.clamp(quantile + (above ? 0.36 : -0.04), 0.2, 6);
    }
}
