package aurora.web.visit;

import aurora.auth.AuthApi;
import aurora.ground.http.server.Exchange;
import aurora.mesh.contract.SetsCookies.Cookie;
import aurora.web.WebConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request as the door sees it: behind a proxy or not, with its cookies by plain names, and with the headers that
 * every answer carries. Remembers the status for the log. Used by one thread.
 */
public final class Visit {
    private static final int COOKIES_MAX = 8 << 10;

    private final Exchange exchange;
    private final WebConfig config;
    private final String request;
    private final int port;
    private int status;

    /** The request {@code request} on {@code exchange}, at the door of {@code port}. */
    public Visit(Exchange exchange, WebConfig config, String request, int port) {
        this.exchange = exchange;
        this.config = config;
        this.request = request;
        this.port = port;
    }

    /** The exchange itself. */
    public Exchange exchange() {
        return exchange;
    }

    /** The request's id. */
    public String request() {
        return request;
    }

    /** The status answered; 0 when nothing was. */
    public int status() {
        return status;
    }

    /** Where the client is. */
    public String address() {
        if (config.behindProxy()) {
            Optional<String> forwarded = exchange.header("X-Forwarded-For");
            if (forwarded.isPresent()) {
                String last = forwarded
                        .get()
                        .substring(forwarded.get().lastIndexOf(',') + 1)
                        .strip();
                return last.length() <= 45 ? last : last.substring(0, 45);
            }
        }
        return exchange.address();
    }

    /** Whether the browser's connection is encrypted. */
    private boolean secure() {
        boolean forwarded =
                exchange.header("X-Forwarded-Proto").filter("https"::equals).isPresent();
        return exchange.secure() || (config.behindProxy() && forwarded);
    }

    /**
     * Whether the name the client used for this node is one of its own; else a foreign page may be calling (DNS
     * rebinding).
     */
    public boolean hostIsOurs() {
        String host = exchange.header("Host").orElse("").toLowerCase(Locale.ROOT);
        String name = host.startsWith("[") ? host.substring(0, host.indexOf(']') + 1) : host.split(":", 2)[0];
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("127.0.0.1")
                || name.equals("[::1]")
                || config.hosts().contains(name);
    }

    /** Whether a page of this very node, or no page at all, sends this. */
    public boolean sameOrigin() {
        Optional<String> site = exchange.header("Sec-Fetch-Site");
        if (site.isPresent()) {
            return site.get().equals("same-origin") || site.get().equals("none");
        }
        Optional<String> origin = exchange.header("Origin");
        String own =
                (secure() ? "https://" : "http://") + exchange.header("Host").orElse("");
        return origin.isEmpty() || origin.get().equals(own);
    }

    /** The bearer token in {@code Authorization}. */
    public Optional<String> bearer() {
        return exchange.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip());
    }

    /** {@code token}, which came with this request, and the proof that came with it. */
    public AuthApi.Presented presented(String token) {
        return new AuthApi.Presented(token, exchange.header(AuthApi.PROOF_HEADER), address(), request);
    }

    /**
     * The cookies by plain name. One that comes twice with two values counts as none: a browser keeps no cookies apart
     * by port, so another server of this machine can set a second one, and nobody is to be somebody else by that.
     */
    public Map<String, String> cookies() {
        Map<String, String> cookies = new HashMap<>();
        Set<String> unclear = new HashSet<>();
        String header = exchange.header("Cookie").orElse("");
        if (header.length() <= COOKIES_MAX) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    String name = pair.substring(0, equals).strip();
                    String value = pair.substring(equals + 1).strip();
                    if (!value.equals(cookies.getOrDefault(name, value))) {
                        unclear.add(name);
                    }
                    cookies.put(name, value);
                }
            }
        }
        Map<String, String> plain = new HashMap<>();
        for (String name : List.of(AuthApi.ACCESS_COOKIE, AuthApi.REFRESH_COOKIE)) {
            Optional.ofNullable(cookies.get(wireName(name)))
                    .filter(value -> !unclear.contains(wireName(name)))
                    .ifPresent(value -> plain.put(name, value));
        }
        return plain;
    }

    /**
     * Prefixes bind the cookie to this host (RFC 6265bis); without TLS no prefix is allowed, and the port keeps nodes
     * apart.
     */
    private String wireName(String plain) {
        if (!secure()) {
            return plain + "_" + port;
        }
        return (plain.equals(AuthApi.ACCESS_COOKIE) ? "__Host-" : "__Secure-") + plain;
    }

    /** The header that sets {@code cookie}. */
    private String setCookie(Cookie cookie) {
        return wireName(cookie.name()) + "=" + cookie.value() + "; Path=" + cookie.path() + "; Max-Age="
                + cookie.life().toSeconds() + "; HttpOnly; SameSite=Lax" + (secure() ? "; Secure" : "");
    }

    /** Answers at once. */
    public void answer(int code, List<String> headers, byte[] body) throws IOException {
        status = code;
        exchange.answer(code, with(headers, List.of()), body);
    }

    /** Answers at once and sets cookies. */
    public void answer(int code, List<String> headers, List<Cookie> cookies, byte[] body) throws IOException {
        status = code;
        exchange.answer(code, with(headers, cookies), body);
    }

    /** Begins a streamed answer. */
    public OutputStream stream(int code, List<String> headers) throws IOException {
        status = code;
        return exchange.stream(code, with(headers, List.of()));
    }

    /** Answers an error in the API's own shape. */
    public void answer(Errors error) throws IOException {
        answer(error.status(), error.headers(), error.body(request));
    }

    /** The headers of every answer, to the request of that id. */
    public static List<String> always(String request) {
        return List.of("X-Content-Type-Options", "nosniff", "Aurora-Request", request);
    }

    private List<String> with(List<String> headers, List<Cookie> cookies) {
        List<String> all = new ArrayList<>(headers.size() + 16);
        all.addAll(headers);
        all.addAll(always(request));
        for (Cookie cookie : cookies) {
            all.addAll(List.of("Set-Cookie", setCookie(cookie)));
        }
        return all;
    }
}
