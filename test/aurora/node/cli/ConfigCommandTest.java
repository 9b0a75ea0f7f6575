package aurora.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import aurora.ground.json.Json;
import aurora.node.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code config} prints for programs. */
final class ConfigCommandTest {
    @TempDir
    Path home;

    @Test
    void everySettingIsInTheJsonAndNoSecretIs() throws Exception {
        Files.writeString(home.resolve("aurora.yml"), """
          redis:
            address: "box:6379"
            password: "hush \\"quoted\\""
          """);
        String text = ConfigCommand.json(Settings.read(home, Map.of("web.port", "3456")));
        assertFalse(text.contains("hush"), text);
        JsonNode all = Json.tree(text).path("settings");
        assertEquals(Settings.ALL.size(), all.size());
        for (JsonNode one : all) {
            assertEquals(
                    List.of("key", "value", "from", "kind", "help"), List.copyOf(one.propertyNames()), one.toString());
        }
        assertEquals(
                "3456",
                all.valueStream()
                        .filter(one -> one.path("key").asString().equals("web.port"))
                        .findFirst()
                        .orElseThrow()
                        .path("value")
                        .asString());
    }
}
