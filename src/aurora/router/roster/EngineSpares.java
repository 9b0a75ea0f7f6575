package aurora.router.roster;

import aurora.engine.Engine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Clients of engines that belong to the node and that a person has added too, under other names: kept aside, so that
 * no engine is counted twice, until that one is removed. Used under the roster's lock.
 */
final class EngineSpares {
    private final Map<String, Engine> spare = new HashMap<>();

    /** Keeps {@code engine} in place of an earlier one of its name. */
    void put(Engine engine) {
        drop(engine.facts().name());
        spare.put(engine.facts().name(), engine);
    }

    /** Closes the one called {@code name}, if it is here. */
    void drop(String name) {
        Optional.ofNullable(spare.remove(name)).ifPresent(Engine::close);
    }

    /** Takes out those whose address is {@code place}. */
    List<Engine> takeAt(Optional<String> place) {
        List<Engine> there = spare.values().stream()
                .filter(engine -> EngineRules.place(engine.facts().url()).equals(place))
                .toList();
        spare.values().removeAll(there);
        return there;
    }

    void close() {
        spare.values().forEach(Engine::close);
        spare.clear();
    }
}
