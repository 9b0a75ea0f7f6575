package aurora.router;

import aurora.base.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Time that goes on only when it is told to. */
final class TestClock implements Clock {
    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
    private final AtomicLong nanos = new AtomicLong(1_000_000);

    void advance(Duration length) {
        nanos.addAndGet(length.toNanos());
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos.get());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public void pause(Duration length) {
        advance(length);
    }
}
