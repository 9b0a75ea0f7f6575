package aurora.router;

import aurora.engine.Usage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is learnt of one model at one engine: time per token of prompt and of answer, what it has in its prefix cache,
 * and how far forecasts go wrong. Not thread-safe: one owner.
 */
final class Speed {
    /** Conversations remembered as probably cached; more than an engine with few slots keeps. */
    private static final int CONVERSATIONS_MAX = 32;

    /** Tokens' worth of fixed cost of every prefill. */
    static final int FIXED_TOKENS = 16;

    private static final double LOW_TRUST = 0.3;

    final Estimate prefill;
    final Estimate decode;
    /** Standard deviations between the p50 and the p90; moves so that nine of ten answers stay below. */
    double quantile = 1.28;

    int answers;
    boolean used;
    long usedNanos;
    private double cacheTrust = 0.5;
    private final LinkedHashMap<Long, Integer> conversations = new LinkedHashMap<>(16, 0.75f, true);

    Speed(Estimate prefill, Estimate decode) {
        this.prefill = prefill;
        this.decode = decode;
    }

    /** The prior for a model of this kind and size: from memory bandwidths between a processor's and a GPU's. */
    static Speed prior(Option option) {
        double gigabytes = option.model().sizeBytes() > 0 ? option.model().sizeBytes() / 1e9 : 4;
        return switch (option.kind()) {
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

    /** Tokens of the prompt that are probably in the engine's cache. */
    double cachedTokens(long conversation, double promptTokens) {
        Integer served = conversations.get(conversation);
        return served == null || cacheTrust < LOW_TRUST ? 0 : cacheTrust * Math.min(0.95 * promptTokens, served);
    }

    /** Learns the prefill of a finished answer from the engine's own figures. */
    void learnPrefill(long conversation, Usage usage, long nowNanos) {
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

    void learnPrefill(double millis, int tokens, long nowNanos) {
        prefill.learn(millis / (tokens + FIXED_TOKENS), 0, 8.0 / (tokens + 1), nowNanos);
    }

    void remember(long conversation, int tokens) {
        conversations.put(conversation, tokens);
        if (conversations.size() > CONVERSATIONS_MAX) {
            Map.Entry<Long, Integer> eldest = conversations.firstEntry();
            if (eldest != null) {
                conversations.remove(eldest.getKey());
            }
        }
    }

    /** Moves the p90 so that in the long run one answer in ten lies above it (Robbins and Monro 1951). */
    void calibrate(boolean above) {
        quantile = Math.clamp(quantile + (above ? 0.36 : -0.04), 0.2, 6);
    }
}
