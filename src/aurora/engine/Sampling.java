package aurora.engine;

import java.util.List;
import java.util.Optional;

/**
 * How the next token is chosen; absent means the engine's own default.
 *
 * @param temperature 0 (always the likeliest) to 2
 * @param topP nucleus, above 0 to 1
 * @param topK the likeliest k only
 * @param maxTokens tokens of answer at most
 * @param seed for repeatable choices
 * @param stop texts that end the answer; at most 4
 * @param repeatPenalty divides the logits of tokens already said; 1 is none
 */
public record Sampling(
        Optional<Double> temperature,
        Optional<Double> topP,
        Optional<Integer> topK,
        Optional<Integer> maxTokens,
        Optional<Long> seed,
        List<String> stop,
        Optional<Double> repeatPenalty) {

    /** The engine's defaults throughout. */
    public static final Sampling DEFAULT = new Sampling(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty());

    public Sampling {
        stop = List.copyOf(stop);
    }
}
