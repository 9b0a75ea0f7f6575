package aurora.ground.http.server;

import io.helidon.common.socket.PeerInfo;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An exchange on the library's request and response. */
record HelidonExchange(ServerRequest request, ServerResponse response) implements Exchange {
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public String verb() {
        return request.prologue().method().text();
    }

    @Override
    public String path() {
        return request.prologue().uriPath().rawPath();
    }

    @Override
    public Map<String, List<String>> query() {
        if (!request.prologue().hasQuery()) {
            return Map.of();
        }
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String name : request.query().names()) {
            all.put(name, request.query().all(name));
        }
        return all;
    }

    @Override
    public Optional<String> header(String name) {
        HeaderName header = HeaderNames.create(name);
        return request.headers()
                .find(header)
                .map(found -> found.valueCount() == 1
                        ? found.get()
                        : String.join(header.equals(HeaderNames.COOKIE) ? "; " : ", ", found.allValues()));
    }

    @Override
    public String address() {
        PeerInfo peer = request.remotePeer();
        if (!(peer.address() instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return peer.host();
        }
        // this machine is one client, whichever of its loopback addresses a program chose
        return socket.getAddress().isLoopbackAddress()
                ? LOOPBACK
                : socket.getAddress().getHostAddress();
    }

    @Override
    public boolean secure() {
        return request.isSecure();
    }

    @Override
    public byte[] body(int max) throws IOException, BodyTooLargeException {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        long declared = request.headers().contentLength().orElse(-1);
        if (declared > max) {
            throw new BodyTooLargeException(max);
        }
        try (InputStream in = request.content().inputStream()) {
            if (declared >= 0) {
                // an array of its very length; reading up to max begins with 16 KB, most of a request's garbage
                return in.readNBytes((int) declared);
            }
            byte[] read = in.readNBytes(max);
            if (read.length == max && in.read() != -1) {
                throw new BodyTooLargeException(max);
            }
            return read;
        } catch (RuntimeException broken) {
            // where the next request would begin is not known
            response.headers().set(HeaderValues.CONNECTION_CLOSE);
            throw new BrokenBodyException(broken);
        }
    }

    @Override
    public void answer(int status, List<String> headers, byte[] body) throws IOException {
        begin(status, headers);
        try {
            if (verb().equals("HEAD")) {
                // RFC 9110 9.3.2: the head of what GET would answer, and never a body
                response.headers().contentLength(body.length);
                response.send();
                return;
            }
            response.send(body);
        } catch (UncheckedIOException gone) {
            throw new IOException(gone);
        }
    }

    @Override
    public OutputStream stream(int status, List<String> headers) {
        begin(status, headers);
        return response.outputStream();
    }

    private void begin(int status, List<String> headers) {
        response.status(Status.create(status));
        for (int i = 0; i + 1 < headers.size(); i += 2) {
            response.headers().add(HeaderNames.create(headers.get(i)), headers.get(i + 1));
        }
    }

    @Override
    public void whenGone(Runnable gone) {
        SharedSocket.CURRENT.get().watch(gone);
    }
}
