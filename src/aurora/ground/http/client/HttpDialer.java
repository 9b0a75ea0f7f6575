package aurora.ground.http.client;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.http.wire.HttpFailure;
import aurora.ground.http.wire.HttpFailure.Kind;
import aurora.ground.http.wire.HttpGuard;
import aurora.ground.http.wire.HttpWire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Makes connections to one host: name, TCP, TLS with the host's name checked. */
final class HttpDialer {
    static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final int ADDRESSES_MAX = 4;

    private final String host;
    private final int port;
    private final boolean secure;
    private final Optional<SSLContext> trust;
    private final AddressRule rule;

    /** Connects to {@code to}, which is not looked up yet. */
    HttpDialer(InetSocketAddress to, boolean secure, Optional<SSLContext> trust, AddressRule rule) {
        String name = to.getHostString();
        this.host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
        this.port = to.getPort();
        this.secure = secure;
        this.trust = trust;
        this.rule = rule;
    }

    /**
     * Tries the host's first {@value #ADDRESSES_MAX} addresses in turn, within {@link #CONNECT_MAX} and the deadline.
     */
    HttpWire connect(Deadline deadline, Clock clock) throws HttpFailure {
        Deadline until = deadline.within(CONNECT_MAX);
        InetAddress[] addresses = addresses(until);
        int count = Math.min(addresses.length, ADDRESSES_MAX);
        HttpFailure last = new HttpFailure(Kind.UNREACHABLE, "its name has no address");
        for (int i = 0; i < count; i++) {
            Duration share = until.remaining().dividedBy(count - i);
            if (share.isZero()) {
                break;
            }
            InetSocketAddress to = new InetSocketAddress(addresses[i], port);
            Optional<String> refusal = rule.refusal(to);
            if (refusal.isPresent()) {
                last = new HttpFailure(Kind.FORBIDDEN, refusal.get());
                continue;
            }
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(to, (int) Math.max(1, share.toMillis()));
                return new HttpWire(clock, socket, secure ? secured(socket, until) : socket);
            } catch (IOException e) {
                HttpWire.closeQuietly(socket);
                last = explain(e, deadline);
            }
        }
        throw last;
    }

    /** Without the address: whoever may not know it hears this too, and all others know it. */
    private HttpFailure explain(IOException cause, Deadline deadline) {
        String said = String.valueOf(cause.getMessage()).replace(host, "its name");
        return switch (cause) {
            case HttpFailure failure -> failure;
            case SocketTimeoutException _ ->
                new HttpFailure(deadline.passed() ? Kind.DEADLINE : Kind.UNREACHABLE, "nobody answers there", cause);
            case ConnectException _ -> new HttpFailure(Kind.UNREACHABLE, "nothing listens there", cause);
            case SSLException _ -> new HttpFailure(Kind.UNREACHABLE, "no safe connection: " + said, cause);
            default -> new HttpFailure(Kind.UNREACHABLE, "no connection: " + said, cause);
        };
    }

    /** Looks the name up on a thread of its own, because the system's resolver knows no deadline. */
    private InetAddress[] addresses(Deadline until) throws HttpFailure {
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
        boolean literal = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        if (literal || host.equals("localhost")) {
            lookup.run();
        } else {
            Thread.ofVirtual().name("http-lookup").start(lookup);
        }
        try {
            return lookup.get(until.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            String why =
                    e.getCause() instanceof UnknownHostException ? "its name is not known" : "its name has no address";
            throw new HttpFailure(Kind.UNREACHABLE, why, e);
        } catch (TimeoutException e) {
            throw new HttpFailure(Kind.UNREACHABLE, "looking up its name took too long", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(Kind.CLOSED, "interrupted", e);
        }
    }

    private SSLSocket secured(Socket socket, Deadline until) throws IOException {
        SSLContext context;
        try {
            context = trust.isPresent() ? trust.get() : SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this JDK has no TLS", e);
        }
        SSLSocket layered = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = layered.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        layered.setSSLParameters(parameters);
        try (HttpGuard guard = HttpGuard.closing(socket, until.remaining())) {
            try {
                layered.startHandshake();
            } catch (IOException e) {
                throw HttpGuard.late(e, guard, "the TLS handshake");
            }
        }
        return layered;
    }
}
