package aurora.ground.http.wire;

import aurora.base.Clock;
import aurora.ground.http.wire.HttpFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * One connection: a socket, what was read from it and not used yet, and a buffer to write from. Used by one caller at
 * a time; only {@link #abort} may come from any thread.
 */
public final class HttpWire {
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
    /** Bytes from {@code at} that were searched for the end of a head before. */
    private int scanned;

    private long idleSinceNanos;

    /** A connection over {@code socket}, which is {@code plain} or a TLS layer on it. */
    public HttpWire(Clock clock, Socket plain, Socket socket) throws IOException {
        this.clock = clock;
        this.plain = plain;
        this.socket = socket;
        this.input = socket.getInputStream();
        this.output = socket.getOutputStream();
    }

    /** Sends head, length and body by one write. {@code left} bounds it. */
    public void send(byte[] head, byte[] body, int length, Duration left) throws IOException {
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
    public boolean fill(long untilNanos) throws IOException {
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

    /** Whether the other side has closed the connection. */
    public boolean ended() {
        return ended;
    }

    /** Takes an answer's head off the wire; empty while some of it is missing. */
    public Optional<HttpHead> takeHead() throws HttpFailure {
        HttpHead.checkBeginning(in, at, limit);
        int end = HttpHead.end(in, at, at + scanned, limit);
        if (end < 0) {
            scanned = limit - at;
            if (at == 0 && limit == in.length) {
                throw HttpFailure.protocol("the head is longer than " + HttpHead.BYTES_MAX + " bytes");
            }
            return Optional.empty();
        }
        HttpHead head = HttpHead.parse(in, at, end);
        at = end;
        scanned = 0;
        return Optional.of(head);
    }

    /** Whether everything that came was taken. */
    public boolean drained() {
        return at == limit;
    }

    /** From now on it waits for its next use. */
    public void idleNow() {
        idleSinceNanos = clock.nanos();
    }

    /** Whether it has waited longer than {@code max}. */
    public boolean idledFor(Duration max) {
        return clock.nanos() - idleSinceNanos > max.toNanos();
    }

    /** Closes the connection, without TLS's farewell, so that it never blocks. */
    public void abort() {
        closeQuietly(plain);
    }

    /** Closes a socket that may be closed already. */
    public static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // The connection is given up either way.
        }
    }

    /** {@code cause} as a failure: itself, or a broken connection. */
    public static HttpFailure cut(IOException cause) {
        return cause instanceof HttpFailure failure
                ? failure
                : new HttpFailure(Kind.CUT, "the connection broke", cause);
    }
}
