package aurora.router;

import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.engine.Model.Purpose;
import aurora.ground.log.Log;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.contract.Nothing;
import aurora.router.RouterApi.AddEngine;
import aurora.router.RouterApi.EngineState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * The engines of this node: given ones, and those that people added. Readers see one consistent list without a lock;
 * asking engines happens on the background or, bounded, on the thread of who needs a model that is not listed.
 * Thread-safe.
 */
final class EngineRoster implements AutoCloseable {
    /** Engines at most, given ones included. */
    static final int ENGINES_MAX = 32;

    private static final Log LOG = Log.of("router");
    private static final Duration LOOK_AGAIN_WAIT = Duration.ofSeconds(4);
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final RouterNeeds needs;
    private final RouterStore store;
    private final BiConsumer<Option, Double> roundTrips;
    private final ReentrantLock changing = new ReentrantLock();
    private final Set<String> coming = new HashSet<>();
    private final AtomicLong lookedNanos;
    private volatile boolean loaded;
    private volatile List<EngineSlot> slots = List.of();
    private volatile Index index = new Index(Map.of(), List.of());

    /** A model at an engine. */
    record Spot(EngineSlot slot, Option option) {}

    /** What a name stands for: the spots that may render it; {@code any}: any general model will do. */
    record Wanted(List<Spot> spots, boolean any) {}

    private record Index(Map<String, List<Spot>> byModel, List<Spot> any) {}

    EngineRoster(RouterNeeds needs, BiConsumer<Option, Double> roundTrips) {
        this.needs = needs;
        this.store = new RouterStore(needs.replica(), needs.sealing(), needs.node());
        this.roundTrips = roundTrips;
        this.lookedNanos = new AtomicLong(needs.clock().nanos() - LOOK_AGAIN_NANOS);
    }

    List<EngineSlot> slots() {
        return slots;
    }

    /** Engines and models by what a request calls them: a model, an engine and a model, or anything. */
    Wanted find(String asked) {
        Index now = index;
        if (asked.equals(RouterApi.AUTO)) {
            return new Wanted(now.any, true);
        }
        List<Spot> exact = now.byModel.get(asked);
        if (exact == null) {
            exact = now.byModel.get(asked + ":latest");
        }
        int slash = asked.indexOf('/');
        if (exact == null && slash > 0) {
            String engine = asked.substring(0, slash);
            String model = asked.substring(slash + 1);
            exact = find(model, now).stream()
                    .filter(spot -> spot.slot.name().equals(engine))
                    .toList();
        }
        return new Wanted(exact == null ? List.of() : exact, false);
    }

    private static List<Spot> find(String model, Index now) {
        List<Spot> exact = now.byModel.get(model);
        return exact != null ? exact : now.byModel.getOrDefault(model + ":latest", List.of());
    }

    /** Takes an engine of this node, and replaces one given before under its name; what a person added stays. */
    void give(Engine engine) {
        changing.lock();
        try {
            String name = engine.facts().name();
            if (slots.stream().anyMatch(slot -> slot.added && slot.name().equals(name))) {
                LOG.warn("router.engine_left_out", "engine", name);
                engine.close();
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
    void withdraw(String name) {
        drop(name, false);
    }

    /** Asks every engine for its models, on the background. */
    void refresh() {
        if (!loaded) {
            load();
        }
        for (EngineSlot slot : slots) {
            needs.background().accept(() -> refresh(slot));
        }
    }

    /** Asks one engine again, on the background. */
    void refreshSoon(EngineSlot slot) {
        needs.background().accept(() -> refresh(slot));
    }

    /** Asks every engine now, on this thread; at most once a second, and not longer than 4 s. */
    void lookAgain(Deadline deadline) {
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
        refresh(slot, Deadline.after(needs.clock(), LOOK_AGAIN_WAIT));
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
    void load() {
        List<RouterStore.Stored> stored;
        try {
            stored = store.all();
        } catch (DatabaseException away) {
            LOG.warn("router.engines_not_loaded", "why", String.valueOf(away.getMessage()));
            return;
        }
        changing.lock();
        try {
            loaded = true;
            List<EngineSlot> next = new ArrayList<>(slots);
            for (RouterStore.Stored one : stored) {
                if (next.size() >= ENGINES_MAX
                        || next.stream().anyMatch(slot -> slot.name().equals(one.name()))) {
                    LOG.warn("router.engine_left_out", "engine", one.name());
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

    private Engine made(RouterStore.Stored one) {
        Optional<String> key = store.open(one);
        if (one.secret().isPresent() && key.isEmpty()) {
            return new LockedEngine(
                    new EngineFacts(one.name(), one.kind(), one.url(), 1),
                    "Its API key cannot be opened on this node any more: remove the engine and add it again.");
        }
        try {
            return needs.factory().apply(new EngineSpec(one.name(), one.kind(), one.url(), key));
        } catch (IllegalArgumentException bad) {
            return new LockedEngine(
                    new EngineFacts(one.name(), one.kind(), one.url(), 1), "Its address is wrong: " + bad.getMessage());
        }
    }

    /** Adds an engine for {@code by}, whose request has been looked at by {@link EngineRules}. */
    Reply<EngineState> add(AddEngine request, String by, Deadline deadline) {
        Optional<Reply<EngineState>> taken = take(request.name());
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

    private Optional<Reply<EngineState>> take(String name) {
        changing.lock();
        try {
            if (coming.contains(name)
                    || slots.stream().anyMatch(slot -> slot.name().equals(name))) {
                return Optional.of(Reply.invalid("name", "There is an engine of this name already."));
            }
            if (slots.size() + coming.size() >= ENGINES_MAX) {
                return Optional.of(Reply.invalid(
                        "", "This node has " + ENGINES_MAX + " engines, and more it cannot have: remove one first."));
            }
            coming.add(name);
            return Optional.empty();
        } finally {
            changing.unlock();
        }
    }

    private Reply<EngineState> keep(EngineSpec spec, String by, Deadline deadline) {
        Engine engine;
        try {
            engine = needs.factory().apply(spec);
        } catch (IllegalArgumentException bad) {
            return Reply.invalid("url", String.valueOf(bad.getMessage()));
        }
        try {
            store.put(spec, by, needs.clock().now());
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
        return Reply.ok(made.state());
    }

    /** Removes an engine that was added. */
    Reply<Nothing> remove(String name, String by) {
        Optional<EngineSlot> found =
                slots.stream().filter(slot -> slot.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            return Reply.notFound("There is no engine \"" + name + "\" on this node.");
        }
        if (!found.get().added) {
            return Reply.invalid(
                    "engine", "This engine belongs to the node and was not added by a person; it cannot be removed.");
        }
        store.delete(name);
        drop(name, true);
        LOG.info("router.engine_removed", "engine", name, "by", by);
        return Reply.ok(Nothing.NOTHING);
    }

    private void drop(String name, boolean added) {
        changing.lock();
        try {
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
            Map<String, List<Spot>> byModel = new HashMap<>();
            List<Spot> any = new ArrayList<>();
            for (EngineSlot slot : slots) {
                for (Option option : slot.listing().options()) {
                    Spot spot = new Spot(slot, option);
                    byModel.computeIfAbsent(option.place().model(), model -> new ArrayList<>(2))
                            .add(spot);
                    if (option.model().purpose() != Purpose.EMBEDDING) {
                        any.add(spot);
                    }
                }
            }
            byModel.replaceAll((model, spots) -> List.copyOf(spots));
            index = new Index(Map.copyOf(byModel), List.copyOf(any));
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void close() {
        for (EngineSlot slot : slots) {
            slot.engine.close();
        }
    }
}
