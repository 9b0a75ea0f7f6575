package aurora.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.ground.config.Config;
import aurora.ground.config.ConfigException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KeepConfigTest {
    @Test
    void nothingSetMeansAllAreOurs() throws Exception {
        assertEquals(KeepConfig.OWN, config(Map.of(), ""));
    }

    @Test
    void programsOfOthersAreTaken() throws Exception {
        KeepConfig config = config(
                Map.of(
                        "postgres.url", "jdbc:postgresql://db:5432/aurora",
                        "postgres.user", "ann",
                        "postgres.password", "hush",
                        "redis.address", "cache:6379",
                        "ollama.url", "http://box:11434"),
                "elsewhere");
        assertEquals(
                "jdbc:postgresql://db:5432/aurora",
                config.postgres().orElseThrow().shown());
        assertEquals("cache:6379", config.redis().orElseThrow().toString());
        assertEquals(Optional.of(URI.create("http://box:11434")), config.ollama());
    }

    @Test
    void redisAndOllamaCanBeTurnedOff() throws Exception {
        KeepConfig config = config(Map.of("redis.address", "off", "ollama.url", "off"), "box");
        assertTrue(config.redisOff()
                && config.ollamaOff()
                && config.ollama().isEmpty()
                && config.redis().isEmpty());
    }

    @Test
    void theEnvironmentCountsWhenNothingIsSet() throws Exception {
        assertEquals(
                Optional.of(URI.create("http://box:11434")),
                config(Map.of(), "box").ollama());
    }

    @Test
    void whatWouldBeWithoutEffectIsRefused() throws Exception {
        for (Map<String, String> idle : List.of(
                Map.of("postgres.user", "ann"),
                Map.of("postgres.password", "hush"),
                Map.of("redis.password", "hush"),
                Map.of("redis.password", "hush", "redis.address", "off"))) {
            Config config = Config.read(Path.of("/nonexistent"), idle, KeepConfig.SETTINGS);
            ConfigException why = assertThrows(ConfigException.class, () -> KeepConfig.check(config));
            String text = String.valueOf(why.getMessage());
            assertTrue(text.contains("names none. Set ") && !text.contains("hush"), text);
        }
        KeepConfig.check(Config.read(Path.of("/nonexistent"), Map.of(), KeepConfig.SETTINGS));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        for (Map<String, String> bad : List.of(
                Map.of("postgres.url", "db:5432"),
                Map.of("postgres.url", "jdbc:postgresql://db/aurora?password=hush"),
                Map.of("redis.address", "cache"),
                Map.of("ollama.url", "ftp://box"))) {
            assertThrows(ConfigException.class, () -> config(bad, ""), bad.toString());
        }
    }

    private static KeepConfig config(Map<String, String> set, String ollamaHost) throws ConfigException {
        return KeepConfig.of(Config.read(Path.of("/nowhere/aurora.yml"), set, Keep.SETTINGS), ollamaHost);
    }
}
