package aurora.ground.http.raw;

import aurora.base.Clock;
import aurora.ground.http.wire.HttpHead;
import aurora.ground.http.wire.HttpText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** One connection of a {@link RawServer} and the request that is answered on it. Used by one thread. */
public final class RawExchange {
    private static final int HEAD_MAX = 64 * 1024;
    private static final int BODY_MAX = 16 * 1024 * 1024;
    private static final int FLUSH_AT = 64 * 1024;

    private final Socket socket;
    private final Clock clock;
    private final InputStream input;
    private final OutputStream output;
    private byte[] in = new byte[8 * 1024];
    private int at;
    private int limit;
    private byte[] out = new byte[8 * 1024];
    private int outLength;
    private int timeoutMillis;
    private String verb = "";
    private String path = "";
    private int bodyStart;
    private int bodyLength;
    private boolean keepAlive;
    private boolean version10;
    private boolean chunked;
    private int bytesPerSecond;

    RawExchange(Socket socket, Clock clock) throws IOException {
        this.socket = socket;
        this.clock = clock;
        this.input = socket.getInputStream();
        this.output = socket.getOutputStream();
    }

    /** The verb of the request. */
    public String verb() {
        return verb;
    }

    /** The path of the request, with its query if it has one. */
    public String path() {
        return path;
    }

    /** Where the request's body lies; good until the answer ends. */
    public byte[] bytes() {
        return in;
    }

    /** Where in {@link #bytes} the body starts. */
    public int bodyStart() {
        return bodyStart;
    }

    /** How long the body is. */
    public int bodyLength() {
        return bodyLength;
    }

    /** Answers all at once. {@code headers} are whole lines with their ends, or empty. */
    public void answer(int status, String type, String headers, byte[] body) throws IOException {
        text("HTTP/1.1 " + status + " x\r\ncontent-type: " + type + "\r\n" + headers + "content-length: "
                + body.length);
        text(keepAlive ? "\r\n\r\n" : "\r\nconnection: close\r\n\r\n");
        put(body, 0, body.length);
        flush();
    }

    /** Starts an answer of chunks. */
    public void begin(int status, String type) {
        chunked = !version10;
        keepAlive &= chunked;
        text("HTTP/1.1 " + status + " x\r\ncontent-type: " + type + (chunked ? "\r\ntransfer-encoding: chunked" : ""));
        text(keepAlive ? "\r\n\r\n" : "\r\nconnection: close\r\n\r\n");
    }

    /** Adds one chunk; it goes out with the next {@link #flush}, or earlier when much has gathered. */
    public void chunk(byte[] bytes, int start, int length) throws IOException {
        if (length == 0) {
            // An empty chunk would end the answer.
            return;
        }
        if (chunked) {
            room(16);
            outLength = HttpText.chunkSize(out, outLength, length);
        }
        put(bytes, start, length);
        if (chunked) {
            put(LINE_END, 0, 2);
        }
        if (outLength >= FLUSH_AT) {
            flush();
        }
    }

    /** Ends an answer of chunks. */
    public void end() throws IOException {
        if (chunked) {
            put(LAST_CHUNK, 0, LAST_CHUNK.length);
        }
        flush();
    }

    /** Adds bytes outside of any framing. */
    public void garbage(byte[] bytes) {
        put(bytes, 0, bytes.length);
        keepAlive = false;
    }

    /** Sends what has gathered, by one write unless {@link #slowly} was asked for. */
    public void flush() throws IOException {
        int length = outLength;
        outLength = 0;
        if (bytesPerSecond <= 0) {
            output.write(out, 0, length);
            return;
        }
        int piece = Math.max(1, bytesPerSecond / 50);
        for (int from = 0; from < length; from += piece) {
            output.write(out, from, Math.min(piece, length - from));
            if (!pause(Duration.ofNanos(1_000_000_000L * piece / bytesPerSecond))) {
                throw new IOException("the client left");
            }
        }
    }

    /** Sends what follows of this answer at this rate; 0 is as fast as it goes. */
    public void slowly(int newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
    }

    /**
     * Waits, listening for the client to leave meanwhile.
     *
     * @return false as soon as the client has left
     */
    public boolean pause(Duration length) throws IOException {
        long until = clock.nanos() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = until - clock.nanos()) {
            if (limit == in.length) {
                in = Arrays.copyOf(in, in.length + 1024);
            }
            timeout((int) Math.min(600_000, (left + 999_999) / 1_000_000));
            try {
                int n = input.read(in, limit, in.length - limit);
                if (n < 0) {
                    return false;
                }
                limit += n;
                if (limit > HEAD_MAX + BODY_MAX) {
                    return false;
                }
            } catch (SocketTimeoutException _) {
                // The time is over, which is what was asked for.
            }
        }
        return true;
    }

    /** Breaks the connection, with a reset rather than an orderly end. */
    public void abort() throws IOException {
        outLength = 0;
        keepAlive = false;
        socket.setSoLinger(true, 0);
        socket.close();
    }

    boolean keepsAlive() {
        return keepAlive;
    }

    /** Reads the next request; false when the client has none any more. */
    boolean nextRequest() throws IOException {
        at = bodyStart + bodyLength;
        chunked = false;
        bytesPerSecond = 0;
        timeout(0);
        if (at == limit) {
            at = 0;
            limit = 0;
        }
        int end = -1;
        while (end < 0) {
            end = HttpHead.end(in, at, at, limit);
            if (end < 0 && (limit - at > HEAD_MAX || !more(1))) {
                return false;
            }
        }
        head(end);
        if (bodyLength < 0 || bodyLength > BODY_MAX) {
            keepAlive = false;
            answer(bodyLength < 0 ? 411 : 413, "text/plain", "", new byte[0]);
            return false;
        }
        bodyStart = end;
        while (limit - bodyStart < bodyLength) {
            if (!more(bodyLength - (limit - bodyStart))) {
                return false;
            }
        }
        return true;
    }

    /** Reads at least a byte more, with room for {@code wanted}. May move what is there to the front. */
    private boolean more(int wanted) throws IOException {
        if (limit + wanted > in.length) {
            byte[] bigger = new byte[Math.max(in.length, 2 * (limit - at + wanted))];
            System.arraycopy(in, at, bigger, 0, limit - at);
            limit -= at;
            bodyStart -= Math.min(at, bodyStart);
            at = 0;
            in = bigger;
        }
        int n = input.read(in, limit, in.length - limit);
        limit += Math.max(0, n);
        return n >= 0;
    }

    private void head(int end) throws IOException {
        String text = new String(in, at, end - at, StandardCharsets.ISO_8859_1);
        int space = text.indexOf(' ');
        int second = text.indexOf(' ', space + 1);
        int line = text.indexOf("\r\n");
        if (space < 0 || second < 0 || second > line) {
            throw new IOException("no request line");
        }
        verb = text.substring(0, space);
        path = text.substring(space + 1, second);
        version10 = text.startsWith("HTTP/1.0", second + 1);
        keepAlive = !version10;
        bodyLength = 0;
        for (int from = line + 2; from < text.length() - 2; from = text.indexOf("\r\n", from) + 2) {
            if (text.regionMatches(true, from, "content-length:", 0, 15)) {
                bodyLength = length(value(text, from + 15));
            } else if (text.regionMatches(true, from, "transfer-encoding:", 0, 18)) {
                bodyLength = -1;
                return;
            } else if (text.regionMatches(true, from, "connection:", 0, 11)) {
                String value = value(text, from + 11).toLowerCase(Locale.ROOT);
                keepAlive = version10 ? value.contains("keep-alive") : !value.contains("close");
            } else if (text.regionMatches(true, from, "expect:", 0, 7)) {
                output.write(CONTINUE);
            }
        }
    }

    private static String value(String text, int from) {
        return text.substring(from, text.indexOf("\r\n", from)).strip();
    }

    private static int length(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() < 10 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(digits) : -1;
    }

    private void timeout(int millis) throws IOException {
        if (timeoutMillis != millis) {
            timeoutMillis = millis;
            socket.setSoTimeout(millis);
        }
    }

    private void text(String ascii) {
        int length = ascii.length();
        room(length);
        for (int i = 0; i < length; i++) {
            out[outLength + i] = (byte) ascii.charAt(i);
        }
        outLength += length;
    }

    private void put(byte[] bytes, int start, int length) {
        room(length);
        System.arraycopy(bytes, start, out, outLength, length);
        outLength += length;
    }

    private void room(int more) {
        if (outLength + more > out.length) {
            out = Arrays.copyOf(out, Math.max(outLength + more, 2 * out.length));
        }
    }

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
}
