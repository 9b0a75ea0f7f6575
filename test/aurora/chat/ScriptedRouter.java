package aurora.chat;

import aurora.base.Caller;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.GenerateRequest;
import aurora.engine.Model.Purpose;
import aurora.engine.Part;
import aurora.mesh.contract.Nothing;
import aurora.router.RouterApi;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A router whose answers a test writes word by word. */
final class ScriptedRouter implements RouterApi {
    static final Place PLACE = new Place("test", "script", "words");

    private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
    /** Where what is asked for from now on is rendered. */
    volatile Place place = PLACE;

    volatile int contextMax = 4096;
    volatile Optional<Reply<Rendering>> refusal = Optional.empty();
    /** What the next request hears, and none after it. */
    final AtomicReference<Optional<Reply<Rendering>>> refusedOnce = new AtomicReference<>(Optional.empty());

    /** The next rendering that chat asks for. */
    Script next() {
        try {
            Script script = scripts.poll(20, TimeUnit.SECONDS);
            if (script == null) {
                throw new AssertionError("chat asked for no rendering");
            }
            return script;
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    boolean isIdle() {
        return scripts.isEmpty();
    }

    @Override
    public Reply<Rendering> render(Caller caller, GenerateRequest request, Deadline deadline) {
        return caller.may(Caller.Role.MEMBER, Caller.Scope.MODELS, () -> {
            Optional<Reply<Rendering>> once = refusedOnce.getAndSet(Optional.empty());
            if (once.isPresent()) {
                return once.get();
            }
            Script script = new Script(caller, request, place);
            scripts.add(script);
            return refusal.orElseGet(() -> Reply.ok(script));
        });
    }

    /** One rendering. */
    static final class Script implements Rendering {
        final Caller caller;
        final GenerateRequest request;
        private final Place place;
        private final BlockingQueue<Next<Rendered>> parts = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile long count;

        Script(Caller caller, GenerateRequest request, Place place) {
            this.caller = caller;
            this.request = request;
            this.place = place;
        }

        Script say(String... texts) {
            for (String text : texts) {
                add(new Rendered.Piece(new Part.Text(text)));
            }
            return this;
        }

        Script add(Rendered rendered) {
            parts.add(new Item<>(++count, rendered));
            return this;
        }

        void done() {
            add(new Rendered.Done(Part.Finish.STOP, new Figures(place, 10, 0, 5, 12.5, 100, 60)));
        }

        void fail(Part.Failure failure, String why) {
            add(new Rendered.Failed(failure, why));
        }

        void awaitClosed() {
            try {
                if (!closed.await(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("the rendering was not closed");
                }
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        }

        @Override
        public Decision decision() {
            Forecast forecast = new Forecast(1, 2, 3, 4, 5, 15, 20, 7);
            return new Decision(
                    "0198c1d0-0000-7000-8000-000000000001",
                    Instant.parse("2026-01-01T00:00:00Z"),
                    caller.user(),
                    request.model(),
                    place,
                    "The only one.",
                    List.of(new Candidate(place, Optional.of(forecast), Optional.empty())),
                    Optional.empty(),
                    Optional.empty());
        }

        @Override
        public Optional<Figures> soFar() {
            return count == 0 ? Optional.empty() : Optional.of(new Figures(place, 0, 0, (int) count, 12.5, 100, 20));
        }

        @Override
        public Next<Rendered> next(Duration wait) throws InterruptedException {
            Next<Rendered> next = parts.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            return next == null ? new Idle<>() : next;
        }

        @Override
        public void close() {
            closed.countDown();
            parts.add(new End<>());
        }
    }

    @Override
    public Reply<Models> models(Caller caller, Nothing request, Deadline deadline) {
        return Reply.ok(
                new Models(List.of(new ModelOffer("words", Purpose.GENERAL, true, contextMax, List.of("script")))));
    }

    @Override
    public Reply<Engines> engines(Caller caller, Nothing request, Deadline deadline) {
        return Reply.ok(new Engines(List.of()));
    }

    @Override
    public Reply<EngineState> addEngine(Caller caller, AddEngine request, Deadline deadline) {
        return Reply.denied("Not in this test.");
    }

    @Override
    public Reply<Nothing> removeEngine(Caller caller, EngineName request, Deadline deadline) {
        return Reply.denied("Not in this test.");
    }

    @Override
    public Reply<Decisions> decisions(Caller caller, DecisionQuery request, Deadline deadline) {
        return Reply.ok(new Decisions(List.of()));
    }
}
