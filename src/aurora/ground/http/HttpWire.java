package aurora.ground.http;

import aurora.base.Clock;
import aurora.ground.http.HttpFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * One connection: a socket, what was read from it and not used yet, and a buffer to write from. Used by one caller at
 * a time; only {@link #abort} may come from any thread.
 */
final class HttpWire {
    /** What a connection that idles keeps of its write buffer at most. */
    private static final int OUT_KEPT_MAX = 64 * 1024;

    /** Writes up to this size always fit in the kernel's buffer of a connection that idled. */
    private static final int GUARD_FROM = 16 * 1024;

    final byte[] in = new byte[HttpHead.BYTES_MAX];
    int at;
    int limit;

    private final Clock clock;
    private final Socket plain;
    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;
    private byte[] out = new byte[1024];
    private boolean ended;
    private long idleSinceNanos;

    /** A connection over {@code socket}, which is {@code plain} or a TLS layer on it. */
    HttpWire(Clock clock, Socket plain, Socket socket) throws IOException {
        this.clock = clock;
        this.plain = plain;
        this.socket = socket;
        this.input = socket.getInputStream();
        this.output = socket.getOutputStream();
    }

    /** Sends head, length and body by one write. {@code left} bounds it. */
    void send(byte[] head, byte[] body, int length, Duration left) throws IOException {
        int total = head.length + length + 40;
        byte[] buffer = out.length >= total ? out : new byte[Math.max(total, 1024)];
        if (buffer.length <= OUT_KEPT_MAX) {
            out = buffer;
        }
        System.arraycopy(head, 0, buffer, 0, head.length);
        int end = head.length;
        if (length >= 0) {
            end = HttpText.contentLength(buffer, end, length);
        }
        buffer[end++] = '\r';
        buffer[end++] = '\n';
        if (length > 0) {
            System.arraycopy(body, 0, buffer, end, length);
            end += length;
        }
        if (end <= GUARD_FROM) {
            output.write(buffer, 0, end);
            return;
        }
        try (HttpGuard guard = HttpGuard.closing(plain, left)) {
            try {
                output.write(buffer, 0, end);
            } catch (IOException e) {
                throw HttpGuard.late(e, guard, "sending the request");
            }
        }
    }

    /**
     * Reads more, behind what is there.
     *
     * @param untilNanos by the clock's timer
     * @return false when nothing came in time; at the end of the connection true, and {@link #ended} is set
     */
    boolean fill(long untilNanos) throws IOException {
        if (at == limit) {
            at = 0;
            limit = 0;
        } else if (limit == in.length) {
            System.arraycopy(in, at, in, 0, limit - at);
            limit -= at;
            at = 0;
        }
        long waitMillis = Math.max(1, Math.min(Integer.MAX_VALUE, (untilNanos - clock.nanos() + 999_999) / 1_000_000));
        socket.setSoTimeout((int) waitMillis);
        try {
            int n = input.read(in, limit, in.length - limit);
            if (n < 0) {
                ended = true;
            } else {
                limit += n;
            }
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    boolean ended() {
        return ended;
    }

    boolean full() {
        return at == 0 && limit == in.length;
    }

    void idleNow() {
        idleSinceNanos = clock.nanos();
    }

    boolean idledFor(Duration max) {
        return clock.nanos() - idleSinceNanos > max.toNanos();
    }

    /** Closes the connection, without TLS's farewell, so that it never blocks. */
    void abort() {
        closeQuietly(plain);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // The connection is given up either way.
        }
    }

    static HttpFailure cut(IOException cause) {
        return cause instanceof HttpFailure failure
                ? failure
                : new HttpFailure(Kind.CUT, "the connection broke", cause);
    }
}
