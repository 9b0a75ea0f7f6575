package aurora.router.roster;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.engine.remote.EngineProbe;
import aurora.ground.config.Config;
import aurora.ground.log.Log;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.contract.Nothing;
import aurora.router.RouterApi.AddEngine;
import aurora.router.RouterApi.EngineState;
import aurora.router.policy.Option;
import aurora.router.roster.EngineIndex.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The engines of this node: given ones, and those that people added. Readers see one consistent list without a lock;
 * asking engines happens on the background or, bounded, on the thread of who needs a model that is not listed.
 * Thread-safe.
 */
public final class EngineRoster implements AutoCloseable {
    /** Engines at most, given ones included. */
    public static final int ENGINES_MAX = 32;

    private static final Log LOG = Log.of("router");
    private static final Duration REFRESH_WAIT = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN_WAIT = Duration.ofSeconds(4);
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final Needs needs;
    private final BiConsumer<Option, Double> roundTrips;
    private final ReentrantLock changing = new ReentrantLock();
    /** Names of engines that are just being added, with their places. */
    private final Map<String, Optional<String>> coming = new HashMap<>();

    private final EngineSpares spares = new EngineSpares();
    private final AtomicLong lookedNanos;
    private volatile boolean loaded;
    private volatile List<EngineSlot> slots = List.of();
    private volatile EngineIndex index = EngineIndex.EMPTY;

    /** Finds out by asking what engine is at an address. */
    @FunctionalInterface
    public interface Probe {
        /** {@code Invalid} when it is no engine or wants another key, {@code Unavailable} when nothing answers. */
        Reply<EngineProbe.Found> probe(String url, Optional<String> key, Deadline deadline);
    }

    /**
     * What a roster needs.
     *
     * @param node this node's name
     * @param kept where added engines are kept
     * @param probe finds out what engine is at an address
     * @param factory makes the client of an engine
     * @param background runs work on another thread, soon
     */
    public record Needs(
            String node,
            Clock clock,
            KeptEngines kept,
            Probe probe,
            Function<EngineSpec, Engine> factory,
            Consumer<Runnable> background) {}

    /** A roster without engines; {@code roundTrips} hears how long asking took, in milliseconds. */
    public EngineRoster(Needs needs, BiConsumer<Option, Double> roundTrips) {
        this.needs = needs;
        this.roundTrips = roundTrips;
        this.lookedNanos = new AtomicLong(needs.clock().nanos() - LOOK_AGAIN_NANOS);
    }

    /** All engines, ready or not. */
    public List<EngineSlot> slots() {
        return slots;
    }

    /** Engines and models by what a request calls them: a model, an engine and a model, or anything. */
    public Wanted find(String asked) {
        return index.find(asked);
    }

    /** Takes an engine of this node, and replaces one given before under its name; what a person added stays. */
    public void give(Engine engine) {
        changing.lock();
        try {
            String name = engine.facts().name();
            spares.drop(name);
            if (slots.stream().anyMatch(slot -> slot.added && slot.name().equals(name))) {
                LOG.warn("router.engine_left_out", "engine", name);
                engine.close();
                return;
            }
            Optional<EngineSlot> other = at(EngineRules.place(engine.facts().url()));
            if (other.filter(slot -> slot.added).isPresent()) {
                LOG.info(
                        "router.engine_twice", "engine", name, "as", other.get().name());
                spares.put(engine);
                return;
            }
            List<EngineSlot> next = new ArrayList<>();
            for (EngineSlot slot : slots) {
                if (!slot.name().equals(engine.facts().name())) {
                    next.add(slot);
                } else {
                    slot.engine.close();
                }
            }
            EngineSlot made = new EngineSlot(engine, false, needs.node(), needs.clock());
            next.add(made);
            slots = List.copyOf(next);
            needs.background().accept(() -> refresh(made));
        } finally {
            changing.unlock();
        }
        reindex();
    }

    /** Lets a given engine go; its answers are cut and continued elsewhere. */
    public void withdraw(String name) {
        drop(name, false);
    }

    /** Asks every engine for its models, on the background. */
    public void refresh() {
        if (!loaded) {
            load();
        }
        for (EngineSlot slot : slots) {
            needs.background().accept(() -> refresh(slot));
        }
    }

    /** Asks one engine again, on the background. */
    public void refreshSoon(EngineSlot slot) {
        needs.background().accept(() -> refresh(slot));
    }

    /** Asks every engine now, on this thread; at most once a second, and not longer than 4 s. */
    public void lookAgain(Deadline deadline) {
        long now = needs.clock().nanos();
        long last = lookedNanos.get();
        if (now - last < LOOK_AGAIN_NANOS || !lookedNanos.compareAndSet(last, now)) {
            return;
        }
        Deadline bounded = deadline.within(LOOK_AGAIN_WAIT);
        for (EngineSlot slot : slots) {
            if (!bounded.passed()) {
                refresh(slot, bounded);
            }
        }
    }

    private void refresh(EngineSlot slot) {
        refresh(slot, Deadline.after(needs.clock(), REFRESH_WAIT));
    }

    private void refresh(EngineSlot slot, Deadline deadline) {
        slot.refresh(deadline).ifPresent(asked -> {
            if (asked.changed()) {
                reindex();
            }
            List<Option> options = slot.listing().options();
            if (asked.millis() > 0 && !options.isEmpty()) {
                roundTrips.accept(options.getFirst(), asked.millis() / 2);
            }
        });
    }

    /** Brings in the engines that were added; when the database is away it is tried again at the next refresh. */
    public void load() {
        List<KeptEngines.Kept> stored;
        try {
            stored = needs.kept().all();
        } catch (DatabaseException away) {
            LOG.warn("router.engines_not_loaded", "why", String.valueOf(away.getMessage()));
            return;
        }
        changing.lock();
        try {
            loaded = true;
            List<EngineSlot> next = new ArrayList<>(slots);
            for (KeptEngines.Kept one : stored) {
                if (next.size() >= ENGINES_MAX
                        || next.stream()
                                .anyMatch(slot -> slot.name().equals(one.spec().name()))) {
                    LOG.warn("router.engine_left_out", "engine", one.spec().name());
                } else {
                    next.add(new EngineSlot(made(one), true, needs.node(), needs.clock()));
                }
            }
            slots = List.copyOf(next);
        } finally {
            changing.unlock();
        }
        reindex();
    }

    private Engine made(KeptEngines.Kept one) {
        if (one.locked()) {
            return locked(
                    one.spec(),
                    "Its API key cannot be opened on this node any more: remove the engine and add it again.");
        }
        try {
            return needs.factory().apply(one.spec());
        } catch (IllegalArgumentException bad) {
            LOG.warn("router.address_wrong", "engine", one.spec().name(), "why", String.valueOf(bad.getMessage()));
            return locked(one.spec(), "Its address is wrong: remove the engine and add it again.");
        }
    }

    private static Engine locked(EngineSpec spec, String why) {
        return new LockedEngine(new EngineFacts(spec.name(), spec.kind(), spec.url(), 1), why);
    }

    /** Adds an engine for {@code by}, whose request has been looked at by {@link EngineRules}. */
    public Reply<EngineState> add(AddEngine request, String by, Deadline deadline) {
        // with a key of its own it is another account at the same service
        Optional<String> place = request.key().isPresent() ? Optional.empty() : EngineRules.place(request.url());
        Optional<Reply<EngineState>> taken = take(request.name(), place);
        if (taken.isPresent()) {
            return taken.get();
        }
        try {
            return needs.probe()
                    .probe(request.url(), request.key(), deadline)
                    .then(found -> keep(
                            new EngineSpec(request.name(), found.kind(), found.url(), request.key()), by, deadline));
        } finally {
            changing.lock();
            try {
                coming.remove(request.name());
            } finally {
                changing.unlock();
            }
        }
    }

    private Optional<Reply<EngineState>> take(String name, Optional<String> place) {
        changing.lock();
        try {
            if (coming.keySet().stream().anyMatch(name::equalsIgnoreCase)
                    || slots.stream().anyMatch(slot -> slot.name().equalsIgnoreCase(name))) {
                return Optional.of(Reply.invalid(
                        "name", "There is an engine of this name already; capitals do not make it another."));
            }
            Optional<EngineSlot> there = at(place);
            if (there.isPresent()) {
                return Optional.of(Reply.invalid("url", sameAs(there.get())));
            }
            if (place.isPresent() && coming.containsValue(place)) {
                return Optional.of(Reply.invalid("url", "This address is just being added under another name."));
            }
            if (slots.size() + coming.size() >= ENGINES_MAX) {
                return Optional.of(Reply.invalid(
                        "", "This node has " + ENGINES_MAX + " engines, and more it cannot have: remove one first."));
            }
            coming.put(name, place);
            return Optional.empty();
        } finally {
            changing.unlock();
        }
    }

    private Optional<EngineSlot> at(Optional<String> place) {
        return slots.stream()
                .filter(slot -> place.isPresent()
                        && EngineRules.place(slot.engine.facts().url()).equals(place))
                .findFirst();
    }

    private static String sameAs(EngineSlot there) {
        return "The engine at this address is here already, as \"" + there.name() + "\""
                + (there.added
                        ? ". To give it another name, remove \"" + there.name() + "\" first."
                        : ", which this node found by itself: there is nothing to add.");
    }

    private Reply<EngineState> keep(EngineSpec spec, String by, Deadline deadline) {
        Engine engine;
        try {
            engine = needs.factory().apply(spec);
        } catch (IllegalArgumentException bad) {
            return Reply.invalid("url", String.valueOf(bad.getMessage()));
        }
        try {
            needs.kept().put(spec, by, needs.clock().now());
        } catch (DatabaseException failed) {
            engine.close();
            throw failed;
        }
        EngineSlot made = new EngineSlot(engine, true, needs.node(), needs.clock());
        changing.lock();
        try {
            List<EngineSlot> next = new ArrayList<>(slots);
            next.add(made);
            slots = List.copyOf(next);
        } finally {
            changing.unlock();
        }
        refresh(made, deadline);
        reindex();
        LOG.info("router.engine_added", "engine", spec.name(), "kind", spec.kind(), "by", by);
        return Reply.ok(made.state(true));
    }

    /** Removes an engine that was added. */
    public Reply<Nothing> remove(String name, String by) {
        Optional<EngineSlot> found =
                slots.stream().filter(slot -> slot.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            String near =
                    Config.nearest(name, slots.stream().map(EngineSlot::name).toList());
            return Reply.notFound(("There is no engine \"" + name + "\" on this node. " + near).strip());
        }
        if (!found.get().added) {
            return Reply.invalid(
                    "engine", "This engine belongs to the node and was not added by a person; it cannot be removed.");
        }
        needs.kept().delete(name);
        drop(name, true);
        LOG.info("router.engine_removed", "engine", name, "by", by);
        giveSpares(found.get());
        return Reply.ok(Nothing.NOTHING);
    }

    /** The node's own client of the engine that was removed takes over, when it has one. */
    private void giveSpares(EngineSlot removed) {
        List<Engine> back;
        changing.lock();
        try {
            back = spares.takeAt(EngineRules.place(removed.engine.facts().url()));
        } finally {
            changing.unlock();
        }
        back.forEach(this::give);
    }

    private void drop(String name, boolean added) {
        changing.lock();
        try {
            if (!added) {
                spares.drop(name);
            }
            List<EngineSlot> next = new ArrayList<>();
            for (EngineSlot slot : slots) {
                if (slot.added == added && slot.name().equals(name)) {
                    slot.engine.close();
                } else {
                    next.add(slot);
                }
            }
            slots = List.copyOf(next);
        } finally {
            changing.unlock();
        }
        reindex();
    }

    private void reindex() {
        changing.lock();
        try {
            index = EngineIndex.of(slots);
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void close() {
        for (EngineSlot slot : slots) {
            slot.engine.close();
        }
        changing.lock();
        try {
            spares.close();
        } finally {
            changing.unlock();
        }
    }
}
