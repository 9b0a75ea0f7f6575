package aurora.router.policy.learning;

import aurora.engine.Model.Purpose;

/**
 * What is learnt of a model wherever it runs.
 *
 * @param output tokens of its answers
 * @param tokensPerChar tokens of a prompt per character
 */
public record Lengths(Estimate output, Estimate tokensPerChar) {
    /** What is expected of a model of this kind before it has answered. */
    public static Lengths prior(Purpose purpose) {
        double output = switch (purpose) {
            case GENERAL -> 180;
            case GUIDE, EMBEDDING -> 40;
        };
        return new Lengths(Estimate.ofMean(output, 0.8, 0.8), Estimate.ofMean(0.25, 0.3, 0.2));
    }
}
