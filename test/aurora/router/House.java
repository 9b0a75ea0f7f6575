package aurora.router;

import aurora.base.Caller;
import aurora.base.Caller.Kind;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.engine.EngineFacts;
import aurora.engine.GenerateRequest;
import aurora.engine.Part;
import aurora.engine.Sampling;
import aurora.engine.remote.EngineProbe;
import aurora.ground.metrics.Metrics;
import aurora.ground.sql.RowReader;
import aurora.mesh.data.Change;
import aurora.mesh.data.Replica;
import aurora.router.RouterApi.Rendered;
import aurora.router.RouterApi.Rendering;
import aurora.router.policy.Desk;
import aurora.router.render.Renderer;
import aurora.router.roster.EngineRoster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A router over fake engines on virtual time, without data. */
final class House {
    static final Duration PATIENCE = Duration.ofSeconds(15);

    final TestClock clock;
    final Desk desk = new Desk();
    final EngineRoster roster;
    final RouterService service;
    int taught;

    House() {
        this(new TestClock());
    }

    /** Over engines of their own, on the machine's time. */
    House(Clock real) {
        this(new TestClock(), real);
    }

    private House(TestClock clock) {
        this(clock, clock);
    }

    private House(TestClock clock, Clock used) {
        this.clock = clock;
        RouterNeeds needs = new RouterNeeds(
                "here",
                Path.of("unused"),
                used,
                new Ids(used, new Random(1)),
                new Untouched(),
                (url, key, deadline) -> Reply.ok(new EngineProbe.Found(EngineFacts.Kind.OLLAMA, url, "")),
                spec -> new FakeEngine(spec.name(), clock),
                new Unsealed(),
                Runnable::run,
                new Metrics(),
                (caller, action, subject) -> {});
        roster = new EngineRoster(needs.roster(), (option, millis) -> desk.roundTrip(option, millis, used.nanos()));
        RouterConfig config = new RouterConfig(Duration.ofMinutes(10), "");
        Renderer.Needs rendering = new Renderer.Needs(config, used, needs.ids(), needs.metrics());
        service = new RouterService(needs.notes(), roster, new Renderer(rendering, roster, desk));
    }

    FakeEngine with(FakeEngine engine) {
        roster.give(engine);
        return engine;
    }

    FakeEngine engine(String name) {
        return with(new FakeEngine(name, clock, FakeEngine.model("m", aurora.engine.Model.Purpose.GENERAL, 4)));
    }

    static Caller caller(String user, Role role) {
        return new Caller(Kind.SESSION, user, user, role, Set.of(), "s", "127.0.0.1", "r1");
    }

    static Caller key(String user, Role role, Scope... scopes) {
        return new Caller(Kind.KEY, user, user, role, Set.of(scopes), "k", "127.0.0.1", "r1");
    }

    Deadline soon() {
        return Deadline.after(clock, Duration.ofMinutes(5));
    }

    Reply<Rendering> ask(String model) {
        return ask(GenerateRequest.of(model, FakeEngine.prompt("count"), Sampling.DEFAULT));
    }

    Reply<Rendering> ask(GenerateRequest request) {
        return service.render(caller("ann", Role.MEMBER), request, soon());
    }

    Rendering rendering(String model) {
        return rendering(ask(model));
    }

    static Rendering rendering(Reply<Rendering> reply) {
        if (reply instanceof Reply.Ok<Rendering>(Rendering rendering)) {
            return rendering;
        }
        throw new AssertionError("expected an answer, got " + reply);
    }

    /** Everything that a reader sees, the longest time without anything included. */
    record Read(String text, List<Rendered> parts, Duration longest, int idles) {
        Rendered last() {
            return parts.getLast();
        }

        long moves() {
            return parts.stream().filter(Rendered.Moved.class::isInstance).count();
        }
    }

    Read read(Rendering rendering) {
        return read(rendering, PATIENCE);
    }

    /** Reads to the end and closes. */
    Read read(Rendering rendering, Duration wait) {
        List<Rendered> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        long last = clock.nanos();
        long longest = 0;
        int idles = 0;
        try (rendering) {
            while (true) {
                Events.Next<Rendered> next = rendering.next(wait);
                longest = Math.max(longest, clock.nanos() - last);
                last = clock.nanos();
                switch (next) {
                    case Events.Item<Rendered>(long _, Rendered part) -> {
                        parts.add(part);
                        if (part instanceof Rendered.Piece(Part.Text(String more))) {
                            text.append(more);
                        }
                    }
                    case Events.Idle<Rendered> _ -> idles++;
                    case Events.End<Rendered> _ -> {
                        return new Read(text.toString(), parts, Duration.ofNanos(longest), idles);
                    }
                }
            }
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    /** Data that no test of the router's streams may need. */
    private static final class Untouched implements Replica {
        @Override
        public long put(List<Change> changes) {
            throw new AssertionError("no data here");
        }

        @Override
        public Optional<Head> head(String entity, String key) {
            throw new AssertionError("no data here");
        }

        @Override
        public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
            throw new AssertionError("no data here");
        }
    }

    private record Unsealed() implements RouterNeeds.Sealing {
        @Override
        public String seal(String plain, String context) {
            return plain;
        }

        @Override
        public Optional<String> open(String sealed, String context) {
            return Optional.of(sealed);
        }
    }
}
