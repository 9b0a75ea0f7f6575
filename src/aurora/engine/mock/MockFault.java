package aurora.engine.mock;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A fault that the next requests for an answer meet.
 *
 * @param kind what happens
 * @param atToken before which token of the answer; -1 is before the answer starts
 * @param bytesPerSecond for {@link Kind#SLOW}
 * @param retryAfterSeconds for refusals
 * @param left how many requests still meet it
 */
public record MockFault(Kind kind, int atToken, int bytesPerSecond, int retryAfterSeconds, AtomicInteger left) {

    /** What happens. */
    public enum Kind {
        /** The connection is reset before any byte of an answer. */
        REFUSE,
        /** Status 429. */
        STATUS_429,
        /** Status 503. */
        STATUS_503,
        /** Nothing more comes, the connection stays. */
        HANG,
        /** The connection is reset. */
        CUT,
        /** Bytes come slowly. */
        SLOW,
        /** Bytes come that are not the protocol. */
        PROTOCOL,
        /** An error line inside the stream. */
        ERROR
    }

    /** A fault that {@code times} requests meet. */
    public static MockFault of(Kind kind, int atToken, int times) {
        return new MockFault(kind, atToken, 64, 1, new AtomicInteger(times));
    }

    /** Reads a fault from the body of {@code POST /mock/faults}; null when it is none. */
    static @Nullable MockFault read(JsonNode json) {
        String name = json.path("kind").asString("").toUpperCase(Locale.ROOT);
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(name) || kind.name().equals("STATUS_" + name)) {
                return new MockFault(
                        kind,
                        json.path("atToken").asInt(0),
                        Math.max(1, json.path("bytesPerSecond").asInt(64)),
                        json.path("retryAfter").asInt(1),
                        new AtomicInteger(Math.max(1, json.path("times").asInt(1))));
            }
        }
        return null;
    }

    boolean before(int token) {
        return atToken == token;
    }
}
