package aurora.engine;

import java.time.Duration;

/**
 * What an answer cost.
 *
 * @param promptTokens tokens of the prompt
 * @param cachedTokens how many of them the engine had in its cache
 * @param outputTokens tokens of the answer
 * @param load time to load the model
 * @param prefill time to read the prompt
 * @param decode time to write the answer
 * @param exact whether the engine counted; if not, the tokens are counted parts and the times are taken from outside
 */
public record Usage(
        int promptTokens,
        int cachedTokens,
        int outputTokens,
        Duration load,
        Duration prefill,
        Duration decode,
        boolean exact) {}
