package aurora.node;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.engine.EngineFacts.Kind;
import aurora.engine.ollama.OllamaEngine;
import aurora.engine.openai.OpenAiEngine;
import aurora.engine.remote.EngineProbe;
import aurora.ground.crypto.Seal;
import aurora.ground.http.client.AddressRule;
import aurora.keep.Keep;
import aurora.router.RouterNeeds;
import aurora.router.roster.EngineSpec;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Makes the clients of engines at addresses, and finds out what is at one. Thread-safe. */
final class Engines {
    private final Clock clock;
    private final Keep keep;
    private final IntSupplier port;
    private final EngineProbe probe;

    /** {@code port} is the node's own, known once its door is open. */
    Engines(Clock clock, Keep keep, IntSupplier port) {
        this.clock = clock;
        this.keep = keep;
        this.port = port;
        this.probe = new EngineProbe(clock, AddressRule.notHere(this::ownPorts));
    }

    /** The client of the engine that {@code spec} describes. */
    Engine of(EngineSpec spec) {
        return of(spec, 0);
    }

    /** The client of the Ollama at {@code address} that this machine has. */
    Engine ollama(URI address) {
        return of(
                new EngineSpec("ollama", Kind.OLLAMA, address.toString(), Optional.empty()),
                OllamaEngine.slots(System.getenv().getOrDefault("OLLAMA_NUM_PARALLEL", "")));
    }

    private Engine of(EngineSpec spec, int slots) {
        EngineFacts facts = new EngineFacts(spec.name(), spec.kind(), spec.url(), slots);
        return switch (spec.kind()) {
            case OLLAMA -> new OllamaEngine(facts, spec.key(), clock);
            case OPENAI -> new OpenAiEngine(facts, spec.key(), clock);
            case EMBEDDED -> throw new IllegalArgumentException("the embedded engine is not added by address");
        };
    }

    /** Asks what engine is at {@code address}. */
    Reply<EngineProbe.Found> probe(String address, Optional<String> key, Deadline deadline) {
        return probe.probe(address, key, deadline);
    }

    /** What the node itself listens at or talks to on this machine; no engine is there. */
    private Map<Integer, String> ownPorts() {
        Map<Integer, String> own = new HashMap<>();
        own.put(port.getAsInt(), "this node itself");
        if (!keep.reader().isEmpty()) {
            String url = keep.app().get().shown();
            own.put(URI.create(url.substring(url.indexOf(':') + 1)).getPort(), "this node's own PostgreSQL");
        }
        keep.redis()
                .get()
                .filter(redis -> redis.host().equals("127.0.0.1"))
                .ifPresent(redis -> own.put(redis.port(), "this node's own Redis"));
        return own;
    }

    /** The node's own seal as the router needs it. */
    static RouterNeeds.Sealing sealing(Seal seal) {
        return new RouterNeeds.Sealing() {
            @Override
            public String seal(String plain, String context) {
                return seal.seal(plain, context);
            }

            @Override
            public Optional<String> open(String sealed, String context) {
                return seal.open(sealed, context);
            }
        };
    }
}
