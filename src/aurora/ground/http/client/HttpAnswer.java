package aurora.ground.http.client;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.http.wire.HttpFailure;
import aurora.ground.http.wire.HttpFailure.Kind;
import aurora.ground.http.wire.HttpFraming;
import aurora.ground.http.wire.HttpHead;
import aurora.ground.http.wire.HttpWire;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is being read, straight from the socket on the reader's thread. One reader at a time; {@link #close}
 * may come from any thread and ends a read that waits.
 *
 * <p>Every read takes the longest time to wait and may be repeated after it ended with nothing: no byte is lost
 * between waits.
 */
public final class HttpAnswer implements AutoCloseable {
    /** The longest line of a body. */
    public static final int LINE_MAX = 1024 * 1024;

    private static final int INTERIM_MAX = 8;
    private static final int DRAIN_MAX = 64 * 1024;

    /** What a read came to. */
    public enum Read {
        /** A line is there: {@link HttpAnswer#line}, {@link HttpAnswer#lineStart}, {@link HttpAnswer#lineLength}. */
        LINE,
        /** Nothing complete came in time; reading on is possible. */
        IDLE,
        /** The answer is complete. */
        END
    }

    private enum State {
        READING,
        COMPLETE,
        CLOSED
    }

    private final HttpTarget target;
    private final Clock clock;
    private final boolean bodiless;
    private final AtomicReference<State> state = new AtomicReference<>(State.READING);
    private volatile HttpWire wire;
    private HttpCall.@Nullable Resend resend;
    private @Nullable HttpHead head;
    private @Nullable HttpFraming framing;
    private int interims;
    private byte[] line = {};
    private int lineStart;
    private int lineLength;
    private byte[] spill = {};
    private int spilled;
    private boolean spillShown;

    HttpAnswer(HttpTarget target, HttpWire wire, HttpCall.@Nullable Resend resend, boolean bodiless) {
        this.target = target;
        this.clock = target.clock();
        this.wire = wire;
        this.resend = resend;
        this.bodiless = bodiless;
    }

    /** Waits for status and headers; true when they are there. */
    public boolean awaitHead(Duration wait) throws HttpFailure {
        return head != null || awaitHead(clock.nanos() + wait.toNanos());
    }

    /** The status, 200 to 599. Only after {@link #awaitHead} said true. */
    public int status() {
        return head().status();
    }

    /** The first header of that name, in any case. Only after {@link #awaitHead} said true. */
    public Optional<String> header(String name) {
        return head().header(name);
    }

    /**
     * Waits for the next line of the body; a line ends with LF or CR LF or the body's end. The head is awaited first.
     */
    public Read readLine(Duration wait) throws HttpFailure {
        long until = clock.nanos() + wait.toNanos();
        if (head == null && !awaitHead(until)) {
            return Read.IDLE;
        }
        if (spillShown) {
            spilled = 0;
            spillShown = false;
        }
        boolean tried = false;
        while (true) {
            switch (advance()) {
                case DATA -> {
                    if (takeLine(framed())) {
                        return Read.LINE;
                    }
                }
                case MORE -> {
                    if ((tried && clock.nanos() - until >= 0) || !fill(until)) {
                        return Read.IDLE;
                    }
                    tried = true;
                }
                case END -> {
                    complete();
                    return spilled > 0 ? show(spill, 0, spilled) : Read.END;
                }
            }
        }
    }

    /** Where the line lies that {@link #readLine} found; the array is shared and good until the next read. */
    public byte[] line() {
        return line;
    }

    /** Where in {@link #line} it starts. */
    public int lineStart() {
        return lineStart;
    }

    /** Its length in bytes, without its end. */
    public int lineLength() {
        return lineLength;
    }

    /** Bytes of a line that has begun and has not ended, without the blanks before it. */
    public int pending() {
        int from = 0;
        while (from < spilled && spill[from] <= ' ' && spill[from] >= 0) {
            from++;
        }
        return spillShown ? 0 : spilled - from;
    }

    /** Waits for bytes of the body: how many were put into {@code into}; 0 when none came in time, -1 at the end. */
    public int read(byte[] into, int at, int length, Duration wait) throws HttpFailure {
        long until = clock.nanos() + wait.toNanos();
        if (head == null && !awaitHead(until)) {
            return 0;
        }
        while (true) {
            switch (advance()) {
                case DATA -> {
                    HttpFraming body = framed();
                    int n = Math.min(length, body.available());
                    System.arraycopy(body.bytes(), body.start(), into, at, n);
                    body.consume(n);
                    return n;
                }
                case MORE -> {
                    if (!fill(until)) {
                        return 0;
                    }
                }
                case END -> {
                    complete();
                    return -1;
                }
            }
        }
    }

    /**
     * The rest of the body; fails with {@code PROTOCOL} when it is longer than {@code bytesMax}, with {@code DEADLINE}
     * when late.
     */
    public byte[] readAll(int bytesMax, Deadline deadline) throws HttpFailure {
        byte[] all = new byte[Math.min(bytesMax, 1024) + 1];
        int length = 0;
        while (true) {
            int n = read(all, length, all.length - length, deadline.remaining());
            if (n < 0) {
                return Arrays.copyOf(all, length);
            }
            length += n;
            if (length > bytesMax) {
                throw failed(HttpFailure.protocol("the answer is longer than " + bytesMax + " bytes"));
            }
            if (n == 0 && deadline.passed()) {
                throw failed(new HttpFailure(Kind.DEADLINE, "the answer took too long"));
            }
            if (length == all.length) {
                all = Arrays.copyOf(all, (int) Math.min(bytesMax + 1L, all.length * 2L));
            }
        }
    }

    /** The whole answer, its body read like {@link #readAll}. */
    public HttpResult result(int bytesMax, Deadline deadline) throws HttpFailure {
        byte[] bytes = readAll(bytesMax, deadline);
        return new HttpResult(head(), bytes);
    }

    /** Reads what little may be left, for at most {@code wait}, so that the connection can serve again; then closes. */
    public void finish(Duration wait) {
        try {
            byte[] rest = new byte[512];
            long until = clock.nanos() + wait.toNanos();
            int drained = 0;
            while (state.get() == State.READING && drained <= DRAIN_MAX) {
                long left = until - clock.nanos();
                int n = left <= 0 ? -1 : read(rest, 0, rest.length, Duration.ofNanos(left));
                if (n < 0) {
                    break;
                }
                drained += n;
            }
        } catch (HttpFailure _) {
            // Nobody waits for what was left; the connection is closed below.
        }
        close();
    }

    /**
     * Ends reading. Before the answer was complete this closes the connection, so that the other side stops working on
     * it.
     */
    @Override
    public void close() {
        if (state.compareAndSet(State.READING, State.CLOSED)) {
            wire.abort();
        }
    }

    HttpHead head() {
        if (head == null) {
            throw new IllegalStateException("The head has not come yet");
        }
        return head;
    }

    private HttpFraming framed() {
        if (framing == null) {
            throw new IllegalStateException("The head has not come yet");
        }
        return framing;
    }

    private boolean awaitHead(long until) throws HttpFailure {
        boolean tried = false;
        while (true) {
            try {
                if (parseHead()) {
                    return true;
                }
                if (tried && clock.nanos() - until >= 0) {
                    return false;
                }
                if (!wire.fill(until)) {
                    return false;
                }
                tried = true;
                if (wire.ended()) {
                    throw new HttpFailure(Kind.CUT, "the connection ended before the answer");
                }
                resend = null;
            } catch (IOException e) {
                replaceStale(e);
            }
        }
    }

    /** Whether the head is there and read. */
    private boolean parseHead() throws HttpFailure {
        while (true) {
            Optional<HttpHead> found = wire.takeHead();
            if (found.isEmpty()) {
                return false;
            }
            int status = found.get().status();
            if (status >= 200) {
                head = found.get();
                framing = HttpFraming.of(wire, head, bodiless);
                return true;
            }
            if (status == 101 || ++interims > INTERIM_MAX) {
                throw HttpFailure.protocol("an interim answer that nobody asked for");
            }
        }
    }

    /**
     * A connection that idled and breaks before any byte came was closed by the other side meanwhile: once, a new one.
     */
    private void replaceStale(IOException cause) throws HttpFailure {
        HttpCall.Resend again = resend;
        resend = null;
        boolean stale = !(cause instanceof HttpFailure failure) || failure.kind() == Kind.CUT;
        if (again == null
                || !stale
                || state.get() != State.READING
                || Thread.currentThread().isInterrupted()) {
            throw failed(HttpWire.cut(cause));
        }
        wire.abort();
        try {
            wire = again.again();
        } catch (HttpFailure e) {
            throw failed(e);
        }
        if (state.get() == State.CLOSED) {
            wire.abort();
        }
    }

    private HttpFraming.Step advance() throws HttpFailure {
        if (state.get() == State.COMPLETE) {
            return HttpFraming.Step.END;
        }
        try {
            return framed().advance();
        } catch (HttpFailure e) {
            throw failed(e);
        }
    }

    private boolean fill(long until) throws HttpFailure {
        try {
            return wire.fill(until);
        } catch (IOException e) {
            throw failed(HttpWire.cut(e));
        }
    }

    private HttpFailure failed(HttpFailure failure) {
        boolean first = state.compareAndSet(State.READING, State.CLOSED);
        if (first) {
            wire.abort();
        }
        return first ? failure : new HttpFailure(Kind.CLOSED, "the answer was closed", failure);
    }

    /** Gives the connection back when nothing is left on it. */
    private void complete() {
        if (state.compareAndSet(State.READING, State.COMPLETE)) {
            if (head().keepAlive() && framed().delimited() && wire.drained()) {
                target.release(wire);
            } else {
                wire.abort();
            }
        }
    }

    /** Takes body bytes up to a line's end; whether there was one. */
    private boolean takeLine(HttpFraming body) throws HttpFailure {
        byte[] in = body.bytes();
        int start = body.start();
        int stop = start + body.available();
        int i = start;
        while (i < stop && in[i] != '\n') {
            i++;
        }
        int length = i - start;
        if (spilled + length > LINE_MAX) {
            throw failed(HttpFailure.protocol("a line longer than " + LINE_MAX + " bytes"));
        }
        boolean found = i < stop;
        if (found && spilled == 0) {
            body.consume(length + 1);
            show(in, start, length);
            return true;
        }
        if (spill.length < spilled + length) {
            spill = Arrays.copyOf(spill, Math.max(1024, Math.min(LINE_MAX, 2 * (spilled + length))));
        }
        System.arraycopy(in, start, spill, spilled, length);
        spilled += length;
        body.consume(found ? length + 1 : length);
        if (found) {
            show(spill, 0, spilled);
        }
        return found;
    }

    private Read show(byte[] bytes, int start, int length) {
        boolean carriageReturn = length > 0 && bytes[start + length - 1] == '\r';
        line = bytes;
        lineStart = start;
        lineLength = carriageReturn ? length - 1 : length;
        spillShown = spilled > 0;
        return Read.LINE;
    }
}
