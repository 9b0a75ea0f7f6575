package aurora.chat;

import aurora.ground.config.Config;
import aurora.ground.config.Setting;
import java.time.Duration;
import java.util.List;

/**
 * Chat's settings.
 *
 * @param runMax how long one answer may take, waiting included
 * @param contextTokens tokens a model is taken to read when its engine does not tell
 */
public record ChatConfig(Duration runMax, int contextTokens) {
    private static final Setting<Duration> RUN_MAX = Setting.duration(
            "chat.run-max",
            Duration.ofMinutes(30),
            Duration.ofSeconds(10),
            Duration.ofHours(24),
            "How long one answer may take, waiting included.");
    private static final Setting<Integer> CONTEXT = Setting.number(
            "chat.context", 4096, 256, 10_000_000, "Tokens a model is taken to read when its engine does not tell.");

    /** What chat can be told. */
    static final List<Setting<?>> SETTINGS = List.of(RUN_MAX, CONTEXT);

    /** Refuses what cannot work. */
    public ChatConfig {
        if (runMax.isNegative() || runMax.isZero() || contextTokens < 256) {
            throw new IllegalArgumentException("runMax must be positive and contextTokens at least 256");
        }
    }

    static ChatConfig of(Config config) {
        return new ChatConfig(config.get(RUN_MAX), config.get(CONTEXT));
    }
}
