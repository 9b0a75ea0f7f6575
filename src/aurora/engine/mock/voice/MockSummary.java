package aurora.engine.mock.voice;

/** What a mock answer cost, in tokens and nanoseconds. */
public record MockSummary(
        boolean cutByLimit,
        int promptTokens,
        int cachedTokens,
        int outputTokens,
        long loadNanos,
        long promptNanos,
        long outputNanos) {}
