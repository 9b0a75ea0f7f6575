package aurora.keep;

import aurora.ground.bus.RedisAddress;
import aurora.ground.config.Config;
import aurora.ground.config.ConfigException;
import aurora.ground.config.Setting;
import aurora.ground.sql.SqlAddress;
import aurora.keep.driver.Ollama;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which programs are somebody else's.
 *
 * @param postgres a database to use instead of the node's own
 * @param redis a server to use instead of the node's own
 * @param redisOff no Redis at all
 * @param ollama a server to use instead of the one found or started
 * @param ollamaOff no Ollama at all
 */
public record KeepConfig(
        Optional<SqlAddress> postgres,
        Optional<RedisAddress> redis,
        boolean redisOff,
        Optional<URI> ollama,
        boolean ollamaOff) {

    private static final String OFF = "off";
    private static final Pattern HOST_PORT = Pattern.compile("([^:\\s]{1,253}):(\\d{1,5})");

    private static final Setting<String> POSTGRES_URL = new Setting<>(
            "postgres.url",
            "",
            "JDBC URL, such as jdbc:postgresql://db:5432/aurora",
            "Uses this PostgreSQL, 15 or newer, instead of bringing one.",
            false,
            KeepConfig::jdbc);
    private static final Setting<String> POSTGRES_USER =
            Setting.text("postgres.user", "", "Whom to be there; owns the schemas.");
    private static final Setting<String> POSTGRES_PASSWORD = Setting.secret("postgres.password", "Its password.");
    private static final Setting<String> REDIS_ADDRESS = new Setting<>(
            "redis.address",
            "",
            "host:port, or off",
            "Uses this Redis instead of starting one; off: none, signals between processes are slower then.",
            false,
            KeepConfig::redis);
    private static final Setting<String> REDIS_PASSWORD = Setting.secret("redis.password", "Its password.");
    private static final Setting<String> OLLAMA_URL = new Setting<>(
            "ollama.url",
            "",
            "URL, such as http://127.0.0.1:11434, or off",
            "Uses this Ollama instead of the one found or installed here; off: none.",
            false,
            KeepConfig::ollama);

    static final List<Setting<?>> SETTINGS =
            List.of(POSTGRES_URL, POSTGRES_USER, POSTGRES_PASSWORD, REDIS_ADDRESS, REDIS_PASSWORD, OLLAMA_URL);

    /** Nothing is somebody else's. */
    public static final KeepConfig OWN =
            new KeepConfig(Optional.empty(), Optional.empty(), false, Optional.empty(), false);

    /**
     * Refuses what is set for a program that is not named, and so would be without effect.
     *
     * @throws ConfigException with what to do
     */
    public static void check(Config config) throws ConfigException {
        boolean credentials = !config.get(POSTGRES_USER).isEmpty()
                || !config.get(POSTGRES_PASSWORD).isEmpty();
        if (credentials && config.get(POSTGRES_URL).isEmpty()) {
            throw new ConfigException(
                    "postgres.user and postgres.password are for the database that postgres.url names, and it names"
                            + " none. Set postgres.url, or remove them: Aurora's own PostgreSQL needs neither.");
        }
        if (!config.get(REDIS_PASSWORD).isEmpty()
                && !HOST_PORT.matcher(config.get(REDIS_ADDRESS)).matches()) {
            throw new ConfigException("redis.password is for the server that redis.address names, and it names none."
                    + " Set redis.address to its host:port, or remove the password: Aurora's own needs none.");
        }
    }

    /**
     * What the settings say.
     *
     * @param ollamaHost the environment's {@code OLLAMA_HOST}, which counts when the setting is empty; may be empty
     */
    public static KeepConfig of(Config config, String ollamaHost) {
        String url = config.get(POSTGRES_URL);
        Optional<SqlAddress> postgres = url.isEmpty()
                ? Optional.empty()
                : Optional.of(new SqlAddress(
                        url, config.get(POSTGRES_USER), config.get(POSTGRES_PASSWORD), "", SqlAddress.STATEMENT_MAX));
        String redis = config.get(REDIS_ADDRESS);
        Matcher part = HOST_PORT.matcher(redis);
        Optional<RedisAddress> there = part.matches()
                ? Optional.of(
                        new RedisAddress(part.group(1), Integer.parseInt(part.group(2)), config.get(REDIS_PASSWORD)))
                : Optional.empty();
        String ollama = config.get(OLLAMA_URL);
        Optional<URI> named = Ollama.address(ollama.isEmpty() ? ollamaHost : ollama);
        boolean ollamaOff = ollama.equals(OFF);
        return new KeepConfig(postgres, there, redis.equals(OFF), ollamaOff ? Optional.empty() : named, ollamaOff);
    }

    private static String jdbc(String text) {
        if (!text.isEmpty() && !text.startsWith("jdbc:postgresql://")) {
            throw new IllegalArgumentException("it must begin with jdbc:postgresql://");
        }
        if (text.contains("password=")) {
            throw new IllegalArgumentException("the password belongs into postgres.password, where it is never shown");
        }
        return text;
    }

    private static String redis(String text) {
        if (!text.isEmpty() && !text.equals(OFF) && !HOST_PORT.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is neither host:port nor off");
        }
        return text;
    }

    private static String ollama(String text) {
        if (!text.isEmpty() && !text.equals(OFF) && Ollama.address(text).isEmpty()) {
            throw new IllegalArgumentException("\"" + text + "\" is neither a URL of a server nor off");
        }
        return text;
    }
}
