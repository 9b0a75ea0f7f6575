package aurora.ground.http.raw;

import aurora.base.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;

/**
 * Many streamed answers on loopback, read at once on the calling thread: with a thread for each, waking the readers
 * took more of the processor than what is measured. Looks for marks in the bytes and does not take the framing apart,
 * so what it reads must not cut a mark by a frame.
 */
public final class RawReaders {
    private static final int READ_MAX = 64 << 10;
    private static final long SILENCE_MAX_MILLIS = 60_000;
    private static final byte[] WELL = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

    private RawReaders() {}

    /**
     * What to ask and what to look for.
     *
     * @param request the whole request, head and body
     * @param piece begins a piece of the answer
     * @param empty follows {@code piece} when there is nothing in it
     * @param end ends the answer
     */
    public record Asked(String request, String piece, char empty, String end) {}

    /** What hears of every piece. */
    public interface Listener {
        /** A piece of that stream had come by {@code nanos} of the clock's timer. */
        void piece(int stream, long nanos);
    }

    /**
     * Asks once for each of {@code begins} and reads all answers to their ends.
     *
     * @param begins when each request is sent, in nanoseconds from now
     * @throws IOException when an answer is not 200, breaks off or is silent for a minute
     */
    public static void read(int port, Asked asked, List<Long> begins, Clock clock, Listener heard) throws IOException {
        Selector selector = Selector.open();
        try {
            Queue<Reader> waiting = new ArrayDeque<>();
            List<Integer> order = IntStream.range(0, begins.size())
                    .boxed()
                    .sorted(Comparator.comparing(begins::get))
                    .toList();
            for (int stream : order) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.socket().setTcpNoDelay(true);
                channel.configureBlocking(false);
                Reader reader = new Reader(stream, channel, asked);
                channel.register(selector, SelectionKey.OP_READ, reader);
                waiting.add(reader);
            }
            pump(selector, waiting, begins, clock, heard);
        } finally {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }

    private static void pump(Selector selector, Queue<Reader> waiting, List<Long> begins, Clock clock, Listener heard)
            throws IOException {
        long zero = clock.nanos();
        int open = waiting.size();
        while (open > 0) {
            long wait = SILENCE_MAX_MILLIS;
            for (Reader next = waiting.peek(); next != null; next = waiting.peek()) {
                long left = zero + begins.get(next.stream) - clock.nanos();
                if (left > 0) {
                    wait = left / 1_000_000 + 1;
                    break;
                }
                waiting.remove();
                next.send();
            }
            if (selector.select(wait) == 0 && wait == SILENCE_MAX_MILLIS) {
                throw new IOException("no piece within a minute");
            }
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.attachment() instanceof Reader reader && !reader.read(clock, heard)) {
                    open--;
                }
            }
            selector.selectedKeys().clear();
        }
    }

    /** One answer. */
    private static final class Reader {
        private final int stream;
        private final SocketChannel channel;
        private final byte[] request;
        private final byte[] piece;
        private final byte[] end;
        private final byte empty;
        private final ByteBuffer in = ByteBuffer.allocate(READ_MAX);
        private boolean well;

        Reader(int stream, SocketChannel channel, Asked asked) {
            this.stream = stream;
            this.channel = channel;
            this.request = asked.request().getBytes(StandardCharsets.UTF_8);
            this.piece = asked.piece().getBytes(StandardCharsets.UTF_8);
            this.end = asked.end().getBytes(StandardCharsets.UTF_8);
            this.empty = (byte) asked.empty();
        }

        void send() throws IOException {
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        /** Takes what is there; false when it was the last of it. */
        boolean read(Clock clock, Listener heard) throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("an answer broke off");
            }
            long now = clock.nanos();
            byte[] bytes = in.array();
            int limit = in.position();
            if (!well && limit >= WELL.length) {
                if (!Arrays.equals(bytes, 0, WELL.length, WELL, 0, WELL.length)) {
                    throw new IOException("answered " + new String(bytes, 0, WELL.length, StandardCharsets.US_ASCII));
                }
                well = true;
            }
            int at = 0;
            for (int found = find(bytes, at, limit, piece);
                    found >= 0 && found + piece.length < limit;
                    found = find(bytes, at, limit, piece)) {
                at = found + piece.length;
                if (bytes[at] != empty) {
                    heard.piece(stream, now);
                }
            }
            if (find(bytes, at, limit, end) >= 0) {
                channel.close();
                return false;
            }
            // what may be the beginning of a mark stays
            int kept = Math.min(limit - at, Math.max(piece.length, end.length));
            in.position(limit - kept).limit(limit);
            in.compact();
            return true;
        }

        private static int find(byte[] in, int from, int to, byte[] mark) {
            for (int i = from; i + mark.length <= to; i++) {
                if (in[i] == mark[0] && Arrays.equals(in, i, i + mark.length, mark, 0, mark.length)) {
                    return i;
                }
            }
            return -1;
        }
    }
}
