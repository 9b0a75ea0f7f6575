package aurora.auth;

import aurora.base.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until it is moved. Nobody in auth waits by it. */
final class SetClock implements Clock {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T12:00:00Z"));

    @Override
    public Instant now() {
        return now.get();
    }

    @Override
    public long nanos() {
        return Duration.between(Instant.EPOCH, now.get()).toMillis() * 1_000_000;
    }

    @Override
    public void pause(Duration length) {
        throw new UnsupportedOperationException("nobody waits by this clock");
    }

    void move(Duration length) {
        now.updateAndGet(at -> at.plus(length));
    }
}
