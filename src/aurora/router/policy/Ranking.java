package aurora.router.policy;

import aurora.router.RouterApi.Candidate;
import aurora.router.RouterApi.Forecast;
import java.util.Comparator;
import java.util.List;

/**
 * What the policy decided.
 *
 * @param scored options that can take the request, best first
 * @param refused options that cannot, with the reason
 */
public record Ranking(List<Scored> scored, List<Candidate> refused) {

    /**
     * One option with its forecast.
     *
     * @param option the option
     * @param index its place in the list that was given
     * @param forecast how long it would take
     * @param score milliseconds it is ranked by
     * @param group lower groups go first whatever the score
     */
    public record Scored(Option option, int index, Forecast forecast, double score, int group) {
        static final Comparator<Scored> ORDER =
                Comparator.comparingInt(Scored::group).thenComparingDouble(Scored::score);

        Scored in(int other) {
            return new Scored(option, index, forecast, score, other);
        }
    }
}
