package aurora.ground.http.wire;

import java.io.IOException;

/** A call to another program that did not end as HTTP says. The message is for people and names no secret. */
public final class HttpFailure extends IOException {
    private static final long serialVersionUID = 1;

    /** What went wrong. */
    public enum Kind {
        /** No connection: unknown name, nothing listens, no route, or the certificate is not trusted. */
        UNREACHABLE,
        /** The address is one that this node does not call. */
        FORBIDDEN,
        /** The connection broke before the answer was complete. */
        CUT,
        /** What came is not HTTP/1.1, or passes a limit of this client. */
        PROTOCOL,
        /** The time for it ran out. */
        DEADLINE,
        /** This side closed the answer while it was read. */
        CLOSED
    }

    private final Kind kind;

    /** A failure of that kind; {@code why} is part of a sentence. */
    public HttpFailure(Kind kind, String why) {
        super(why);
        this.kind = kind;
    }

    /** The same with what caused it. */
    public HttpFailure(Kind kind, String why, Throwable cause) {
        super(why, cause);
        this.kind = kind;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The other side does not keep to HTTP. */
    public static HttpFailure protocol(String why) {
        return new HttpFailure(Kind.PROTOCOL, why);
    }
}
