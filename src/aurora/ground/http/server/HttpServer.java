package aurora.ground.http.server;

import aurora.base.Clock;
import aurora.ground.log.Log;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.ServerResponseHeaders;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server on virtual threads. Requests with more than 32 KiB of headers, an 8 KiB request line, a body in
 * another coding or a broken frame never reach the handler, which only shapes the refusal. A request that is begun and
 * not ended in time is cut off. At most 20,000 connections an address.
 */
public final class HttpServer implements AutoCloseable {
    private static final Log LOG = Log.of("http");
    private static final int CONNECTIONS_MAX = 20_000;

    /** All headers of a request together, in bytes. */
    static final int HEADERS_MAX = 32 << 10;

    /** The first line of a request, in bytes. */
    static final int LINE_MAX = 8 << 10;

    private static final String DEFECT = "{\"error\":{\"code\":\"internal\",\"message\":\"Something went wrong"
            + " inside Aurora. The log tells what.\"}}";

    /** How the library begins what it says of a body in a coding. */
    private static final String CODED_SAID = "Content-Encoding header present";

    /** What the library says of headers past their limit; it has no status for that. */
    private static final String HEADERS_SAID = "Header size exceeded";

    /** Bodies are bounded per route; this is the bound of bounds. */
    private static final long BODY_MAX = 64L << 20;

    private final List<WebServer> servers;

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

    private HttpServer(List<WebServer> servers) {
        this.servers = List.copyOf(servers);
    }

    /**
     * Listens on one port of all of {@code addresses}.
     *
     * @param addresses at least one
     * @param port the port; 0 for any free one of the first
     * @param clock for how long a client may take
     * @param handler called for each request
     * @throws IOException when the port is taken or may not be bound
     */
    public static HttpServer start(List<InetAddress> addresses, int port, Clock clock, HttpHandler handler)
            throws IOException {
        List<WebServer> servers = new ArrayList<>();
        try {
            for (InetAddress address : addresses) {
                int wanted = servers.isEmpty() ? port : servers.getFirst().port();
                servers.add(listen(new InetSocketAddress(address, wanted), clock, Patience.USUAL, handler));
            }
        } catch (IOException taken) {
            servers.forEach(WebServer::stop);
            throw taken;
        }
        return new HttpServer(servers);
    }

    static HttpServer start(InetSocketAddress address, Clock clock, Patience patience, HttpHandler handler)
            throws IOException {
        return new HttpServer(List.of(listen(address, clock, patience, handler)));
    }

    private static WebServer listen(InetSocketAddress address, Clock clock, Patience patience, HttpHandler handler)
            throws IOException {
        refuseTaken(address);
        Http1Config http = Http1Config.builder()
                .maxHeadersSize(HEADERS_MAX)
                .maxPrologueLength(LINE_MAX)
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
                .errorHandling(errors -> errors.includeEntity(true))
                .directHandlers(errors(handler))
                .routing(routing -> routing(routing, handler))
                .build();
        try {
            return server.start();
        } catch (RuntimeException refused) {
            throw new IOException("cannot listen on " + address, refused);
        }
    }

    /** The port it listens on. */
    public int port() {
        return servers.getFirst().port();
    }

    /** Refuses new connections, lets answers end for a moment, closes. */
    @Override
    public void close() {
        servers.forEach(WebServer::stop);
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
        } catch (Exchange.BrokenBodyException broken) {
            if (!response.isSent()) {
                Unserved bad = Unserved.of(
                        request.prologue().method().text(),
                        request.prologue().uriPath().rawPath(),
                        400);
                Unserved.Told told = handler.unserved(bad);
                response.status(Status.BAD_REQUEST_400);
                set(response.headers(), told.headers());
                response.send(told.body().getBytes(StandardCharsets.UTF_8));
            }
            throw new CloseConnectionException("Where the next request begins is not known.", broken);
        } catch (CloseConnectionException gone) {
            // the client left while it was written to
            throw gone;
        } catch (IOException | UncheckedIOException gone) {
            throw new UncheckedIOException(gone instanceof IOException io ? io : new IOException(gone));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException defect) {
            LOG.error(
                    "http.defect", defect, "path", request.prologue().uriPath().rawPath());
            if (!response.isSent()) {
                response.status(Status.INTERNAL_SERVER_ERROR_500);
                response.headers().set(HeaderNames.CONTENT_TYPE, "application/json");
                response.send(DEFECT.getBytes(StandardCharsets.US_ASCII));
            }
        } finally {
            socket.ends();
        }
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            // the library tells the client that it will close, and does not
            throw new CloseConnectionException("The client asked for it.");
        }
    }

    private static DirectHandlers errors(HttpHandler handler) {
        DirectHandlers.Builder all = DirectHandlers.builder();
        for (DirectHandler.EventType type : List.of(DirectHandler.EventType.values())) {
            all.addHandler(type, (request, event, status, headers, message) -> {
                Status right = event == DirectHandler.EventType.INTERNAL_ERROR
                        // the handler answers its own defects; what else the library calls internal is a broken head
                        ? Status.BAD_REQUEST_400
                        : status.code() == 400 ? better(request.headers(), message) : status;
                return told(handler, Unserved.of(request.method(), request.path(), right.code()), right, headers);
            });
        }
        return all.build();
    }

    /** The library calls well-formed what it does not read ill-formed. */
    private static Status better(Headers headers, @Nullable String message) {
        if (HEADERS_SAID.equals(message)) {
            return Status.create(431, "Request Header Fields Too Large");
        }
        boolean unknown = headers.values(HeaderNames.TRANSFER_ENCODING).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .anyMatch(coding -> !coding.isBlank() && !coding.strip().equalsIgnoreCase("chunked"));
        if (unknown) {
            return Status.NOT_IMPLEMENTED_501;
        }
        boolean coded =
                headers.contains(HeaderNames.CONTENT_ENCODING) && message != null && message.startsWith(CODED_SAID);
        return coded ? Status.UNSUPPORTED_MEDIA_TYPE_415 : Status.BAD_REQUEST_400;
    }

    private static DirectHandler.TransportResponse told(
            HttpHandler handler, Unserved unserved, Status status, ServerResponseHeaders headers) {
        Unserved.Told told = handler.unserved(unserved);
        set(headers, told.headers());
        if (status.code() == 415) {
            headers.set(HeaderNames.ACCEPT_ENCODING, "identity");
        }
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(false)
                .entity(told.body())
                .build();
    }

    private static void set(ServerResponseHeaders headers, List<String> pairs) {
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            headers.set(HeaderNames.create(pairs.get(i)), pairs.get(i + 1));
        }
    }
}
