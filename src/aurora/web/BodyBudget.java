package aurora.web;

import aurora.base.Deadline;
import aurora.ground.http.server.Exchange;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bounds the memory that large bodies take together; small ones pass freely. Thread-safe. */
final class BodyBudget {
    /** All large bodies together, in KiB. */
    private static final int TOTAL_KIB = 64 << 10;

    /** Bodies up to this size are not counted. */
    private static final long SMALL = 64 << 10;

    private final Semaphore free = new Semaphore(TOTAL_KIB, true);

    /** Waits until {@code deadline} for room for a body of the length declared, else of {@code max} bytes. */
    Share take(Exchange exchange, int max, Deadline deadline) throws InterruptedException {
        long declared = exchange.header("Content-Length")
                .filter(length -> length.matches("\\d{1,12}"))
                .map(Long::parseLong)
                .orElse(exchange.header("Transfer-Encoding").isPresent() ? (long) max : 0L);
        if (declared <= SMALL || declared > max) {
            return new Share(free, 0, true);
        }
        int kib = (int) Math.min(TOTAL_KIB, declared >> 10);
        boolean granted = free.tryAcquire(kib, deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
        return new Share(free, granted ? kib : 0, granted);
    }

    /** Room for one body; closing gives it back. */
    record Share(Semaphore free, int kib, boolean granted) implements AutoCloseable {
        @Override
        public void close() {
            free.release(kib);
        }
    }
}
