package aurora.keep.supervisor;

import aurora.keep.KeepApi.State;
import java.time.Duration;
import java.time.Instant;

/**
 * The state of a kept program: a pure step function. A program that has died is started again, after a pause that
 * doubles from 1 s to 60 s; eight deaths without five good minutes between them are the end of it. One that has done
 * nothing for longer than its driver allows, and missed {@link #MISSES_MAX} checks in a row at least, counts as hung:
 * it is ended, which is a death.
 *
 * @param state where it is
 * @param since when it came there
 * @param sinceNanos the same by the timer
 * @param deaths deaths since the last five good minutes
 * @param misses checks missed in a row
 * @param workedNanos when it was begun or did a piece of work last, by the timer
 */
record Lifecycle(State state, Instant since, long sinceNanos, int deaths, int misses, long workedNanos) {
    static final int DEATHS_MAX = 8;
    static final int MISSES_MAX = 3;

    static final Duration GOOD = Duration.ofMinutes(5);
    static final Duration PAUSE_MAX = Duration.ofSeconds(60);

    /** What can happen to a program. */
    enum Event {
        /** It is being started or looked for. */
        BEGUN,
        /** It did a piece of work. */
        ANSWERED,
        /** It did not, within the bound. */
        MISSED,
        /** It has ended, or could not be started. */
        DIED,
        /** It runs but will never do. */
        REFUSED,
        /** It was stopped, or there is none. */
        STOPPED
    }

    static Lifecycle stopped(Instant now, long nanos) {
        return new Lifecycle(State.STOPPED, now, nanos, 0, 0, nanos);
    }

    /** The state after {@code event}. */
    Lifecycle on(Event event, Instant now, long nanos) {
        return switch (event) {
            case BEGUN -> to(State.STARTING, now, nanos, deaths, 0);
            case ANSWERED -> to(State.READY, now, nanos, good(nanos) ? 0 : deaths, 0);
            case MISSED -> missed(now, nanos);
            case DIED -> died(now, nanos);
            case REFUSED -> to(State.FAILED, now, nanos, deaths, 0);
            case STOPPED -> to(State.STOPPED, now, nanos, 0, 0);
        };
    }

    /** Whether it did work once and has done none for {@code length}, so that waiting on is of no use. */
    boolean hung(Duration length, long nanos) {
        return state == State.DEGRADED && nanos - workedNanos >= length.toNanos();
    }

    /** How long to wait before the next start; {@code fraction} from 0 to 1 spreads it by a quarter either way. */
    Duration pause(double fraction) {
        long seconds = Math.min(PAUSE_MAX.toSeconds(), 1L << Math.min(30, Math.max(0, deaths - 1)));
        return Duration.ofMillis(Math.round(seconds * 1000 * (0.75 + fraction / 2)));
    }

    private Lifecycle missed(Instant now, long nanos) {
        boolean out = state == State.READY && misses + 1 >= MISSES_MAX;
        return to(out ? State.DEGRADED : state, now, nanos, deaths, misses + 1);
    }

    private Lifecycle died(Instant now, long nanos) {
        int count = good(nanos) ? 1 : deaths + 1;
        return to(count >= DEATHS_MAX ? State.FAILED : State.BACKOFF, now, nanos, count, 0);
    }

    private boolean good(long nanos) {
        return state == State.READY && nanos - sinceNanos >= GOOD.toNanos();
    }

    private Lifecycle to(State next, Instant now, long nanos, int nextDeaths, int nextMisses) {
        boolean stays = next == state;
        long worked = nextMisses == 0 ? nanos : workedNanos;
        return new Lifecycle(next, stays ? since : now, stays ? sinceNanos : nanos, nextDeaths, nextMisses, worked);
    }
}
