package aurora.ground.http.client;

import aurora.base.Deadline;
import aurora.ground.http.wire.HttpFailure;
import aurora.ground.http.wire.HttpText;
import aurora.ground.http.wire.HttpWire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What to ask of a {@link HttpTarget}: verb, path and headers, rendered once. Immutable, sent as often as wanted. */
public final class HttpCall {
    private static final byte[] NOTHING = {};

    private final HttpTarget target;
    private final String text;
    private final byte[] head;
    private final boolean bodiless;

    HttpCall(HttpTarget target, String text, boolean bodiless) {
        this.target = target;
        this.text = text;
        this.head = text.getBytes(StandardCharsets.US_ASCII);
        this.bodiless = bodiless;
    }

    /** This call with one more header; lengths are set by sending. */
    public HttpCall with(String name, String value) {
        return new HttpCall(target, text + HttpText.line(name) + ": " + HttpText.line(value) + "\r\n", bodiless);
    }

    /** Sends without a body; otherwise like {@link #send(byte[], int, Deadline)}. */
    public HttpAnswer send(Deadline deadline) throws HttpFailure {
        return send(NOTHING, -1, deadline);
    }

    /**
     * Sends the first {@code length} bytes of {@code body}, by one write together with the head, and returns before
     * anything of the answer has come. The array may not change until {@link HttpAnswer#awaitHead} has said true.
     *
     * <p>Nothing is tried twice, save that a connection which idled and then breaks before any byte of the answer
     * came is replaced once by a new one.
     *
     * @param deadline bounds connecting and sending; reading has waits of its own
     */
    public HttpAnswer send(byte[] body, int length, Deadline deadline) throws HttpFailure {
        HttpWire idle = target.takeIdle();
        if (idle != null) {
            try {
                idle.send(head, body, length, deadline.remaining());
                return new HttpAnswer(target, idle, () -> sendFresh(body, length, deadline), bodiless);
            } catch (IOException e) {
                idle.abort();
                if (Thread.currentThread().isInterrupted() || deadline.passed()) {
                    throw HttpWire.cut(e);
                }
            }
        }
        return new HttpAnswer(target, sendFresh(body, length, deadline), null, bodiless);
    }

    /**
     * Sends and reads the whole answer.
     *
     * @param bytesMax of the answer's body
     * @param deadline for all of it
     */
    public HttpResult fetch(byte[] body, int bytesMax, Deadline deadline) throws HttpFailure {
        return whole(send(body, body.length, deadline), bytesMax, deadline);
    }

    /** Sends without a body and reads the whole answer. */
    public HttpResult fetch(int bytesMax, Deadline deadline) throws HttpFailure {
        return whole(send(deadline), bytesMax, deadline);
    }

    private static HttpResult whole(HttpAnswer answer, int bytesMax, Deadline deadline) throws HttpFailure {
        try (answer) {
            return answer.result(bytesMax, deadline);
        }
    }

    private HttpWire sendFresh(byte[] body, int length, Deadline deadline) throws HttpFailure {
        HttpWire wire = target.connect(deadline);
        try {
            wire.send(head, body, length, deadline.remaining());
            return wire;
        } catch (IOException e) {
            wire.abort();
            throw HttpWire.cut(e);
        }
    }

    /** How a call on a connection that turns out to be stale is sent once more. */
    interface Resend {
        HttpWire again() throws HttpFailure;
    }
}
