package aurora.ground.http.wire;

/**
 * Where the body's bytes lie in what came over the wire. A state machine that stops anywhere and goes on later, so
 * that a wait may end between any two bytes.
 */
public final class HttpFraming {
    private static final int EXTENSION_MAX = 256;
    private static final int TRAILER_MAX = 8 * 1024;
    private static final int SIZE_DIGITS_MAX = 15;

    /** What the next bytes are. */
    public enum Step {
        /** Body bytes lie at the wire's position, {@link HttpFraming#available} of them. */
        DATA,
        /** More must be read first. */
        MORE,
        /** The body is complete. */
        END
    }

    private enum State {
        LENGTH,
        TO_END,
        SIZE,
        EXTENSION,
        SIZE_LF,
        CHUNK,
        CHUNK_CR,
        CHUNK_LF,
        TRAILER,
        TRAILER_LF,
        DONE
    }

    private final HttpWire wire;
    private final boolean delimited;
    private State state;
    private long left;
    private int digits;
    private int extras;
    private int lineLength;
    private int available;

    private HttpFraming(HttpWire wire, State state, long left) {
        this.wire = wire;
        this.state = state;
        this.left = left;
        this.delimited = state != State.TO_END;
    }

    /**
     * The framing that the head of an answer tells; {@code bodiless} when the request was one that has no body in its
     * answer.
     */
    public static HttpFraming of(HttpWire wire, HttpHead head, boolean bodiless) {
        if (bodiless || head.status() == 204 || head.status() == 304) {
            return new HttpFraming(wire, State.LENGTH, 0);
        }
        if (head.chunked()) {
            return new HttpFraming(wire, State.SIZE, 0);
        }
        return head.contentLength() >= 0
                ? new HttpFraming(wire, State.LENGTH, head.contentLength())
                : new HttpFraming(wire, State.TO_END, Long.MAX_VALUE);
    }

    /** Whether the body tells its own end, so that the connection can serve again. */
    public boolean delimited() {
        return delimited;
    }

    /** How many body bytes are there after {@link #advance} said {@link Step#DATA}. */
    public int available() {
        return available;
    }

    /** Where they are, from {@link #start}; valid until the next {@link #consume} or {@link #advance}. */
    public byte[] bytes() {
        return wire.in;
    }

    /** The place of the first in {@link #bytes}. */
    public int start() {
        return wire.at;
    }

    /** Takes {@code count} body bytes off the wire. */
    public void consume(int count) {
        wire.at += count;
        left -= count;
    }

    /** Looks at what is on the wire. */
    public Step advance() throws HttpFailure {
        while (true) {
            switch (state) {
                case DONE -> {
                    return Step.END;
                }
                case LENGTH, TO_END, CHUNK -> {
                    if (left == 0) {
                        state = state == State.CHUNK ? State.CHUNK_CR : State.DONE;
                    } else if (wire.at == wire.limit) {
                        return nothingThere();
                    } else {
                        available = (int) Math.min(left, wire.limit - wire.at);
                        return Step.DATA;
                    }
                }
                case SIZE, EXTENSION, SIZE_LF, CHUNK_CR, CHUNK_LF, TRAILER, TRAILER_LF -> {
                    if (wire.at == wire.limit) {
                        return nothingThere();
                    }
                    take(wire.in[wire.at++]);
                }
            }
        }
    }

    private Step nothingThere() throws HttpFailure {
        if (!wire.ended()) {
            return Step.MORE;
        }
        if (state != State.TO_END) {
            throw new HttpFailure(HttpFailure.Kind.CUT, "the connection ended in the middle of the answer");
        }
        state = State.DONE;
        return Step.END;
    }

    /** One byte of what stands between the body's bytes. */
    private void take(byte b) throws HttpFailure {
        switch (state) {
            case SIZE -> takeSize(b);
            case EXTENSION -> {
                if (b == '\r') {
                    state = State.SIZE_LF;
                } else if (++extras > EXTENSION_MAX || b == '\n') {
                    throw HttpFailure.protocol("a bad chunk extension");
                }
            }
            case SIZE_LF -> {
                expect(b, '\n');
                state = left == 0 ? State.TRAILER : State.CHUNK;
                digits = 0;
                extras = 0;
                lineLength = 0;
            }
            case CHUNK_CR -> {
                expect(b, '\r');
                state = State.CHUNK_LF;
            }
            case CHUNK_LF -> {
                expect(b, '\n');
                state = State.SIZE;
                left = 0;
            }
            case TRAILER -> {
                if (b == '\r') {
                    state = State.TRAILER_LF;
                } else if (++extras > TRAILER_MAX || b == '\n') {
                    throw HttpFailure.protocol("a bad trailer");
                } else {
                    lineLength++;
                }
            }
            case TRAILER_LF -> {
                expect(b, '\n');
                state = lineLength == 0 ? State.DONE : State.TRAILER;
                lineLength = 0;
            }
            case LENGTH, TO_END, CHUNK, DONE -> throw new IllegalStateException("body bytes are not framing");
        }
    }

    private void takeSize(byte b) throws HttpFailure {
        int digit = b < 0 ? -1 : Character.digit(b, 16);
        if (digit >= 0 && digits < SIZE_DIGITS_MAX) {
            left = left << 4 | digit;
            digits++;
        } else if (digits > 0 && b == '\r') {
            state = State.SIZE_LF;
        } else if (digits > 0 && (b == ';' || b == ' ' || b == '\t')) {
            state = State.EXTENSION;
        } else {
            throw HttpFailure.protocol("a bad chunk size");
        }
    }

    private static void expect(byte b, char wanted) throws HttpFailure {
        if (b != wanted) {
            throw HttpFailure.protocol("a chunk that does not end where it says");
        }
    }
}
