package aurora.ground.http.server;

import aurora.base.Clock;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/** HTTP/1.1 connections whose reading side is a {@link SharedSocket}. */
record WatchedSelector(Http1ConnectionSelector inner, Clock clock, HttpServer.Patience patience)
        implements ServerConnectionSelector {

    static WatchedSelector with(Http1Config config, Clock clock, HttpServer.Patience patience) {
        return new WatchedSelector(
                Http1ConnectionSelector.builder().config(config).build(), clock, patience);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return inner.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return inner.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return inner.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        SharedSocket socket = new SharedSocket(context.serverSocket(), context.dataReader(), clock, patience);
        return new Connection(inner.connection(new Context(context, DataReader.create(socket))), socket);
    }

    /**
     * Binds the shared socket while the connection is served. The library asks every few seconds how long a connection
     * has been idle and closes it past its limit; one whose client does not end a request counts as idle forever.
     */
    private record Connection(ServerConnection inner, SharedSocket socket) implements ServerConnection {
        private static final Duration FOREVER = Duration.ofDays(1);

        @Override
        public void handle(Limit limit) throws InterruptedException {
            Callable<Void> served = () -> {
                inner.handle(limit);
                return null;
            };
            try {
                ScopedValue.where(SharedSocket.CURRENT, socket).call(served::call);
            } catch (InterruptedException | RuntimeException passed) {
                throw passed;
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public Duration idleTime() {
            return socket.overdue() ? FOREVER : inner.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            inner.close(interrupt);
            if (socket.overdue() || !socket.busy()) {
                socket.cut();
            }
        }
    }

    /** The same context with another reader. */
    private record Context(ConnectionContext inner, DataReader dataReader) implements ConnectionContext {
        @Override
        public ListenerContext listenerContext() {
            return inner.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return inner.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return inner.dataWriter();
        }

        @Override
        public Router router() {
            return inner.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return inner.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return inner.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return inner.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return inner.localPeer();
        }

        @Override
        public boolean isSecure() {
            return inner.isSecure();
        }

        @Override
        public String socketId() {
            return inner.socketId();
        }

        @Override
        public String childSocketId() {
            return inner.childSocketId();
        }
    }
}
