package aurora.ground.http.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that answers with whatever bytes a test tells it. Each connection runs the script once per request it
 * reads.
 */
final class HostileServer implements AutoCloseable {
    /** What to do with one request. */
    interface Script {
        void answer(int connection, int request, Peer peer) throws IOException, InterruptedException;
    }

    /** The other end as a script sees it. */
    record Peer(Socket socket, OutputStream out, InputStream in) {
        void say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** One byte per write. */
        void dribble(String text) throws IOException {
            for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
                out.write(b);
                out.flush();
            }
        }

        /** Waits until the client is gone. */
        void awaitLeave() throws IOException {
            while (in.read() >= 0) {
                // A client that has nothing to say may still send.
            }
        }
    }

    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    private final ServerSocket listener;
    private final Script script;

    HostileServer(Script script) {
        this(script, plain());
    }

    HostileServer(Script script, ServerSocket listener) {
        this.script = script;
        this.listener = listener;
        Thread.ofVirtual().start(this::accept);
    }

    /** A server that says {@code bytes} to every request and closes. */
    static HostileServer saying(String bytes) {
        return new HostileServer((_, _, peer) -> {
            peer.say(bytes);
            peer.socket().close();
        });
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    int port() {
        return listener.getLocalPort();
    }

    private static ServerSocket plain() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                int connection = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, connection));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket, int connection) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Peer peer = new Peer(socket, socket.getOutputStream(), socket.getInputStream());
            int request = 0;
            while (!socket.isClosed() && readRequest(peer.in())) {
                requests.incrementAndGet();
                script.answer(connection, ++request, peer);
            }
        } catch (IOException _) {
            // The client is gone; the test looks at its side.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads a head and the body that its content-length tells. */
    private static boolean readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            head.append((char) b);
        }
        int at = head.indexOf("content-length: ");
        if (at >= 0) {
            in.skipNBytes(Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at))));
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
