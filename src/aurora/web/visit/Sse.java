package aurora.web.visit;

import aurora.base.Clock;
import aurora.base.Events;
import aurora.ground.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * Writes a stream as server-sent events (WHATWG HTML §9.2) with ids, and a comment when nothing came for 15 seconds.
 */
public final class Sse {
    /** Headers of such an answer; the last one keeps nginx from holding it back. */
    public static final List<String> HEADERS =
            List.of("Content-Type", "text/event-stream", "Cache-Control", "no-store", "X-Accel-Buffering", "no");

    /** Proxies cut connections that are silent for a minute. */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    /** How long a reader of a long answer waits for its next piece before it looks again whether it may read on. */
    public static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Clock clock;

    /** Tells how long a stream was silent by {@code clock}. */
    public Sse(Clock clock) {
        this.clock = clock;
    }

    /**
     * Writes until the stream ends, the client leaves, or {@code stillKnown} says that whoever opened it may read no
     * more; closes the stream in each case.
     */
    public void write(Visit visit, Events<?> events, BooleanSupplier stillKnown)
            throws IOException, InterruptedException {
        try (events;
                OutputStream out = visit.stream(200, HEADERS)) {
            visit.exchange().whenGone(events::close);
            out.write("retry: 1000\n\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            long quietSince = clock.nanos();
            boolean more = true;
            while (more) {
                Events.Next<?> next = events.next(LOOK_EVERY);
                if (!stillKnown.getAsBoolean()) {
                    return;
                }
                switch (next) {
                    case Events.Item<?>(long id, Object value) -> {
                        out.write(event(id, value));
                        out.flush();
                        quietSince = clock.nanos();
                    }
                    case Events.Idle<?> idle -> {
                        if (clock.nanos() - quietSince >= KEEP_ALIVE.toNanos()) {
                            out.write(COMMENT);
                            out.flush();
                            quietSince = clock.nanos();
                        }
                    }
                    case Events.End<?> end -> more = false;
                }
            }
        }
    }

    private static byte[] event(long id, Object value) {
        String name = value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        return ("id: " + id + "\nevent: " + name + "\ndata: " + Json.text(value) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
