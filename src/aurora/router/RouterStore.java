package aurora.router;

import aurora.engine.EngineFacts;
import aurora.ground.json.Json;
import aurora.mesh.data.Change;
import aurora.mesh.data.Replica;
import aurora.router.RouterNeeds.Sealing;
import aurora.router.roster.EngineSpec;
import aurora.router.roster.KeptEngines;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The engines that people added to this node: entity {@code engine}, key {@code node/name}. */
final class RouterStore implements KeptEngines {
    private static final String ENTITY = "engine";
    private static final String LIST = "SELECT name, payload FROM router.engine WHERE node = ? ORDER BY name";

    private final Replica replica;
    private final Sealing sealing;
    private final String node;

    RouterStore(Replica replica, Sealing sealing, String node) {
        this.replica = replica;
        this.sealing = sealing;
        this.node = node;
    }

    /** {@code secret}: the engine's API key, sealed by this node. */
    record Stored(
            String name,
            String node,
            EngineFacts.Kind kind,
            String url,
            Optional<String> secret,
            String by,
            Instant added) {}

    @Override
    public List<Kept> all() {
        return replica.readable(LIST, "name", row -> kept(Json.readOwn(row.text("payload"), Stored.class)), node);
    }

    private Kept kept(Stored stored) {
        Optional<String> key = stored.secret.flatMap(secret -> sealing.open(secret, context(stored.name)));
        return new Kept(
                new EngineSpec(stored.name, stored.kind, stored.url, key), stored.secret.isPresent() && key.isEmpty());
    }

    @Override
    public void put(EngineSpec spec, String by, Instant added) {
        Optional<String> secret = spec.key().map(key -> sealing.seal(key, context(spec.name())));
        Stored stored = new Stored(spec.name(), node, spec.kind(), spec.url(), secret, by, added);
        replica.put(List.of(Change.set(ENTITY, keyOf(spec.name()), Json.text(stored))));
    }

    @Override
    public void delete(String name) {
        replica.put(List.of(Change.delete(ENTITY, keyOf(name))));
    }

    private String keyOf(String name) {
        return node + "/" + name;
    }

    private String context(String name) {
        return "engine/" + node + "/" + name;
    }
}
