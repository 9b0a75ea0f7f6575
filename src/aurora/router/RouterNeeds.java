package aurora.router;

import aurora.base.Caller;
import aurora.base.Clock;
import aurora.base.Ids;
import aurora.engine.Engine;
import aurora.ground.metrics.Metrics;
import aurora.mesh.data.Replica;
import aurora.router.roster.EngineRoster;
import aurora.router.roster.EngineSpec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the router needs of the house.
 *
 * @param node this node's name
 * @param home the folder in which learnt speeds are kept
 * @param replica where added engines are kept
 * @param probe finds out what engine is at an address
 * @param factory makes the client of an engine
 * @param sealing seals engines' API keys
 * @param background runs work on another thread, soon
 * @param metrics where figures are counted
 * @param notes where it is written down who changed what
 */
public record RouterNeeds(
        String node,
        Path home,
        Clock clock,
        Ids ids,
        Replica replica,
        EngineRoster.Probe probe,
        Function<EngineSpec, Engine> factory,
        Sealing sealing,
        Consumer<Runnable> background,
        Metrics metrics,
        Notes notes) {

    /** Writes down who changed what, for the audit trail. */
    @FunctionalInterface
    public interface Notes {
        /** {@code caller} did {@code action} to {@code subject}; names only, never a secret. */
        void note(Caller caller, String action, String subject);
    }

    /** Seals short secrets under a key of this node. */
    public interface Sealing {
        /** Seals {@code plain}; only the same {@code context} opens it. */
        String seal(String plain, String context);

        /** The plain text; empty when it was not sealed here or for another context. */
        Optional<String> open(String sealed, String context);
    }

    /** What its roster of engines needs of that. */
    EngineRoster.Needs roster() {
        return new EngineRoster.Needs(node, clock, new RouterStore(replica, sealing, node), probe, factory, background);
    }
}
