package aurora.ground.http;

import aurora.ground.log.Log;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * An HTTP/1.1 server on virtual threads. Requests with more than 32 KiB of headers, an 8 KiB request line or a broken
 * frame are answered 400 and never reach the handler. At most 20,000 connections.
 */
public final class HttpServer implements AutoCloseable {
    private static final Log LOG = Log.of("http");
    private static final int CONNECTIONS_MAX = 20_000;

    /** Bodies are bounded per route; this is the bound of bounds. */
    private static final long BODY_MAX = 64L << 20;

    private final WebServer server;

    private HttpServer(WebServer server) {
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param address the address to bind
     * @param port the port; 0 for any free one
     * @param handler called for each request
     * @throws IOException when the port is taken or may not be bound
     */
    public static HttpServer start(InetAddress address, int port, HttpHandler handler) throws IOException {
        refuseTaken(address, port);
        Http1Config http = Http1Config.builder()
                .maxHeadersSize(32 << 10)
                .maxPrologueLength(8 << 10)
                .build();
        WebServer server = WebServer.builder()
                .shutdownHook(false)
                .bindAddress(new InetSocketAddress(address, port))
                .maxPayloadSize(BODY_MAX)
                .maxTcpConnections(CONNECTIONS_MAX)
                .backlog(4096)
                .shutdownGracePeriod(Duration.ofSeconds(2))
                .idleConnectionTimeout(Duration.ofMinutes(5))
                .connectionOptions(options -> options.tcpNoDelay(true).socketKeepAlive(true))
                .addProtocol(http)
                .addConnectionSelector(WatchedSelector.with(http))
                .directHandlers(plainErrors())
                .routing(routing -> routing(routing, handler))
                .build();
        try {
            return new HttpServer(server.start());
        } catch (RuntimeException refused) {
            throw new IOException("cannot listen on " + address.getHostAddress() + ":" + port, refused);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Refuses new connections, lets answers end for a moment, closes. */
    @Override
    public void close() {
        server.stop();
    }

    /** The library says nothing about a port that is taken but for a stack trace, so ask first. */
    private static void refuseTaken(InetAddress address, int port) throws IOException {
        if (port == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port));
        } catch (BindException taken) {
            throw new BindException(
                    "Port " + port + " on " + address.getHostAddress() + " is taken or may not be used.");
        }
    }

    private static void routing(HttpRouting.Builder routing, HttpHandler handler) {
        routing.any((request, response) -> serve(handler, request, response));
    }

    private static void serve(HttpHandler handler, ServerRequest request, ServerResponse response) {
        try {
            handler.handle(new HelidonExchange(request, response));
        } catch (IOException | UncheckedIOException gone) {
            throw new UncheckedIOException(gone instanceof IOException io ? io : new IOException(gone));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            LOG.error(
                    "http.defect", defect, "path", request.prologue().uriPath().rawPath());
            if (!response.isSent()) {
                response.status(500);
                response.headers().set(HeaderNames.CONTENT_TYPE, "application/json");
                response.send(error("internal", "Something went wrong inside Aurora. The log tells what."));
            }
        } finally {
            if (SharedSocket.CURRENT.isBound()) {
                SharedSocket.CURRENT.get().unwatch();
            }
        }
    }

    private static DirectHandlers plainErrors() {
        DirectHandlers.Builder all = DirectHandlers.builder();
        for (DirectHandler.EventType type : List.of(DirectHandler.EventType.values())) {
            all.addHandler(
                    type,
                    (request, event, status, headers, message) -> DirectHandler.TransportResponse.builder()
                            .status(status)
                            .headers(headers)
                            .header(HeaderNames.CONTENT_TYPE, "application/json")
                            .keepAlive(false)
                            .entity(error(status.code() == 413 ? "too_large" : "bad_request", said(status.code())))
                            .build());
        }
        return all.build();
    }

    private static String said(int status) {
        return switch (status) {
            case 413 -> "The body is too large.";
            case 404 -> "There is no such path.";
            case 505 -> "Only HTTP/1.1 is spoken here.";
            default -> "The request is not well-formed HTTP.";
        };
    }

    private static byte[] error(String code, String message) {
        return ("{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
