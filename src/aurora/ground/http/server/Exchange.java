package aurora.ground.http.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request and its answer. Used by the thread that handles it. */
public interface Exchange {

    /** The method in capitals. */
    String verb();

    /** The path as sent, percent-encoded, without the query. */
    String path();

    /** The query's parameters, decoded, in order. */
    Map<String, List<String>> query();

    /**
     * A header's value. What comes in several lines is one value with commas between (RFC 9110, 5.3), or semicolons in
     * cookies (RFC 9113, 8.2.3), so that who sends one thing twice is not taken at the first word.
     */
    Optional<String> header(String name);

    /** The client's address, without port. */
    String address();

    /** Whether the connection is TLS. */
    boolean secure();

    /**
     * Reads the whole body.
     *
     * @throws BrokenBodyException when it is not what its framing says; what is answered then is the last answer
     * @throws BodyTooLargeException past {@code max} bytes; the connection is closed after the answer
     */
    byte[] body(int max) throws IOException, BodyTooLargeException;

    /** Answers at once. {@code headers} are pairs of name and value. */
    void answer(int status, List<String> headers, byte[] body) throws IOException;

    /** Begins an answer that is written bit by bit; each flush is sent. Throws when the client has left. */
    OutputStream stream(int status, List<String> headers) throws IOException;

    /**
     * Calls {@code gone}, once, on another thread, as soon as the client closes its side before the answer is
     * complete, also while nothing is being written. Calling it again while watching has no effect.
     */
    void whenGone(Runnable gone);

    /** The client left in the middle of a body, or the body's framing is wrong; the connection is closed. */
    final class BrokenBodyException extends IOException {
        private static final long serialVersionUID = 1L;

        /** Because of {@code cause}. */
        public BrokenBodyException(Throwable cause) {
            super("The body is not well-formed HTTP, or broke off.", cause);
        }
    }

    /** A body is larger than the limit. */
    final class BodyTooLargeException extends Exception {
        private static final long serialVersionUID = 1L;

        /** Past {@code max} bytes. */
        public BodyTooLargeException(int max) {
            super("The body is larger than " + max + " bytes.");
        }
    }
}
