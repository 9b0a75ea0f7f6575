package aurora.ground.config;

import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML 1.2. */
public final class Yaml {
    /** A longer text is no configuration. */
    static final int TEXT_MAX = 256 << 10;

    private static final int ALIASES_MAX = 10;

    private Yaml() {}

    /**
     * The mapping that {@code text} is: keys to texts, numbers, flags, lists and further mappings. An empty text is
     * an empty mapping.
     *
     * @throws ConfigException when it is no YAML, names a key twice, or is something else than a mapping
     */
    public static Map<?, ?> read(String text) throws ConfigException {
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(ALIASES_MAX)
                .setCodePointLimit(TEXT_MAX)
                .build();
        try {
            Object tree = new Load(settings).loadFromString(text);
            return switch (tree) {
                case null -> Map.of();
                case Map<?, ?> map -> map;
                default -> throw new ConfigException("It must be written as \"name: value\", line by line.");
            };
        } catch (MarkedYamlEngineException bad) {
            String line = bad.getProblemMark()
                    .map(mark -> " in line " + (mark.getLine() + 1))
                    .orElse("");
            throw new ConfigException("It is not YAML" + line + ": " + bad.getProblem() + ".");
        } catch (YamlEngineException bad) {
            throw new ConfigException("It is not YAML: " + bad.getMessage() + ".");
        }
    }
}
