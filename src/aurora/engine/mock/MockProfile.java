package aurora.engine.mock;

import aurora.ground.config.ConfigException;
import aurora.ground.config.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a mock engine behaves.
 *
 * @param models the models it has, at least one
 * @param tokens how long an answer is by itself, 1 to 1,000,000
 * @param text what it says; empty means numbered tokens, {@code t0 t1 t2 ...}
 * @param memoryBytes how much of the models can be loaded at once; 0 is all
 * @param jitter how much each time varies, 0 to 1, as a share of it
 * @param seed of the jitter
 */
public record MockProfile(List<MockModel> models, int tokens, String text, long memoryBytes, double jitter, long seed) {

    /**
     * One model.
     *
     * @param name its name
     * @param sizeBytes its size
     * @param context tokens of context
     * @param prefill tokens of prompt per second; 0 is at once
     * @param decode tokens of answer per second; 0 is at once
     * @param slots requests at once, at least 1; more wait in turn
     * @param loadSeconds how long loading takes
     */
    public record MockModel(
            String name, long sizeBytes, int context, double prefill, double decode, int slots, double loadSeconds) {

        public MockModel {
            check(!name.isBlank(), "a model's name is empty");
            check(sizeBytes >= 0 && context > 0 && slots >= 1, name + ": sizeBytes, context or slots are too small");
            check(prefill >= 0 && decode >= 0 && loadSeconds >= 0, name + ": speeds and times are not negative");
        }
    }

    public MockProfile {
        models = List.copyOf(models);
        check(!models.isEmpty(), "there are no models");
        check(tokens >= 1 && tokens <= 1_000_000, "tokens are 1 to 1,000,000");
        check(memoryBytes >= 0 && jitter >= 0 && jitter <= 1, "memoryBytes is not negative, jitter 0 to 1");
    }

    /** One model {@code mock} that takes no time and says {@code tokens} numbered tokens. */
    public static MockProfile instant(int tokens) {
        return new MockProfile(List.of(new MockModel("mock", 1_000_000, 8192, 0, 0, 10_000, 0)), tokens, "", 0, 0, 1);
    }

    /** One model {@code mock} with these speeds, in tokens per second. */
    public static MockProfile steady(double prefill, double decode, int slots, int tokens) {
        return new MockProfile(
                List.of(new MockModel("mock", 1_000_000, 8192, prefill, decode, slots, 0)), tokens, "", 0, 0, 1);
    }

    /**
     * Reads a profile from YAML or JSON.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static MockProfile read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    /** Reads a profile from text; see {@link #read}. */
    public static MockProfile parse(String yaml) {
        Map<?, ?> root;
        try {
            root = Yaml.read(yaml);
        } catch (ConfigException e) {
            throw new IllegalArgumentException("the profile: " + e.getMessage(), e);
        }
        Fields fields = Fields.of(root, "profile", Set.of("models", "tokens", "text", "memoryBytes", "jitter", "seed"));
        if (!(fields.map().get("models") instanceof List<?> list)) {
            throw new IllegalArgumentException("the profile has no list 'models'");
        }
        List<MockModel> models = new ArrayList<>();
        for (Object entry : list) {
            models.add(model(entry));
        }
        return new MockProfile(
                models,
                (int) fields.number("tokens", 64),
                fields.text("text", ""),
                (long) fields.number("memoryBytes", 0),
                fields.number("jitter", 0),
                (long) fields.number("seed", 1));
    }

    private static MockModel model(Object entry) {
        Fields fields = Fields.of(
                entry, "model", Set.of("name", "sizeBytes", "context", "prefill", "decode", "slots", "loadSeconds"));
        return new MockModel(
                fields.text("name", ""),
                (long) fields.number("sizeBytes", 1_000_000_000),
                (int) fields.number("context", 8192),
                fields.number("prefill", 0),
                fields.number("decode", 0),
                (int) fields.number("slots", 1),
                fields.number("loadSeconds", 0));
    }

    private static void check(boolean right, String why) {
        if (!right) {
            throw new IllegalArgumentException(why);
        }
    }

    private record Fields(Map<?, ?> map) {
        static Fields of(Object value, String what, Set<String> known) {
            if (!(value instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException("a " + what + " must be keys and values");
            }
            for (Object key : map.keySet()) {
                check(known.contains(String.valueOf(key)), "a " + what + " has no key '" + key + "'; it has " + known);
            }
            return new Fields(map);
        }

        double number(String key, double otherwise) {
            Object value = map.get(key);
            if (value == null) {
                return otherwise;
            }
            check(value instanceof Number, key + " must be a number");
            return ((Number) value).doubleValue();
        }

        String text(String key, String otherwise) {
            Object value = map.get(key);
            return value == null ? otherwise : String.valueOf(value);
        }
    }
}
