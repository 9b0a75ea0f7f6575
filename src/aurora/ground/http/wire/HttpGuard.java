package aurora.ground.http.wire;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket when a step that has no time limit of its own (a long write, a TLS handshake) takes too long. Only
 * such steps start one, never an ordinary small request.
 */
public final class HttpGuard implements AutoCloseable {
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean fired;

    private HttpGuard(Socket socket, Duration after) {
        Thread.ofVirtual().name("http-guard").start(() -> watch(socket, after));
    }

    /** Closes {@code socket} when the step takes longer than {@code after}. */
    public static HttpGuard closing(Socket socket, Duration after) {
        return new HttpGuard(socket, after);
    }

    /** Whether the time ran out and the socket was closed. */
    public boolean fired() {
        return fired;
    }

    private void watch(Socket socket, Duration after) {
        boolean inTime;
        try {
            inTime = released.await(after.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            inTime = false;
        }
        if (!inTime) {
            fired = true;
            HttpWire.closeQuietly(socket);
        }
    }

    @Override
    public void close() {
        released.countDown();
    }

    /** What to throw when a guarded step failed with {@code cause}: the deadline, when that is why. */
    public static IOException late(IOException cause, HttpGuard guard, String what) {
        return guard.fired() ? new HttpFailure(HttpFailure.Kind.DEADLINE, what + " took too long", cause) : cause;
    }
}
