package aurora.router.render;

import aurora.base.Deadline;
import aurora.engine.Part.Failure;
import aurora.router.RouterApi.Forecast;
import aurora.router.policy.Desk;
import aurora.router.render.Dispatcher.Taken;
import java.util.Optional;

/**
 * The watchdog of one engine's part of an answer: how long it may say nothing. Before its first token in proportion
 * to the forecast, afterwards to the gap between its tokens. It is asked only when a reader has looked and found
 * nothing, so a reader that stays away blames nobody. Not thread-safe: its reader's.
 */
final class Patience {
    private static final double MILLIS_MIN = 2_000;
    /** While an engine's pace is hardly known; with the watchdog's slice it stays within five seconds. */
    private static final double UNKNOWN_MILLIS_MIN = 4_000;

    private static final double MILLIS_MAX = 60_000;
    /** Engines hold tool calls back until they are whole. */
    private static final double TOOLS_MILLIS_MIN = 30_000;

    private static final double FIRST_MILLIS_MIN = 6_000;
    private static final double FIRST_UNKNOWN_MILLIS_MIN = 15_000;
    /** When there is nobody else to ask, waiting loses nothing. */
    private static final double FIRST_ALONE_MILLIS_MIN = 120_000;

    private static final double FIRST_MILLIS_MAX = 900_000;
    private static final int KNOWN_ANSWERS = 3;
    /** An answer that nobody reads along comes in one piece, which costs less, when it is there this soon. */
    private static final double WHOLE_MILLIS_MAX = 1_000;

    /** An engine that crawls, against what is known of it, is left after this long for one that does not. */
    private static final double CRAWL_MILLIS_MIN = 4_000;

    private static final double CRAWL_GAP_MILLIS = 500;

    private final Desk desk;
    private final Taken taken;
    private final boolean tools;
    private final boolean whole;
    private boolean started;
    private boolean idled;
    private boolean mute;
    private int parts;
    private long startedNanos;
    private final long bornNanos;
    private long sinceNanos;
    private double longestMillis;

    /** Who is silent longer than this before it ends would waste as much again. */
    private static final double SOON_MILLIS = 5_000;

    /** Why the engine is given up. */
    record Lost(Failure failure, String why) {}

    Patience(Desk desk, Taken taken, long now) {
        this.desk = desk;
        this.taken = taken;
        this.bornNanos = now;
        this.sinceNanos = now;
        this.tools = taken.sent().tools().isPresent();
        this.whole = taken.sent().whole();
    }

    /**
     * Whether an answer that nobody reads along may come in one piece: while it is awaited nothing tells an engine that
     * hangs from one that writes, so only one that is known to be there in a moment.
     */
    static boolean canWaitForAll(Forecast forecast) {
        return known(forecast) && forecast.p90() <= WHOLE_MILLIS_MAX;
    }

    /** When the engine was asked. */
    long bornNanos() {
        return bornNanos;
    }

    /** What is said of an engine that has just ended without a last word. */
    String brokeOff() {
        return started ? "The engine broke off in mid-answer." : "The engine ended without an answer.";
    }

    /** Whether an engine that broke off now may be asked once more: it was in mid-answer, or it lost little time. */
    boolean brokeOffSoon(long now) {
        return started || (now - bornNanos) / 1e6 < SOON_MILLIS;
    }

    /** Whether it was given up before anything came from it. */
    boolean mute() {
        return mute;
    }

    /** A part has come. */
    void arrived(long now) {
        if (!started) {
            started = true;
            startedNanos = now;
        }
        parts++;
        if (idled) {
            longestMillis = Math.max(longestMillis, (now - sinceNanos) / 1e6);
            idled = false;
        }
        sinceNanos = now;
    }

    /** The reader looked, and nothing was there: whether to give up. */
    Optional<Lost> nothing(long now, Deadline deadline) {
        idled = true;
        double silentMillis = (now - sinceNanos) / 1e6;
        if (deadline.passed()) {
            return Optional.of(new Lost(Failure.DEADLINE, "The answer was not complete in its time."));
        }
        if (crawls(now)) {
            return Optional.of(new Lost(Failure.HUNG, "The engine writes many times slower than it did."));
        }
        if (silentMillis < MILLIS_MIN || silentMillis < allowedMillis(now)) {
            return Optional.empty();
        }
        mute = !started;
        String seconds = Math.round(silentMillis / 1000) + " s";
        return Optional.of(new Lost(
                Failure.HUNG,
                started
                        ? "The engine said nothing for " + seconds + " in mid-answer."
                        : "The engine did not begin to answer within " + seconds + "."));
    }

    private boolean crawls(long now) {
        double writing = (now - startedNanos) / 1e6;
        if (!started || tools || !taken.others() || writing < CRAWL_MILLIS_MIN || unknown()) {
            return false;
        }
        double gap = writing / parts;
        return gap > CRAWL_GAP_MILLIS && gap > desk.silenceMillis(taken.work(), now);
    }

    private boolean unknown() {
        return !known(taken.work().forecast());
    }

    private static boolean known(Forecast forecast) {
        return forecast.samples() >= KNOWN_ANSWERS;
    }

    private double allowedMillis(long now) {
        Forecast forecast = taken.work().forecast();
        if (!started) {
            double writing = whole ? forecast.decode() : 0;
            double begin = forecast.network() + forecast.queue() + forecast.load() + forecast.prefill() + writing;
            double doubt = Math.max(1, forecast.p90() / forecast.p50());
            double known = unknown() ? FIRST_UNKNOWN_MILLIS_MIN : FIRST_MILLIS_MIN;
            double least = taken.others() ? known : FIRST_ALONE_MILLIS_MIN;
            return Math.clamp(3 * begin * doubt, least, FIRST_MILLIS_MAX);
        }
        double least = tools ? TOOLS_MILLIS_MIN : unknown() ? UNKNOWN_MILLIS_MIN : MILLIS_MIN;
        double usual = Math.max(desk.silenceMillis(taken.work(), now), 4 * longestMillis);
        return Math.clamp(usual, least, MILLIS_MAX);
    }
}
