package aurora.router;

import aurora.ground.config.Config;
import aurora.ground.config.Setting;
import java.time.Duration;
import java.util.List;

/**
 * The router's settings.
 *
 * @param answerMax how long an answer may take
 * @param prefer the model that {@code auto} means while it is there; empty for the largest that is quick enough
 */
public record RouterConfig(Duration answerMax, String prefer) {
    private static final Setting<Duration> ANSWER_MAX = Setting.duration(
            "router.answer-max",
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            Duration.ofHours(6),
            "How long an answer may take before it is ended.");

    private static final Setting<String> PREFER = Setting.text(
            "router.prefer",
            "",
            "The model that auto means while it is there; empty: the largest that is quick enough.");

    /** What may be set. */
    public static final List<Setting<?>> SETTINGS = List.of(ANSWER_MAX, PREFER);

    /** The settings as they are set. */
    public static RouterConfig of(Config config) {
        return new RouterConfig(config.get(ANSWER_MAX), config.get(PREFER).strip());
    }
}
