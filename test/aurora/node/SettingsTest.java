package aurora.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.ground.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The settings of the whole product stay few, and each is documented. */
final class SettingsTest {
    private static final int SETTINGS_MAX = 40;

    @Test
    void thereAreFew() {
        int count = Settings.ALL.size();
        assertTrue(count <= SETTINGS_MAX, count + " settings: decide instead of asking, or take one out");
    }

    @Test
    void eachHasAKeyOfItsOwn() {
        List<String> keys = Settings.ALL.stream().map(Setting::key).toList();
        Set<String> twice = new HashSet<>(keys);
        assertEquals(keys.size(), twice.size(), "a key is there twice: " + keys);
        assertEquals(
                List.of(),
                keys.stream().filter(key -> !key.matches("[a-z]+\\.[a-z_-]+")).toList(),
                "a key is section.name in small letters");
    }

    @Test
    void eachSaysWhatItDoesAndWants() {
        List<String> silent = Settings.ALL.stream()
                .filter(setting -> setting.help().length() < 12
                        || !setting.help().endsWith(".")
                        || setting.kind().isBlank()
                        || (setting.help() + setting.kind()).contains("|"))
                .map(Setting::key)
                .toList();
        assertEquals(List.of(), silent, "one sentence that ends with a full stop, and no | in it");
    }

    @Test
    void thePageIsWhatTheProgramWrites() throws IOException {
        assertEquals(
                Settings.manual().strip(),
                Files.readString(Path.of("docs/configuration.md")).strip(),
                "write it anew: ./aurora config --manual > docs/configuration.md");
    }
}
