package aurora.ground.log;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Writes one structured line per event: {@code LOG.info("run.done", "run", id, "tokens", n)}. Thread-safe.
 *
 * <p>Names of events are {@code part.what}. Values are ids, counts, codes and durations, never text that people wrote
 * and never a secret: a value whose key sounds like one (password, token, key, secret, cookie, authorization) is
 * written as {@code ***}.
 */
public final class Log {
    private static final ScopedValue<String> REQUEST = ScopedValue.newInstance();

    private final System.Logger logger;

    private Log(String part) {
        this.logger = System.getLogger("aurora." + part);
    }

    /** The log of one part, for a static final field. */
    public static Log of(String part) {
        return new Log(part);
    }

    /** Something that happened, worth a line in normal operation. */
    public void info(String event, Object... keysAndValues) {
        write(System.Logger.Level.INFO, event, null, keysAndValues);
    }

    /** Something that was handled but that the owner may want to know. */
    public void warn(String event, Object... keysAndValues) {
        write(System.Logger.Level.WARNING, event, null, keysAndValues);
    }

    /** A defect of Aurora, or a cause that nobody handled. */
    public void error(String event, Throwable cause, Object... keysAndValues) {
        write(System.Logger.Level.ERROR, event, cause, keysAndValues);
    }

    /** Runs {@code work} with {@code request} as the id in every line written meanwhile by this thread. */
    public static <T> T inRequest(String request, Callable<T> work) throws Exception {
        return ScopedValue.where(REQUEST, request).call(work::call);
    }

    /** The id of the request this thread works for; empty when for none. */
    public static String request() {
        return REQUEST.isBound() ? REQUEST.get() : "";
    }

    private void write(System.Logger.Level level, String event, @Nullable Throwable cause, Object... keysAndValues) {
        if (!logger.isLoggable(level)) {
            return;
        }
        logger.log(level, LogLine.of(event, request(), cause, keysAndValues));
    }
}
