package aurora.web;

import aurora.ground.config.Config;
import aurora.ground.config.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The door's settings.
 *
 * @param port the port of page and API
 * @param hosts names besides localhost under which this node may be addressed
 * @param behindProxy whether a proxy on this machine sets {@code X-Forwarded-For} and {@code X-Forwarded-Proto}
 */
public record WebConfig(int port, Set<String> hosts, boolean behindProxy) {
    static final Setting<Integer> PORT = Setting.number("web.port", 3000, 1, 65_535, "Port of the page and the API.");
    static final Setting<String> HOSTS = Setting.text(
            "web.hosts", "", "Names, separated by commas, under which a proxy on this machine publishes this node.");
    static final Setting<Boolean> BEHIND_PROXY = Setting.flag(
            "web.behind-proxy",
            false,
            "Whether to believe X-Forwarded-For and X-Forwarded-Proto from a proxy on this machine.");

    static final List<Setting<?>> SETTINGS = List.of(PORT, HOSTS, BEHIND_PROXY);

    static WebConfig of(Config config) {
        Set<String> hosts = Arrays.stream(config.get(HOSTS).split(","))
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new WebConfig(config.get(PORT), hosts, config.get(BEHIND_PROXY));
    }
}
