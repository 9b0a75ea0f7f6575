package aurora.ground.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file, the command line, and what is wrong with either. */
final class ConfigTest {
    private static final Setting<Integer> PORT = Setting.number("web.port", 3000, 1, 65_535, "The port.");
    private static final Setting<Duration> LIFE = Setting.duration(
            "auth.access-life", Duration.ofMinutes(30), Duration.ofMinutes(1), Duration.ofHours(1), "The life.");
    private static final Setting<String> PASSWORD = Setting.secret("redis.password", "The password.");
    private static final Setting<Boolean> PROXY = Setting.flag("web.behind-proxy", false, "A proxy.");
    private static final List<Setting<?>> ALL = List.of(PORT, LIFE, PASSWORD, PROXY);

    @TempDir
    private Path folder;

    private Config read(String yaml, Map<String, String> commandLine) throws Exception {
        return Config.read(Files.writeString(folder.resolve("aurora.yml"), yaml), commandLine, ALL);
    }

    private String refusal(String yaml) {
        return String.valueOf(
                assertThrows(ConfigException.class, () -> read(yaml, Map.of())).getMessage());
    }

    @Test
    void standardValuesHoldWithoutAFile() throws Exception {
        Config config = Config.read(folder.resolve("none.yml"), Map.of(), ALL);
        assertEquals(3000, config.get(PORT));
        assertEquals(Duration.ofMinutes(30), config.get(LIFE));
    }

    @Test
    void theCommandLineWinsOverTheFile() throws Exception {
        Config config = read("web:\n  port: 4000\n  behind-proxy: true\n", Map.of("web.port", "5000"));
        assertEquals(5000, config.get(PORT));
        assertTrue(config.get(PROXY));
    }

    @Test
    void durationsAreReadInTheirUnits() throws Exception {
        assertEquals(
                Duration.ofMinutes(45),
                read("auth:\n  access-life: 45m\n", Map.of()).get(LIFE));
        assertTrue(refusal("auth:\n  access-life: 45\n").contains("is not a duration such as"));
        assertTrue(refusal("auth:\n  access-life: 2h\n").contains("outside 1m to 1h"));
    }

    @Test
    void anUnknownKeyIsFatalAndTheNearestIsNamed() {
        assertTrue(refusal("web:\n  prot: 1\n").contains("Did you mean \"web.port\"?"));
        assertTrue(refusal("entirely-else: 1\n").contains("there is no setting \"entirely-else\""));
    }

    @Test
    void aSectionIsNoSetting() {
        assertTrue(refusal("web: 3\n")
                .endsWith("aurora.yml: \"web\" is a section, not a setting. Its settings stand in lines below it,"
                        + " indented: behind-proxy, port. All settings: docs/configuration.md."));
        assertTrue(refusal("entirely-else: 1\n")
                .endsWith("there is no setting \"entirely-else\". All settings: docs/configuration.md."));
    }

    @Test
    void whatDoesNotFitIsSaidWithThePlace() {
        assertTrue(refusal("web:\n  port: many\n").contains("web.port: \"many\" is not a whole number"));
        assertTrue(refusal("web:\n  port: 70000\n").contains("70000 is outside 1 to 65535"));
        assertTrue(refusal("web:\n  behind-proxy: perhaps\n").contains("neither true nor false"));
        assertTrue(refusal("web: [1, 2]\n").contains("is a list"));
        assertTrue(refusal("web:\n  port:\n").contains("has no value"));
        assertTrue(refusal("web: {\n").contains("not YAML"));
        assertTrue(refusal("just a text\n").contains("name: value"));
        assertTrue(refusal("web:\n  port: 1\n  port: 2\n").contains("duplicate"));
    }

    @Test
    void secretsAreHiddenWhenShown() throws Exception {
        Config config = read("redis:\n  password: hunter2hunter2\n", Map.of());
        assertEquals("hunter2hunter2", config.get(PASSWORD));
        assertTrue(config.shown().stream().noneMatch(one -> one.value().contains("hunter2")));
        assertTrue(config.shown().stream().anyMatch(one -> one.value().equals("***")));
    }
}
