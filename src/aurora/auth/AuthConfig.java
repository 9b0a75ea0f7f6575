package aurora.auth;

import aurora.ground.config.Config;
import aurora.ground.config.Setting;
import java.time.Duration;
import java.util.List;

/**
 * How long things hold.
 *
 * @param accessLife an access token
 * @param sessionLife a session, however much it is used
 * @param idleLife a session that is not used
 */
public record AuthConfig(Duration accessLife, Duration sessionLife, Duration idleLife) {
    static final Setting<Duration> ACCESS = Setting.duration(
            "auth.access-life",
            Duration.ofMinutes(30),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            "How long a page works with one access token before it fetches the next.");
    static final Setting<Duration> SESSION = Setting.duration(
            "auth.session-life",
            Duration.ofDays(7),
            Duration.ofHours(1),
            Duration.ofDays(90),
            "How long a device stays signed in at most.");
    static final Setting<Duration> IDLE = Setting.duration(
            "auth.idle-life",
            Duration.ofHours(24),
            Duration.ofHours(1),
            Duration.ofDays(90),
            "How long a device stays signed in when it is not used.");
    static final List<Setting<?>> SETTINGS = List.of(ACCESS, SESSION, IDLE);

    /** Clocks of two machines may differ by this much. */
    public static final Duration LEEWAY = Duration.ofSeconds(60);

    /** An access token is refused by its own times after this, so nothing about it need be remembered for longer. */
    public Duration tokenMemory() {
        return accessLife.plus(LEEWAY.multipliedBy(2));
    }

    static AuthConfig of(Config config) {
        return new AuthConfig(config.get(ACCESS), config.get(SESSION), config.get(IDLE));
    }
}
