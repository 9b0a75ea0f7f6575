package aurora.auth;

import aurora.base.Clock;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands until it is moved. Nobody in auth waits by it. */
public final class SetClock implements Clock {
    private volatile Instant now = Instant.parse("2026-11-25T12:00:00Z");

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return Duration.between(Instant.EPOCH, now).toMillis() * 1_000_000;
    }

    @Override
    public void pause(Duration length) {
        throw new UnsupportedOperationException("nobody waits by this clock");
    }

    /** Moves it on. */
    public synchronized void move(Duration length) {
        now = now.plus(length);
    }
}
