package aurora.engine.mock;

/** What a mock answer cost, in tokens and nanoseconds. */
record MockSummary(
        boolean cutByLimit,
        int promptTokens,
        int cachedTokens,
        int outputTokens,
        long loadNanos,
        long promptNanos,
        long outputNanos) {}
