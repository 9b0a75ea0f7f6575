package aurora.router.roster;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.engine.Model;
import aurora.ground.log.Log;
import aurora.router.RouterApi.EngineState;
import aurora.router.RouterApi.Missed;
import aurora.router.RouterApi.Place;
import aurora.router.policy.Option;
import aurora.router.policy.StandIn;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** One engine of this node: its latest listing and its health. Thread-safe. */
public final class EngineSlot {
    private static final Log LOG = Log.of("router");
    /** A busy machine may need seconds for the first answer of all. */
    private static final Duration LISTING_WAIT = Duration.ofSeconds(8);

    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();
    private static final List<String> HERE = List.of("127.0.0.1", "localhost", "[::1]", "::1");

    final Engine engine;
    final boolean added;
    private final EngineHealth health = new EngineHealth();
    private final String node;
    private final Clock clock;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Listing listing;
    private volatile long workedNanos;
    private volatile boolean everWorked;
    private volatile long askedNanos;
    private volatile boolean everAsked;
    private volatile boolean countsNothingStreamed;

    /** What the engine said last; {@code leftOut}: models that are not taken, with the reason. */
    public record Listing(boolean ready, String detail, Instant since, List<Option> options, List<String> leftOut) {}

    /** What asking it came to. {@code millis}: the round trip; 0 when it failed. */
    record Asked(boolean changed, double millis) {}

    EngineSlot(Engine engine, boolean added, String node, Clock clock) {
        this.engine = engine;
        this.added = added;
        this.node = node;
        this.clock = clock;
        this.listing = new Listing(false, "It has not been asked yet.", clock.now(), List.of(), List.of());
    }

    /** The engine itself. */
    public Engine engine() {
        return engine;
    }

    /** What keeps requests away from it, or from one of its models, while it fails. */
    public EngineHealth health() {
        return health;
    }

    EngineFacts facts() {
        return engine.facts();
    }

    /** Its name on this node. */
    public String name() {
        return engine.facts().name();
    }

    /** What it said last. */
    public Listing listing() {
        return listing;
    }

    /** How it is shown; {@code all}: with its address and what it said itself when it failed last, for admins. */
    public EngineState state(boolean all) {
        Listing now = listing;
        List<String> said = new ArrayList<>(List.of(now.detail));
        if (now.ready) {
            said.addAll(health.ails(clock.nanos()));
        }
        if (all) {
            engine.lastSaid()
                    .map(last -> "At " + last.at().truncatedTo(ChronoUnit.SECONDS) + " it said: " + last.words())
                    .ifPresent(said::add);
        }
        return new EngineState(
                name(),
                facts().kind(),
                all ? facts().url() : "",
                added,
                now.ready,
                String.join(" ", said),
                now.since,
                now.options.stream().map(Option::model).toList(),
                now.leftOut);
    }

    /** A part came from it: it is alive, whatever its listing says. */
    public void alive(long now) {
        workedNanos = now;
        everWorked = true;
    }

    /** A streamed answer of it ended; {@code counted}: it told how many tokens the prompt had. */
    public void streamed(boolean counted) {
        countsNothingStreamed = !counted;
    }

    /** Whether it tells counts of tokens only with answers in one piece, as some servers do. */
    public boolean countsOnlyWhole() {
        return countsNothingStreamed;
    }

    /** Whether something has come from it after {@code nanos}. */
    public boolean aliveSince(long nanos) {
        return everWorked && workedNanos - nanos > 0;
    }

    /** Why it is not to be asked to render with {@code model} now. */
    public Optional<String> refusal(String model, long now) {
        Listing last = listing;
        return last.ready ? health.refusal(model, now) : Optional.of(last.detail);
    }

    /** Since when it cannot be asked for {@code model}, and whether it may come back; empty when it can be asked. */
    public Optional<StandIn.Away> away(String model, Instant asked, long now) {
        Listing last = listing;
        return refusal(model, now)
                .map(why -> new StandIn.Away(
                        new Missed(name(), last.ready ? asked : last.since),
                        !last.ready || !health.failsAlone(model, now)));
    }

    /** Since when nothing is known of what it has, though a person added it; empty when something is known. */
    public Optional<StandIn.Away> unheard() {
        Listing last = listing;
        return added && !last.ready && last.options.isEmpty()
                ? Optional.of(new StandIn.Away(new Missed(name(), last.since), true))
                : Optional.empty();
    }

    /** Whether it has been asked for its models after {@code nanos}, or is just being asked. */
    public boolean askedSince(long nanos) {
        return asking.get() || (everAsked && askedNanos - nanos > 0);
    }

    /** Asks for its models; empty when somebody else is just doing that. */
    Optional<Asked> refresh(Deadline deadline) {
        if (!asking.compareAndSet(false, true)) {
            return Optional.empty();
        }
        try {
            long before = clock.nanos();
            askedNanos = before;
            everAsked = true;
            Reply<List<Model>> reply = engine.models(deadline.within(LISTING_WAIT));
            long after = clock.nanos();
            return Optional.of(
                    reply instanceof Reply.Ok<List<Model>>(List<Model> models)
                            ? listed(models, (after - before) / 1e6, after)
                            : failed(reason(reply), after));
        } catch (RuntimeException defect) {
            LOG.error("router.listing", defect, "engine", name());
            return Optional.of(failed("It could not be asked for its models; the log says why.", clock.nanos()));
        } finally {
            asking.set(false);
        }
    }

    private Asked listed(List<Model> told, double millis, long now) {
        Listing old = listing;
        boolean near = facts().url().isEmpty() || HERE.contains(hostOf(facts().url()));
        EngineRules.Models models = EngineRules.models(told, engine.leftOut());
        List<Option> options = models.taken().stream()
                .map(model -> new Option(
                        new Place(node, name(), model.name()), facts().kind(), facts().slots(), near, model, now))
                .toList();
        String detail = detail(options.size(), told.size());
        listing = new Listing(true, detail, old.ready ? old.since : clock.now(), options, models.leftOut());
        health.listed(options.stream().map(option -> option.place().model()).collect(Collectors.toUnmodifiableSet()));
        health.there();
        if (!models.leftOut().isEmpty() && !models.leftOut().equals(old.leftOut)) {
            LOG.warn("router.models_left_out", "engine", name(), "models", String.join("; ", models.leftOut()));
        }
        if (!old.ready) {
            // Only then: an engine may list its models at once and still fail to render.
            health.answersAgain(now);
            LOG.info("router.engine_ready", "engine", name(), "models", options.size());
        }
        return new Asked(true, Math.max(millis, 1e-3));
    }

    private static String detail(int taken, int told) {
        if (taken == told) {
            return taken == 0 ? "It is ready, and has no models yet." : "It is ready.";
        }
        return String.format(
                Locale.ROOT, "It is ready, but of the %,d models it lists only %,d can be asked for.", told, taken);
    }

    /** A connection of it broke: if it cannot list its models now, it is away and not only busy. */
    public void broke() {
        everWorked = false;
    }

    private Asked failed(String why, long now) {
        Listing old = listing;
        // Busy is not dead: an engine that streams an answer may be too busy to list its models.
        if (old.ready && everWorked && now - workedNanos < FRESH_NANOS) {
            return new Asked(false, 0);
        }
        listing = new Listing(false, why, old.ready ? clock.now() : old.since, old.options, old.leftOut);
        if (old.ready) {
            LOG.warn("router.engine_away", "engine", name(), "at", facts().url(), "why", why);
        }
        return new Asked(old.ready, 0);
    }

    private static String hostOf(String url) {
        return Optional.ofNullable(URI.create(url).getHost()).orElse("");
    }

    private static String reason(Reply<List<Model>> reply) {
        return switch (reply) {
            case Reply.Ok<List<Model>> ok -> "";
            case Reply.Denied<List<Model>> denied -> denied.why();
            case Reply.NotFound<List<Model>> missing -> "It has no list of models: " + missing.what();
            case Reply.Invalid<List<Model>> invalid -> invalid.why();
            case Reply.Busy<List<Model>> busy -> "It is too busy to list its models: " + busy.why();
            case Reply.Unavailable<List<Model>> away -> "It is away: " + away.why();
        };
    }
}
