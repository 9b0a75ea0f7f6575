package aurora.ground.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The node's settings, read and checked: from the command line, else from {@code aurora.yml}, else their standard
 * values. Immutable.
 */
public final class Config {
    private final List<Setting<?>> settings;
    private final Map<String, Value> values;

    private Config(List<Setting<?>> settings, Map<String, Value> values) {
        this.settings = List.copyOf(settings);
        this.values = Map.copyOf(values);
    }

    /**
     * Reads {@code file}, which may be missing, and checks it against {@code settings}.
     *
     * @param commandLine values given on the command line, by key
     * @throws ConfigException when the file is no YAML, has an unknown key or a value that does not fit
     */
    public static Config read(Path file, Map<String, String> commandLine, List<Setting<?>> settings)
            throws ConfigException {
        Map<String, String> written = Files.exists(file) ? flat(file) : Map.of();
        Map<String, Value> values = new HashMap<>();
        for (Setting<?> setting : settings) {
            String key = setting.key();
            if (commandLine.containsKey(key)) {
                values.put(key, parsed(setting, String.valueOf(commandLine.get(key)), "the command line"));
            } else if (written.containsKey(key)) {
                values.put(key, parsed(setting, String.valueOf(written.get(key)), file.toString()));
            } else {
                values.put(key, new Value(setting.standard(), "standard"));
            }
        }
        for (String key : written.keySet()) {
            if (!values.containsKey(key)) {
                throw new ConfigException(
                        file + ": " + unknown(key, values.keySet()) + " All settings: docs/configuration.md.");
            }
        }
        return new Config(settings, values);
    }

    private static String unknown(String key, Set<String> known) {
        List<String> below = known.stream()
                .filter(other -> other.startsWith(key + "."))
                .map(other -> other.substring(key.length() + 1))
                .sorted()
                .toList();
        if (!below.isEmpty()) {
            return "\"" + key + "\" is a section, not a setting. Its settings stand in lines below it, indented: "
                    + String.join(", ", below) + ".";
        }
        String near = nearest(key, List.copyOf(known));
        return "there is no setting \"" + key + "\"." + (near.isEmpty() ? "" : " " + near);
    }

    /** The value of {@code setting}. */
    @SuppressWarnings("unchecked")
    public <T> T get(Setting<T> setting) {
        Value value = values.get(setting.key());
        if (value == null) {
            throw new IllegalArgumentException("not among the settings of this node: " + setting.key());
        }
        return (T) value.value();
    }

    /** Every setting as it is in force, secrets hidden. */
    public List<Shown> shown() {
        List<Shown> all = new ArrayList<>();
        for (Setting<?> setting : settings) {
            Value value = values.getOrDefault(setting.key(), new Value("", ""));
            boolean hide = setting.secret() && !String.valueOf(value.value()).isEmpty();
            all.add(new Shown(
                    setting.key(), hide ? "***" : text(value.value()), value.from(), setting.kind(), setting.help()));
        }
        all.sort(Comparator.comparing(Shown::key));
        return all;
    }

    /** A value as people write it. */
    static String text(Object value) {
        return value instanceof java.time.Duration length ? Durations.show(length) : String.valueOf(value);
    }

    private static Value parsed(Setting<?> setting, String text, String from) throws ConfigException {
        try {
            return new Value(setting.parse().apply(text), from);
        } catch (IllegalArgumentException bad) {
            throw new ConfigException(
                    from + ": " + setting.key() + ": " + bad.getMessage() + ". It wants a " + setting.kind() + ".");
        }
    }

    private static Map<String, String> flat(Path file) throws ConfigException {
        try {
            if (Files.size(file) > Yaml.TEXT_MAX) {
                throw new ConfigException(
                        file + " is larger than " + Yaml.TEXT_MAX + " bytes: that is no configuration.");
            }
            Map<String, String> flat = new TreeMap<>();
            flatten("", Yaml.read(Files.readString(file)), flat, file);
            return flat;
        } catch (IOException unreadable) {
            throw new ConfigException(
                    file + " cannot be read (" + unreadable.getMessage() + "). Is it UTF-8 text that you may read?");
        } catch (ConfigException bad) {
            String why = String.valueOf(bad.getMessage());
            throw why.startsWith(file.toString()) ? bad : new ConfigException(file + ": " + why);
        }
    }

    private static void flatten(String prefix, Object node, Map<String, String> into, Path file)
            throws ConfigException {
        switch (node) {
            case Map<?, ?> map -> {
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    String key = prefix.isEmpty() ? String.valueOf(entry.getKey()) : prefix + "." + entry.getKey();
                    if (entry.getValue() == null) {
                        throw new ConfigException(file + ": \"" + key + "\" has no value.");
                    }
                    flatten(key, entry.getValue(), into, file);
                }
            }
            case List<?> list ->
                throw new ConfigException(file + ": \"" + prefix + "\" is a list; a single value is wanted.");
            default -> {
                if (prefix.isEmpty()) {
                    throw new ConfigException(
                            file + ": settings are written as \"section:\" and below it \"name: value\".");
                }
                into.put(prefix, String.valueOf(node));
            }
        }
    }

    /** "Did you mean": the known word nearest to {@code word}, when one is near enough. */
    public static String nearest(String word, List<String> known) {
        return near(word, known).map(other -> "Did you mean \"" + other + "\"?").orElse("");
    }

    /** The known word nearest to {@code word}, when one is near enough. */
    public static Optional<String> near(String word, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(other -> distance(word, other)))
                .filter(other -> distance(word, other) <= Math.max(2, word.length() / 3));
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                corner = above;
            }
        }
        return row[b.length()];
    }

    private record Value(Object value, String from) {}

    /** A setting in force: its value as text, where it came from, and what it is. */
    public record Shown(String key, String value, String from, String kind, String help) {}
}
