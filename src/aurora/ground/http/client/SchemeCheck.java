package aurora.ground.http.client;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.http.wire.HttpFailure;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Finds out whether an address was written with http where https is spoken, or the reverse. Thread-safe. */
public final class SchemeCheck {
    /** A server that is there greets at once; this is for a machine that is busy. */
    private static final Duration GREETING_MAX = Duration.ofSeconds(2);

    private static final int ANSWER_MAX = 64 * 1024;

    /** Servers that want https say so in a plain answer with this status. */
    private static final int WRONG_SCHEME = 400;

    private final Clock clock;
    private final AddressRule rule;

    /** Waits by {@code clock} and asks no address that {@code rule} refuses. */
    public SchemeCheck(Clock clock, AddressRule rule) {
        this.clock = clock;
        this.rule = rule;
    }

    /** {@code address} with the other scheme, when that is what its port speaks. Only a bare request is sent. */
    public Optional<URI> other(URI address, Deadline deadline) {
        boolean secure = "https".equals(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT));
        int port = address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80;
        String path = Optional.ofNullable(address.getRawPath()).orElse("");
        URI other = URI.create((secure ? "http://" : "https://") + address.getHost() + ":" + port + path);
        try (HttpTarget target = HttpTarget.of(other, clock, rule)) {
            HttpResult answer = target.call("GET", "/").fetch(ANSWER_MAX, deadline.within(GREETING_MAX));
            return secure && answer.status() == WRONG_SCHEME ? Optional.empty() : Optional.of(other);
        } catch (HttpFailure none) {
            return distrusted(none) ? Optional.of(other) : Optional.empty();
        }
    }

    /** It showed a certificate, so it speaks TLS, though this machine does not trust it. */
    private static boolean distrusted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }
}
