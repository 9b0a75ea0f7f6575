package aurora.engine.remote;

import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.Part;
import aurora.ground.http.client.HttpAnswer;
import aurora.ground.http.wire.HttpFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A running answer that comes line by line, read straight from the socket on the thread that asks for the next part.
 * Closing it before its end closes the connection, so that the engine frees its slot.
 */
public final class LineGeneration implements Engine.Generation {
    /** How long the protocol's last line may lag behind the end of the answer. */
    private static final Duration TAIL_WAIT = Duration.ofSeconds(2);

    /** How long closing waits for the end of a complete answer, so that the connection can serve again. */
    private static final Duration FINISH_WAIT = Duration.ofMillis(20);

    private final Remote remote;
    private final HttpAnswer answer;
    private final LineReader reader;
    private final Deadline deadline;
    private final PartSink sink;
    private final Stall stall = new Stall();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean over;
    private volatile boolean whole;
    private boolean accepted;
    private long completeSinceNanos;
    private long id;

    /**
     * Reads {@code answer} by {@code reader}.
     *
     * @param sink where the reader puts what it finds
     */
    public LineGeneration(Remote remote, HttpAnswer answer, LineReader reader, Deadline deadline, PartSink sink) {
        this.remote = remote;
        this.answer = answer;
        this.reader = reader;
        this.deadline = deadline;
        this.sink = sink;
    }

    @Override
    public Next<Part> next(Duration wait) throws InterruptedException {
        Part ready = polled();
        if (ready != null) {
            return item(ready);
        }
        if (over || closing.get()) {
            return new End<>();
        }
        long until = remote.clock().nanos() + least(wait).toNanos();
        try {
            while (true) {
                Part part = step(until);
                if (part != null) {
                    return item(part);
                }
                if (remote.clock().nanos() - until >= 0) {
                    return nothing();
                }
            }
        } catch (HttpFailure e) {
            return broken(e);
        } catch (JacksonException e) {
            return item(new Part.Failed(Part.Failure.PROTOCOL, "what came is not the engine's JSON"));
        }
    }

    private Duration least(Duration wait) {
        Duration left = deadline.remaining();
        Duration least = left.compareTo(wait) < 0 ? left : wait;
        return reader.complete() && least.compareTo(TAIL_WAIT) > 0 ? TAIL_WAIT : least;
    }

    /** Reads at most one line; null when no part came of it. */
    private @Nullable Part step(long until) throws HttpFailure {
        if (!accepted) {
            if (!answer.awaitHead(left(until))) {
                return null;
            }
            accepted = true;
            Optional<Reply<Part>> refusal = remote.refusal(answer);
            if (refusal.isPresent()) {
                Part.Failure failure =
                        refusal.get() instanceof Reply.Busy<Part> ? Part.Failure.BUSY : Part.Failure.REPORTED;
                return new Part.Failed(failure, words(refusal.get()));
            }
        }
        switch (answer.readLine(left(until))) {
            case LINE -> {
                reader.line(answer.line(), answer.lineStart(), answer.lineLength(), sink);
                if (completeSinceNanos == 0 && reader.complete()) {
                    completeSinceNanos = remote.clock().nanos();
                }
            }
            case IDLE -> {}
            case END -> reader.end(sink);
        }
        return polled();
    }

    /** The next part; what the engine says of its failure stays here. */
    private @Nullable Part polled() {
        Part part = sink.poll();
        if (!(part instanceof Part.Failed(Part.Failure failure, String said))) {
            return part;
        }
        return switch (failure) {
            case REPORTED -> new Part.Failed(failure, remote.broke(said));
            case CUT -> cut(said);
            case HUNG, PROTOCOL, BUSY, DEADLINE -> part;
        };
    }

    private Part.Failed cut(String inMidAnswer) {
        return new Part.Failed(Part.Failure.CUT, id == 0 ? "the engine ended without an answer" : inMidAnswer);
    }

    private Duration left(long until) {
        return Duration.ofNanos(Math.max(0, until - remote.clock().nanos()));
    }

    private Next<Part> nothing() {
        if (reader.complete() && remote.clock().nanos() - completeSinceNanos >= TAIL_WAIT.toNanos()) {
            return ended();
        }
        if (deadline.passed()) {
            return item(new Part.Failed(Part.Failure.DEADLINE, "the answer was not complete in its time"));
        }
        if (stall.noticed(
                (long) reader.held() + answer.pending(), remote.clock().nanos())) {
            return item(new Part.Failed(
                    Part.Failure.HUNG,
                    "the engine stopped in the middle of its answer and said nothing for "
                            + Stall.SILENCE_MAX.toSeconds() + " s"));
        }
        return new Idle<>();
    }

    private Next<Part> broken(HttpFailure failure) throws InterruptedException {
        if (Thread.interrupted()) {
            close();
            throw new InterruptedException("while an engine's answer was read");
        }
        return switch (failure.kind()) {
            case CLOSED -> {
                over = true;
                yield new End<>();
            }
            case CUT, UNREACHABLE, FORBIDDEN ->
                reader.complete() ? ended() : item(cut("the engine broke the connection in mid-answer"));
            case PROTOCOL ->
                item(new Part.Failed(Part.Failure.PROTOCOL, "the engine broke the protocol: " + failure.getMessage()));
            case DEADLINE -> item(new Part.Failed(Part.Failure.DEADLINE, "the engine did not answer in time"));
        };
    }

    /** The end of an answer whose protocol's last line does not come. */
    private Next<Part> ended() {
        reader.end(sink);
        Part part = polled();
        return part == null ? new End<>() : item(part);
    }

    private Next<Part> item(Part part) {
        switch (part) {
            case Part.Done _ -> {
                whole = true;
                over = true;
            }
            case Part.Failed _ -> {
                over = true;
                // Whatever is still rendered there, nobody will read it.
                answer.close();
            }
            case Part.Text _, Part.Thinking _, Part.ToolCalls _ -> {}
        }
        return new Item<>(++id, part);
    }

    private static String words(Reply<Part> refusal) {
        return switch (refusal) {
            case Reply.Ok<Part> _ -> "";
            case Reply.Denied<Part> denied -> denied.why();
            case Reply.NotFound<Part> missing -> missing.what();
            case Reply.Invalid<Part> invalid -> invalid.why();
            case Reply.Busy<Part> busy -> busy.why();
            case Reply.Unavailable<Part> away -> away.why();
        };
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        // Only once the reader has seen the last part does it leave the connection alone.
        if (over && whole) {
            answer.finish(FINISH_WAIT);
        } else {
            answer.close();
        }
    }
}
