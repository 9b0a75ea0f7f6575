package aurora.engine;

/**
 * A model an engine can render with.
 *
 * @param name its name at that engine
 * @param purpose what it is good for
 * @param loaded whether it is in memory now
 * @param sizeBytes its size on disk; 0 when not known
 * @param contextMax tokens of context at most; 0 when not known
 * @param digest the engine's fingerprint of the weights; empty when not known
 */
public record Model(String name, Purpose purpose, boolean loaded, long sizeBytes, int contextMax, String digest) {

    /** Classes of models; the router never sends a request for one class to another. */
    public enum Purpose {
        /** Answers anything. */
        GENERAL,
        /** Only answers questions about Aurora. */
        GUIDE,
        /** Only makes vectors. */
        EMBEDDING
    }
}
