package aurora.router.policy;

import aurora.router.RouterApi.Forecast;
import aurora.router.policy.learning.Speed;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that is at an engine: made when a request is dispatched, counted down as tokens stream, given back at the end.
 * {@link #emitted(int)} belongs to the stream's one reader and may be called beside everything else; all other state
 * belongs to the {@link Policy} and is touched by its owner only.
 */
public final class Reservation {
    final Option option;
    final Speed speed;
    final EngineLoad engine;
    final Ask ask;
    final Forecast forecast;
    final long dispatchedNanos;
    final double promptTokens;
    final double expectedTokens;
    boolean started;
    long startedNanos;
    double areaAtStart;
    /** When an answer of others ended there last while this one had not begun; 0 when none did. */
    long otherEndedNanos;

    volatile boolean released;
    private final AtomicInteger emitted = new AtomicInteger();

    Reservation(Option option, Speed speed, EngineLoad engine, Need need, Forecast forecast, long nowNanos) {
        this.option = option;
        this.speed = speed;
        this.engine = engine;
        this.ask = need.ask();
        this.forecast = forecast;
        this.promptTokens = need.promptTokens();
        this.expectedTokens = need.outputTokens();
        this.dispatchedNanos = nowNanos;
    }

    /** Tells how many tokens have streamed so far. */
    public void emitted(int tokens) {
        emitted.lazySet(tokens);
    }

    /** Tokens that have streamed so far. */
    public int emitted() {
        return emitted.get();
    }

    /** Whether it was given back. */
    public boolean isOver() {
        return released;
    }

    /** The forecast it was dispatched with. */
    public Forecast forecast() {
        return forecast;
    }

    /** Milliseconds until its first token, when it began to be worked on at dispatch. */
    double untilStartMillis(long nowNanos) {
        if (started) {
            return 0;
        }
        double planned = forecast.load() + forecast.prefill();
        double elapsed = (nowNanos - dispatchedNanos) / 1e6 - forecast.queue();
        return Math.max(0.1 * planned, planned - Math.max(0, elapsed));
    }

    /** Tokens still to come; an answer that is longer than expected is expected to go on for half as long again. */
    double tokensToCome() {
        int done = emitted.get();
        double left = Math.max(expectedTokens - done, 0.5 * done);
        return ask.maxTokens() > 0 ? Math.max(0, Math.min(left, ask.maxTokens() - done)) : left;
    }

    /**
     * A request in tokens of one model.
     *
     * @param ask the request
     * @param promptTokens tokens of its prompt, estimated
     * @param outputTokens tokens of answer, expected
     * @param outputSigma how unsure that is, in log units
     */
    record Need(Ask ask, double promptTokens, double outputTokens, double outputSigma) {}
}
