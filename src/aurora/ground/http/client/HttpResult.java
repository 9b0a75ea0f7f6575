package aurora.ground.http.client;

import aurora.ground.http.wire.HttpHead;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A small answer, read whole. */
public final class HttpResult {
    private final HttpHead head;
    private final byte[] body;

    HttpResult(HttpHead head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /** The status, 200 to 599. */
    public int status() {
        return head.status();
    }

    /** The first header of that name, in any case. */
    public Optional<String> header(String name) {
        return head.header(name);
    }

    /** The body; not copied. */
    public byte[] body() {
        return body;
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
