package aurora.ground.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML 1.2 (and so JSON) into maps, lists, texts, numbers and truths. */
public final class Yaml {
    private Yaml() {}

    /**
     * Reads one document; null when it is empty.
     *
     * @throws IllegalArgumentException saying where it is broken, also for a key that stands twice
     */
    public static @Nullable Object read(String text) {
        try {
            return new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromString(text);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("it is no YAML: " + e.getMessage(), e);
        }
    }
}
