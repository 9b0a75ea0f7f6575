package aurora.chat.input;

import aurora.base.Reply;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what callers send. Pure. */
public final class Checks {
    /** Bytes of a message in UTF-8 at most. */
    static final int MESSAGE_MAX = 256 << 10;

    /** Bytes of a message as JSON at most: control characters take six there. */
    private static final int MESSAGE_JSON_MAX = 900 << 10;

    private static final int NAME_MAX = 200;
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Checks() {}

    /** The id as it is stored, or empty when it cannot be one of ours. */
    public static Optional<String> id(@Nullable String given) {
        if (given == null || given.length() != 36) {
            return Optional.empty();
        }
        String id = given.toLowerCase(Locale.ROOT);
        return UUID.matcher(id).matches() ? Optional.of(id) : Optional.empty();
    }

    /** The client's id, or a new one when it gave none. */
    public static Reply<String> newId(Optional<String> given, Supplier<String> fresh) {
        if (given.isEmpty()) {
            return Reply.ok(fresh.get());
        }
        return id(given.get())
                .map(Reply::ok)
                .orElseGet(() -> Reply.invalid("id", "The id is not a UUID, such as " + fresh.get() + "."));
    }

    /** A person's message, its halves of characters and NULs replaced. */
    public static Reply<String> message(@Nullable String given) {
        if (given == null || given.isBlank()) {
            return Reply.invalid("text", "The message is empty. Write something first.");
        }
        if (given.length() > MESSAGE_MAX || Texts.bytes(given) > MESSAGE_MAX) {
            return Reply.invalid(
                    "text", "The message is longer than " + (MESSAGE_MAX >> 10) + " KiB. Send it in several parts.");
        }
        String text = Texts.sound(given);
        if (Texts.bytes(text) > MESSAGE_MAX || Texts.jsonBytes(text) > MESSAGE_JSON_MAX) {
            return Reply.invalid("text", "The message is too long, or most of it is control characters.");
        }
        return Reply.ok(text);
    }

    /** A title or a model's name: short and on one line; empty text counts as absent. */
    public static Reply<Optional<String>> name(String field, Optional<String> given) {
        if (given.isEmpty()) {
            return Reply.ok(Optional.empty());
        }
        String name = Texts.oneDirection(Texts.sound(given.get())).strip();
        if (name.length() > NAME_MAX || name.codePoints().anyMatch(Character::isISOControl)) {
            return Reply.invalid(field, "At most " + NAME_MAX + " characters, on one line.");
        }
        return Reply.ok(name.isEmpty() ? Optional.empty() : Optional.of(name));
    }

    /** A number of rows within 1 to {@code max}. */
    public static Reply<Integer> limit(Optional<Integer> given, int standard, int max) {
        int limit = given.orElse(standard);
        return limit >= 1 && limit <= max
                ? Reply.ok(limit)
                : Reply.invalid("limit", "The limit must be from 1 to " + max + ".");
    }
}
