package aurora.ground.http.raw;

import aurora.base.Clock;
import aurora.ground.http.wire.HttpWire;
import aurora.ground.log.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/**
 * A bare HTTP/1.1 server on loopback for the mock engine: a virtual thread per connection, no features, and nothing
 * that could be the bottleneck of a benchmark. It lets its handler break the protocol on purpose, so it is never a
 * door of the product.
 */
public final class RawServer implements AutoCloseable {
    private static final int CONNECTIONS_MAX = 20_000;
    private static final int BACKLOG = 1_024;
    private static final Log LOG = Log.of("rawserver");

    /** What answers requests, on the connection's thread. */
    public interface Handler {
        /** Answers one request. When this throws, the connection is closed. */
        void handle(RawExchange exchange) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Handler handler;
    private final Clock clock;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final LongAdder accepted = new LongAdder();
    private final CountDownLatch closed = new CountDownLatch(1);

    private RawServer(ServerSocket listener, Handler handler, Clock clock) {
        this.listener = listener;
        this.handler = handler;
        this.clock = clock;
    }

    /**
     * Starts to listen.
     *
     * @param port on loopback; 0 for any that is free
     * @throws IOException when the port is taken
     */
    public static RawServer start(int port, Handler handler, Clock clock) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        RawServer server = new RawServer(listener, handler, clock);
        Thread.ofPlatform().daemon().name("raw-accept").start(server::accept);
        return server;
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections came so far. */
    public long connections() {
        return accepted.sum();
    }

    /** Waits until it is closed. */
    public void await() throws InterruptedException {
        closed.await();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                accepted.increment();
                if (open.size() >= CONNECTIONS_MAX) {
                    HttpWire.closeQuietly(socket);
                } else {
                    open.add(socket);
                    if (listener.isClosed()) {
                        // It came between close() and the end of accept(), and nobody else would close it.
                        HttpWire.closeQuietly(socket);
                    }
                    Thread.ofVirtual().name("raw").start(() -> serve(socket));
                }
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("rawserver.accept", "why", String.valueOf(e.getMessage()));
                }
            }
        }
        closed.countDown();
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            RawExchange exchange = new RawExchange(socket, clock);
            while (exchange.nextRequest()) {
                handler.handle(exchange);
                if (!exchange.keepsAlive()) {
                    return;
                }
            }
        } catch (IOException _) {
            // The client went away or the handler broke the connection on purpose.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("rawserver.failed", e);
        } finally {
            open.remove(socket);
        }
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.warn("rawserver.close", "why", String.valueOf(e.getMessage()));
        }
        open.forEach(HttpWire::closeQuietly);
        closed.countDown();
    }
}
