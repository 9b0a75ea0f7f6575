package aurora.router.render;

import aurora.base.Clock;
import aurora.engine.Engine.Generation;
import aurora.engine.GenerateRequest;
import aurora.engine.Part;
import aurora.engine.Part.Failure;
import aurora.engine.Part.Finish;
import aurora.engine.Usage;
import aurora.ground.log.Log;
import aurora.router.RouterApi.Decision;
import aurora.router.RouterApi.Figures;
import aurora.router.RouterApi.Place;
import aurora.router.RouterApi.Rendered;
import aurora.router.RouterApi.Rendering;
import aurora.router.policy.Desk;
import aurora.router.render.Dispatcher.Dispatch;
import aurora.router.render.Dispatcher.None;
import aurora.router.render.Dispatcher.Taken;
import aurora.router.render.Patience.Lost;
import aurora.router.roster.EngineIndex.Spot;
import aurora.router.roster.EngineSlot;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One answer as its reader pulls it, straight from the engine on the reader's thread. Keeps the text, so that another
 * engine can go on when this one dies, hangs or breaks its protocol. One reader; {@link #close} from any thread.
 */
final class AnswerStream implements Rendering {
    /** Times an answer moves at most. */
    static final int MOVES_MAX = 3;
    /** Characters of one answer at most. */
    static final int ANSWER_MAX = 4 << 20;

    private static final Log LOG = Log.of("router");
    /** The watchdog looks this often. */
    private static final Duration SLICE = Duration.ofMillis(500);

    private static final long ALIVE_NANOS = Duration.ofSeconds(1).toNanos();
    /** So many tokens show that a recovering engine is well. */
    private static final int WELL_TOKENS = 32;

    private final Dispatcher dispatcher;
    private final Desk desk;
    private final Renderer.Counts count;
    private final Clock clock;
    private final Job job;
    private final DecisionLog.Entry decision;
    private final Measured measured;
    private final StringBuilder text = new StringBuilder();

    private volatile boolean closed;
    private volatile Taken at;
    private Patience patience;
    private @Nullable Seam seam;
    private @Nullable Rendered pending;
    private boolean over;
    private boolean began;
    private boolean thought;
    private boolean toolsSent;
    private int moves;
    private boolean muteThinking;
    private long aliveNanos;
    private long id;

    AnswerStream(Dispatcher dispatcher, Desk desk, Renderer.Counts count, Clock clock, Job job, Taken first) {
        this.dispatcher = dispatcher;
        this.desk = desk;
        this.count = count;
        this.clock = clock;
        this.job = job;
        this.at = first;
        this.decision = new DecisionLog.Entry(first.decision());
        this.measured = new Measured(job.startedNanos);
        this.patience = new Patience(desk, first, clock.nanos());
    }

    /** The decision, for the log of decisions. */
    DecisionLog.Entry kept() {
        return decision;
    }

    @Override
    public Decision decision() {
        return decision.now();
    }

    @Override
    public Optional<Figures> soFar() {
        return measured.soFar(at.spot().option().place());
    }

    @Override
    public Next<Rendered> next(Duration wait) throws InterruptedException {
        if (pending != null) {
            Rendered ready = pending;
            pending = null;
            return item(ready);
        }
        if (over || closed) {
            return new End<>();
        }
        Duration slice = wait.compareTo(SLICE) < 0 ? wait : SLICE;
        long untilNanos = 0;
        boolean timed = false;
        while (true) {
            Next<Part> next = pull(slice);
            if (closed) {
                return new End<>();
            }
            switch (next) {
                case Item<Part>(long _, Part part) -> {
                    Optional<Rendered> shown = take(part);
                    if (shown.isPresent()) {
                        return item(shown.get());
                    }
                }
                case Idle<Part> _ -> {
                    Optional<Rendered> ended = patience.nothing(clock.nanos(), job.deadline)
                            .map(lost -> failed(lost.failure(), lost.why()));
                    if (ended.isPresent()) {
                        return item(ended.get());
                    }
                }
                case End<Part> _ -> {
                    return item(failed(Failure.CUT, patience.brokeOff()));
                }
            }
            long now = clock.nanos();
            if (!timed) {
                timed = true;
                untilNanos = now + wait.toNanos() - (next instanceof Idle<Part> ? slice.toNanos() : 0);
            }
            if (now - untilNanos >= 0) {
                return new Idle<>();
            }
            slice = Duration.ofNanos(Math.min(SLICE.toNanos(), untilNanos - now));
        }
    }

    private Next<Part> pull(Duration slice) throws InterruptedException {
        Generation generation = at.generation();
        try {
            return generation.next(slice);
        } catch (RuntimeException defect) {
            LOG.error("router.engine_defect", defect, "engine", at.spot().slot().name());
            return new Item<>(0, new Part.Failed(Failure.PROTOCOL, "The engine's client failed; the log says why."));
        }
    }

    private Next<Rendered> item(Rendered value) {
        return new Item<>(++id, value);
    }

    /** What of {@code part} is shown; empty when nothing. */
    private Optional<Rendered> take(Part part) {
        return switch (part) {
            case Part.Text piece -> {
                arrived();
                yield text(piece);
            }
            case Part.Thinking _ -> {
                arrived();
                thought = true;
                yield muteThinking ? Optional.empty() : Optional.of(new Rendered.Piece(part));
            }
            case Part.ToolCalls _ -> {
                arrived();
                toolsSent = true;
                yield Optional.of(new Rendered.Piece(part));
            }
            case Part.Done(Finish finish, Usage usage) -> Optional.of(done(finish, usage));
            case Part.Failed(Failure failure, String why) -> Optional.of(failed(failure, why));
        };
    }

    private void arrived() {
        long now = clock.nanos();
        patience.arrived(now);
        int tokensHere = measured.arrived(now);
        if (tokensHere == 1) {
            desk.started(at.work(), now);
            if (!began) {
                began = true;
                count.firstToken((now - job.startedNanos) / 1e9);
            }
        }
        at.work().emitted(tokensHere);
        Spot spot = at.spot();
        if (now - aliveNanos > ALIVE_NANOS || tokensHere == 1) {
            aliveNanos = now;
            spot.slot().alive(now);
            if (tokensHere > WELL_TOKENS) {
                spot.slot().health().writes();
            }
        }
        if (tokensHere == WELL_TOKENS) {
            spot.slot().health().worked(spot.option().place().model());
        }
    }

    private Optional<Rendered> text(Part.Text piece) {
        String more = piece.text();
        if (seam != null) {
            more = seam.take(more);
            if (seam.broken()) {
                return Optional.of(failed(Failure.PROTOCOL, "The engine started over with another answer."));
            }
            if (seam.closed()) {
                seam = null;
            }
        }
        if (more.isEmpty()) {
            return Optional.empty();
        }
        if (text.length() + more.length() > ANSWER_MAX) {
            return Optional.of(end(Failure.PROTOCOL, "The answer grew beyond " + ANSWER_MAX + " characters."));
        }
        text.append(more);
        return Optional.of(new Rendered.Piece(more.length() == piece.text().length() ? piece : new Part.Text(more)));
    }

    private Rendered done(Finish finish, Usage usage) {
        String rest = "";
        if (seam != null) {
            rest = seam.end();
            if (seam.broken()) {
                return failed(Failure.PROTOCOL, "The engine started over with another answer.");
            }
            seam = null;
        }
        long now = clock.nanos();
        over = true;
        desk.completed(at.work(), usage, finish == Finish.LENGTH || moves > 0, now);
        at.spot().slot().alive(now);
        if (!at.sent().whole()) {
            at.spot().slot().streamed(usage.promptTokens() > 0);
        }
        at.spot().slot().health().worked(at.spot().option().place().model());
        Figures figures = measured.all(at.spot().option().place(), usage, now);
        decision.set(DecisionLog.over(decision.now(), figures.totalMillis()));
        count.ended(figures.place().engine(), "done");
        Rendered done = new Rendered.Done(finish, figures);
        if (rest.isEmpty()) {
            return done;
        }
        text.append(rest);
        pending = done;
        return new Rendered.Piece(new Part.Text(rest));
    }

    /** The engine failed: moves the answer to another, or ends it. */
    private Rendered failed(Failure failure, String why) {
        Spot lost = at.spot();
        give(failure, why);
        boolean late = failure == Failure.DEADLINE || job.deadline.passed();
        if (late || toolsSent || moves >= MOVES_MAX || closed) {
            return end(failure, why);
        }
        int limit = job.request.sampling().maxTokens().orElse(Integer.MAX_VALUE);
        int tokensBefore = measured.moves();
        if (tokensBefore >= limit && !text.isEmpty()) {
            return limitReached();
        }
        GenerateRequest request = job.continuation(text.toString(), tokensBefore);
        Dispatch found = dispatcher.again(job, request, lost);
        boolean again = failure == Failure.CUT && patience.brokeOffSoon(clock.nanos());
        if (found instanceof None && again && !job.triedSameAgain) {
            job.triedSameAgain = true;
            job.tried.remove(lost.option().place());
            found = dispatcher.again(job, request, lost);
        }
        return switch (found) {
            case None _ -> end(failure, why);
            case Taken next -> moved(lost.option().place(), next, failure, why);
        };
    }

    private void give(Failure failure, String why) {
        long now = clock.nanos();
        EngineSlot slot = at.spot().slot();
        // What others hear from it meanwhile shows that the engine is not silent, only this model.
        boolean silent = patience.mute() && !slot.aliveSince(patience.bornNanos());
        Optional<String> silentTo = silent ? Optional.of(job.caller.user()) : Optional.empty();
        desk.abandoned(at.work(), false, now);
        at.generation().close();
        job.faults.put(at.spot().option().place(), Blame.failed(at.spot(), new Lost(failure, why), silentTo, now));
        if (failure != Failure.DEADLINE && failure != Failure.BUSY) {
            dispatcher.doubt(slot, failure);
        }
    }

    private Rendered moved(Place from, Taken next, Failure failure, String why) {
        moves++;
        muteThinking = thought;
        seam = text.isEmpty()
                ? null
                : new Seam(text.toString(), job.request.format().isPresent());
        patience = new Patience(desk, next, clock.nanos());
        Place to = next.spot().option().place();
        decision.set(DecisionLog.because(next.decision(), "Moved here from " + from.engine() + ": " + why));
        synchronized (this) {
            at = next;
        }
        if (closed) {
            stop(next);
            learntNothing(next);
        }
        count.moved(from.engine());
        LOG.info(
                "router.moved",
                "decision",
                job.id,
                "from",
                from.engine(),
                "to",
                to.engine(),
                "failure",
                failure,
                "characters",
                text.length());
        return new Rendered.Moved(from, to, text.length(), why);
    }

    private Rendered limitReached() {
        over = true;
        long now = clock.nanos();
        count.ended(at.spot().slot().name(), "done");
        Usage counted = new Usage(0, 0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
        Figures figures = measured.all(at.spot().option().place(), counted, now);
        decision.set(DecisionLog.over(decision.now(), figures.totalMillis()));
        return new Rendered.Done(Finish.LENGTH, figures);
    }

    private Rendered end(Failure failure, String why) {
        over = true;
        stop(at);
        learntNothing(at);
        count.ended(at.spot().slot().name(), "failed");
        LOG.warn(
                "router.failed",
                "decision",
                job.id,
                "engine",
                at.spot().slot().name(),
                "failure",
                failure,
                "why",
                why,
                "moves",
                moves);
        return new Rendered.Failed(failure, why);
    }

    private static void learntNothing(Taken one) {
        one.spot().slot().health().learntNothing(one.spot().option().place().model());
    }

    private void stop(Taken one) {
        one.generation().close();
        desk.abandoned(one.work(), true, clock.nanos());
    }

    @Override
    public void close() {
        Taken last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = at;
        }
        boolean running = !last.work().isOver();
        stop(last);
        if (running) {
            learntNothing(last);
            count.ended(last.spot().slot().name(), "cancelled");
        }
    }
}
