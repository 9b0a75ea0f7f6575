package aurora.ground.http.raw;

import aurora.base.Clock;
import aurora.ground.http.wire.HttpHead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Many connections on loopback that ask the same again and again, all on the calling thread, as wrk does: a thread for
 * each would take the processor from what is measured. Answers must have a length.
 */
public final class RawCrowd {
    private static final int ANSWER_MAX = 64 << 10;
    private static final long SILENCE_MAX_MILLIS = 60_000;

    private RawCrowd() {}

    /** What hears of every answer. */
    public interface Listener {
        /** An answer of that status was whole {@code nanos} after its request was sent. */
        void answered(int status, long nanos);
    }

    /**
     * Asks over {@code connections} until {@code length} has passed and the last answers are there.
     *
     * @throws IOException when an answer breaks off, has no length or does not come within a minute
     */
    public static void ask(int port, byte[] request, int connections, Duration length, Clock clock, Listener heard)
            throws IOException {
        long until = clock.nanos() + length.toNanos();
        Selector selector = Selector.open();
        try {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.socket().setTcpNoDelay(true);
                channel.configureBlocking(false);
                Member member = new Member(channel, request);
                channel.register(selector, SelectionKey.OP_READ, member);
                member.send(clock.nanos());
            }
            int open = connections;
            while (open > 0) {
                if (selector.select(SILENCE_MAX_MILLIS) == 0) {
                    throw new IOException("no answer within a minute");
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.attachment() instanceof Member member && !member.read(clock, until, heard)) {
                        open--;
                    }
                }
                selector.selectedKeys().clear();
            }
        } finally {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }

    /** One connection. */
    private static final class Member {
        private final SocketChannel channel;
        private final byte[] request;
        private final ByteBuffer in = ByteBuffer.allocate(ANSWER_MAX);
        private long sentNanos;
        private int whole;
        private int status;

        Member(SocketChannel channel, byte[] request) {
            this.channel = channel;
            this.request = request;
        }

        void send(long now) throws IOException {
            in.clear();
            whole = 0;
            sentNanos = now;
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        /** Takes what is there; false when this was its last answer. */
        boolean read(Clock clock, long until, Listener heard) throws IOException {
            if (channel.read(in) < 0 || !in.hasRemaining()) {
                throw new IOException("an answer broke off or is too long");
            }
            if (whole == 0) {
                head();
            }
            if (whole == 0 || in.position() < whole) {
                return true;
            }
            long now = clock.nanos();
            heard.answered(status, now - sentNanos);
            if (now < until) {
                send(now);
                return true;
            }
            channel.close();
            return false;
        }

        private void head() throws IOException {
            int end = HttpHead.end(in.array(), 0, 0, in.position());
            if (end > 0) {
                HttpHead head = HttpHead.parse(in.array(), 0, end);
                if (head.contentLength() < 0) {
                    throw new IOException("an answer without a length");
                }
                status = head.status();
                whole = end + (int) head.contentLength();
            }
        }
    }
}
