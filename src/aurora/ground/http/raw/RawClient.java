package aurora.ground.http.raw;

import aurora.ground.http.wire.HttpHead;
import aurora.ground.http.wire.HttpWire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;

/**
 * A bare HTTP/1.1 client on loopback for benchmarks: one connection that sends the same request again and again, with
 * so little work of its own that it is not what is measured. Used by one thread.
 */
public final class RawClient implements AutoCloseable {
    private static final int BODY_MAX = 1 << 20;

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;
    private final byte[] request;
    private byte[] in = new byte[16 << 10];
    private int at;
    private int limit;
    private byte[] line = new byte[1 << 10];
    private int lineLength;

    /** What hears each line of an answer's body as soon as it is complete, without its end. */
    public interface LineReader {
        /** The line lies in {@code bytes} from 0 to {@code length}, until this returns. */
        void line(byte[] bytes, int length);
    }

    private RawClient(Socket socket, byte[] request) throws IOException {
        this.socket = socket;
        this.input = socket.getInputStream();
        this.output = socket.getOutputStream();
        this.request = request;
    }

    /**
     * Connects.
     *
     * @param request the whole request, head and body
     * @param silenceMax after which an answer is given up
     */
    public static RawClient to(int port, byte[] request, Duration silenceMax) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) silenceMax.toMillis());
        return new RawClient(socket, request);
    }

    /**
     * Sends the request and reads its answer to the end.
     *
     * @return the answer's status
     * @throws IOException when it breaks off, is not HTTP or is larger than 1 MiB
     */
    public int answer(LineReader lines) throws IOException {
        at = 0;
        limit = 0;
        lineLength = 0;
        output.write(request);
        int end = -1;
        while (end < 0) {
            int seen = limit;
            more();
            end = HttpHead.end(in, 0, seen, limit);
        }
        HttpHead head = HttpHead.parse(in, 0, end);
        at = end;
        if (head.chunked()) {
            chunks(lines);
        } else {
            take(head.contentLength(), lines);
        }
        return head.status();
    }

    private void chunks(LineReader lines) throws IOException {
        while (true) {
            int size = 0;
            for (int digit = next(); digit != '\r'; digit = next()) {
                size = (size << 4) + Character.digit(digit, 16);
            }
            next();
            take(size, lines);
            next();
            next();
            if (size == 0) {
                return;
            }
        }
    }

    private void take(long length, LineReader lines) throws IOException {
        if (length < 0 || length > BODY_MAX) {
            throw new IOException("an answer of " + length + " bytes");
        }
        for (long left = length; left > 0; left--) {
            byte next = next();
            if (next == '\n') {
                lines.line(line, lineLength);
                lineLength = 0;
            } else {
                if (lineLength == line.length) {
                    line = Arrays.copyOf(line, 2 * line.length);
                }
                line[lineLength++] = next;
            }
        }
    }

    private byte next() throws IOException {
        if (at == limit) {
            at = 0;
            limit = 0;
            more();
        }
        return in[at++];
    }

    private void more() throws IOException {
        if (limit == in.length) {
            throw new IOException("a head of more than " + in.length + " bytes");
        }
        int read = input.read(in, limit, in.length - limit);
        if (read < 0) {
            throw new IOException("the answer broke off");
        }
        limit += read;
    }

    @Override
    public void close() {
        HttpWire.closeQuietly(socket);
    }
}
