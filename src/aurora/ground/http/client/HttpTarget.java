package aurora.ground.http.client;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.http.wire.HttpFailure;
import aurora.ground.http.wire.HttpFailure.Kind;
import aurora.ground.http.wire.HttpText;
import aurora.ground.http.wire.HttpWire;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 address and the connections to it that idle. Thread-safe; calls are made on the caller's own thread,
 * best a virtual one. At most {@value #IDLE_MAX} connections are kept, each for at most 30 s; a connection serves
 * again only after an answer was read to its end.
 */
public final class HttpTarget implements AutoCloseable {
    static final int IDLE_MAX = 64;
    static final Duration IDLE_AGE_MAX = Duration.ofSeconds(30);

    private final HttpDialer dialer;
    private final Clock clock;
    private final String base;
    private final String authority;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<HttpWire> idle = new ArrayDeque<>();
    private boolean closed;

    private HttpTarget(URI base, Clock clock, Optional<SSLContext> trust, AddressRule rule) {
        String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("An address starts with http:// or https://");
        }
        if (base.getHost() == null || base.getRawUserInfo() != null || base.getPort() > 65_535) {
            throw new IllegalArgumentException("An address has a host, perhaps a port, and no user name");
        }
        boolean secure = scheme.equals("https");
        String host = base.getHost();
        int port = base.getPort() >= 0 ? base.getPort() : secure ? 443 : 80;
        this.clock = clock;
        this.dialer = new HttpDialer(InetSocketAddress.createUnresolved(host, port), secure, trust, rule);
        this.authority = HttpText.line(base.getPort() >= 0 ? host + ":" + port : host);
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        this.base = HttpText.line(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    /**
     * The address {@code base}; paths of calls are put behind its path.
     *
     * @throws IllegalArgumentException when it is no http or https address
     */
    public static HttpTarget of(URI base, Clock clock) {
        return new HttpTarget(base, clock, Optional.empty(), AddressRule.STANDARD);
    }

    /** The same, with {@code trust} in place of the machine's certificates. */
    public static HttpTarget of(URI base, Clock clock, SSLContext trust) {
        return new HttpTarget(base, clock, Optional.of(trust), AddressRule.STANDARD);
    }

    /** The same, and only while {@code rule} allows the address that the name leads to. */
    public static HttpTarget of(URI base, Clock clock, AddressRule rule) {
        return new HttpTarget(base, clock, Optional.empty(), AddressRule.STANDARD.and(rule));
    }

    /** A call that can be sent any number of times; {@code path} starts with a slash and may hold a query. */
    public HttpCall call(String verb, String path) {
        String start =
                HttpText.line(verb) + " " + HttpText.line(base + path) + " HTTP/1.1\r\nhost: " + authority + "\r\n";
        return new HttpCall(this, start, verb.equals("HEAD"));
    }

    /** Host and port, for messages. */
    public String authority() {
        return authority;
    }

    Clock clock() {
        return clock;
    }

    /** A connection that idled, if there is one. */
    @Nullable
    HttpWire takeIdle() {
        lock.lock();
        try {
            dropAged();
            return idle.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    /** A new connection. */
    HttpWire connect(Deadline deadline) throws HttpFailure {
        if (deadline.passed()) {
            throw new HttpFailure(Kind.DEADLINE, "no time was left to connect to " + authority);
        }
        return dialer.connect(deadline, clock);
    }

    /** Takes back a connection on which nothing is left to read. */
    void release(HttpWire wire) {
        HttpWire tooMany = wire;
        lock.lock();
        try {
            if (!closed) {
                wire.idleNow();
                idle.addFirst(wire);
                dropAged();
                tooMany = idle.size() > IDLE_MAX ? idle.pollLast() : null;
            }
        } finally {
            lock.unlock();
        }
        if (tooMany != null) {
            tooMany.abort();
        }
    }

    /** How many connections idle. */
    int idleCount() {
        lock.lock();
        try {
            return idle.size();
        } finally {
            lock.unlock();
        }
    }

    /** The last ones were given back first, so the aged ones are at the end. */
    private void dropAged() {
        HttpWire oldest = idle.peekLast();
        while (oldest != null && oldest.idledFor(IDLE_AGE_MAX)) {
            oldest.abort();
            idle.removeLast();
            oldest = idle.peekLast();
        }
    }

    /** Closes the connections that idle; those in use are closed when their answers end. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(HttpWire::abort);
            idle.clear();
        } finally {
            lock.unlock();
        }
    }
}
