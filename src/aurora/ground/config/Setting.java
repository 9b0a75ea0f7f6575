package aurora.ground.config;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * One setting of {@code aurora.yml}. The product has at most 40.
 *
 * @param <T> its type
 * @param key dotted path, {@code section.name}
 * @param standard the value when it is not set
 * @param kind what a value looks like, for people: "duration, such as 30s"
 * @param help one sentence: what it does
 * @param secret whether it is hidden when shown
 * @param parse makes the value of the text, or throws {@link IllegalArgumentException} with the reason
 */
public record Setting<T>(String key, T standard, String kind, String help, boolean secret, Function<String, T> parse) {

    /** A text. */
    public static Setting<String> text(String key, String standard, String help) {
        return new Setting<>(key, standard, "text", help, false, value -> value);
    }

    /** A text that is never shown. */
    public static Setting<String> secret(String key, String help) {
        return new Setting<>(key, "", "secret text", help, true, value -> value);
    }

    /** A whole number from {@code min} to {@code max}. */
    public static Setting<Integer> number(String key, int standard, int min, int max, String help) {
        return new Setting<>(key, standard, "whole number from " + min + " to " + max, help, false, value -> {
            int number;
            try {
                number = Integer.parseInt(value.strip());
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException("\"" + value + "\" is not a whole number", notANumber);
            }
            if (number < min || number > max) {
                throw new IllegalArgumentException(number + " is outside " + min + " to " + max);
            }
            return number;
        });
    }

    /** Yes or no. */
    public static Setting<Boolean> flag(String key, boolean standard, String help) {
        return new Setting<>(key, standard, "true or false", help, false, value -> switch (value.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + value + "\" is neither true nor false");
        });
    }

    /** A length of time such as {@code 30s}, {@code 5m}, {@code 12h}, {@code 7d}, {@code 250ms}. */
    public static Setting<Duration> duration(String key, Duration standard, Duration min, Duration max, String help) {
        return new Setting<>(
                key,
                standard,
                "duration from " + Durations.show(min) + " to " + Durations.show(max),
                help,
                false,
                value -> {
                    Duration length = Durations.parse(value.strip());
                    if (length.compareTo(min) < 0 || length.compareTo(max) > 0) {
                        throw new IllegalArgumentException(
                                value + " is outside " + Durations.show(min) + " to " + Durations.show(max));
                    }
                    return length;
                });
    }

    /** One of a few words. */
    public static Setting<String> choice(String key, String standard, List<String> words, String help) {
        return new Setting<>(key, standard, "one of " + String.join(", ", words), help, false, value -> {
            if (!words.contains(value)) {
                throw new IllegalArgumentException("\"" + value + "\" is none of " + String.join(", ", words));
            }
            return value;
        });
    }
}
