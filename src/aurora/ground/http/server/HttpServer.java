package aurora.ground.http.server;

import aurora.base.Clock;
import aurora.ground.log.Log;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
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
 * frame are answered 400 and never reach the handler. A request that is begun and not ended in time is cut off. At most
 * 20,000 connections.
 */
public final class HttpServer implements AutoCloseable {
    private static final Log LOG = Log.of("http");
    private static final int CONNECTIONS_MAX = 20_000;

    /** Bodies are bounded per route; this is the bound of bounds. */
    private static final long BODY_MAX = 64L << 20;

    private final WebServer server;

    /**
     * How long a client may take.
     *
     * @param head for all headers, from the first byte
     * @param silence between two reads of a body
     * @param body for a whole body
     * @param idle between two requests
     * @param look how often the server looks
     */
    record Patience(Duration head, Duration silence, Duration body, Duration idle, Duration look) {
        static final Patience USUAL = new Patience(
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofMinutes(5),
                Duration.ofSeconds(5));
    }

    private HttpServer(WebServer server) {
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param address the address to bind
     * @param port the port; 0 for any free one
     * @param clock for how long a client may take
     * @param handler called for each request
     * @throws IOException when the port is taken or may not be bound
     */
    public static HttpServer start(InetAddress address, int port, Clock clock, HttpHandler handler) throws IOException {
        return start(new InetSocketAddress(address, port), clock, Patience.USUAL, handler);
    }

    static HttpServer start(InetSocketAddress address, Clock clock, Patience patience, HttpHandler handler)
            throws IOException {
        refuseTaken(address);
        Http1Config http = Http1Config.builder()
                .maxHeadersSize(32 << 10)
                .maxPrologueLength(8 << 10)
                .build();
        WebServer server = WebServer.builder()
                .shutdownHook(false)
                .bindAddress(address)
                .maxPayloadSize(BODY_MAX)
                .maxTcpConnections(CONNECTIONS_MAX)
                .backlog(4096)
                .shutdownGracePeriod(Duration.ofSeconds(2))
                .idleConnectionTimeout(patience.idle())
                .idleConnectionPeriod(patience.look())
                .connectionOptions(options -> options.tcpNoDelay(true).socketKeepAlive(true))
                .protocolsDiscoverServices(false)
                .addConnectionSelector(WatchedSelector.with(http, clock, patience))
                .directHandlers(plainErrors())
                .routing(routing -> routing(routing, handler))
                .build();
        try {
            return new HttpServer(server.start());
        } catch (RuntimeException refused) {
            throw new IOException("cannot listen on " + address, refused);
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
    private static void refuseTaken(InetSocketAddress address) throws IOException {
        if (address.getPort() == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (BindException taken) {
            throw new BindException("Port " + address.getPort() + " on "
                    + address.getAddress().getHostAddress() + " is taken or may not be used.");
        }
    }

    private static void routing(HttpRouting.Builder routing, HttpHandler handler) {
        routing.any((request, response) -> serve(handler, request, response));
    }

    private static void serve(HttpHandler handler, ServerRequest request, ServerResponse response) {
        SharedSocket socket = SharedSocket.CURRENT.get();
        socket.begins();
        try {
            handler.handle(new HelidonExchange(request, response));
        } catch (HelidonExchange.BrokenBodyException broken) {
            if (!response.isSent()) {
                response.headers().set(HeaderValues.CONNECTION_CLOSE);
                answer(response, Status.BAD_REQUEST_400, error("bad_request", said(400)));
            }
            throw new CloseConnectionException("Where the next request begins is not known.", broken);
        } catch (IOException | UncheckedIOException gone) {
            throw new UncheckedIOException(gone instanceof IOException io ? io : new IOException(gone));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            LOG.error(
                    "http.defect", defect, "path", request.prologue().uriPath().rawPath());
            if (!response.isSent()) {
                answer(
                        response,
                        Status.INTERNAL_SERVER_ERROR_500,
                        error("internal", "Something went wrong inside Aurora. The log tells what."));
            }
        } finally {
            socket.ends();
        }
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            // the library tells the client that it will close, and does not
            throw new CloseConnectionException("The client asked for it.");
        }
    }

    private static void answer(ServerResponse response, Status status, byte[] body) {
        response.status(status);
        response.headers().set(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(body);
    }

    private static DirectHandlers plainErrors() {
        DirectHandlers.Builder all = DirectHandlers.builder();
        for (DirectHandler.EventType type : List.of(DirectHandler.EventType.values())) {
            all.addHandler(
                    type,
                    (request, event, status, headers, message) -> DirectHandler.TransportResponse.builder()
                            .status(blame(event, status))
                            .headers(headers)
                            .header(HeaderNames.CONTENT_TYPE, "application/json")
                            .keepAlive(false)
                            .entity(error(status.code() == 413 ? "too_large" : "bad_request", said(status.code())))
                            .build());
        }
        return all.build();
    }

    /** The handler answers its own defects; what else the library calls internal is a head it could not read. */
    private static Status blame(DirectHandler.EventType event, Status status) {
        return event == DirectHandler.EventType.INTERNAL_ERROR ? Status.BAD_REQUEST_400 : status;
    }

    private static String said(int status) {
        return switch (status) {
            case 413 -> "The body is too large.";
            case 404 -> "There is no such path.";
            case 505 -> "Only HTTP/1.1 is spoken here; nginx, for one, needs proxy_http_version 1.1.";
            default -> "The request is not well-formed HTTP.";
        };
    }

    private static byte[] error(String code, String message) {
        return ("{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
