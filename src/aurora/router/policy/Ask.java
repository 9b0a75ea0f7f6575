package aurora.router.policy;

/**
 * What a forecast needs to know of a request.
 *
 * @param hash stable for a conversation: ties fall the same way, and an engine may hold its beginning in its cache
 * @param promptChars characters of the prompt
 * @param maxTokens tokens of answer at most; 0 when the request does not say
 * @param any whether any general model will do
 * @param prefer with {@code any}: the model to take when it is there; empty for none
 */
public record Ask(long hash, int promptChars, int maxTokens, boolean any, String prefer) {

    /** A request for one model. */
    public static Ask of(long hash, int promptChars, int maxTokens) {
        return new Ask(hash, promptChars, maxTokens, false, "");
    }
}
