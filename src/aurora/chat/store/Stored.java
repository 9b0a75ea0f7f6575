package aurora.chat.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What lies on disk. Members that a newer version wrote are kept in {@code rest} and written back; figures, decision
 * and moves stay JSON for the same reason. Times are texts of one width, so that their order is that of the texts.
 */
public final class Stored {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Stored() {}

    /** The time as it is stored: 27 characters, microseconds. */
    public static String time(Instant time) {
        return TIME.format(time);
    }

    /** {@code now}, but later than {@code before}: within a conversation time only goes forward. */
    public static Instant after(Instant now, String before) {
        Instant least = Instant.parse(before).plusNanos(1000);
        return now.isBefore(least) ? least : now;
    }

    /** What is absent in JSON comes as null. */
    static Map<String, Object> whole(@Nullable Map<String, Object> rest) {
        return rest == null ? Map.of() : rest;
    }
}
