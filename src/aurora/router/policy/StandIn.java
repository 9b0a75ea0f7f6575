package aurora.router.policy;

import aurora.router.RouterApi.Missed;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When the guide stands in for engines that answer anything: only after waiting a little for one that was well until
 * lately, because the guide answers nothing but questions about Aurora. Pure.
 */
public final class StandIn {
    /** A request waits so long at most. An engine that restarts is back within it. */
    public static final Duration WAIT_MAX = Duration.ofSeconds(5);

    /** An engine that is away for longer is not waited for: it would only make every answer late. */
    static final Duration LATELY = Duration.ofMinutes(1);

    private StandIn() {}

    /**
     * An engine that cannot be asked now.
     *
     * @param missed which, and since when
     * @param mayReturn whether it can be expected back by itself
     */
    public record Away(Missed missed, boolean mayReturn) {}

    /** Whether a request that has waited for {@code waited} goes on waiting for one of {@code away}. */
    public static boolean waits(List<Away> away, Duration waited, Instant now) {
        return waited.compareTo(WAIT_MAX) < 0
                && away.stream()
                        .anyMatch(it -> it.mayReturn()
                                && Duration.between(it.missed().since(), now).compareTo(LATELY) < 0);
    }

    /** The engine that people are told of: the one that was well last. */
    public static Optional<Missed> told(List<Away> away) {
        return away.stream().map(Away::missed).max(Comparator.comparing(Missed::since));
    }
}
