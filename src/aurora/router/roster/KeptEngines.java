package aurora.router.roster;

import java.time.Instant;
import java.util.List;

/** Where the engines that people added are kept. Each method may throw {@code DatabaseException}. */
public interface KeptEngines {
    /** All of this node, by name. */
    List<Kept> all();

    /** Keeps an engine; {@code by} added it. */
    void put(EngineSpec spec, String by, Instant added);

    /** Forgets an engine. */
    void delete(String name);

    /** An engine as it was kept; {@code locked}: it had a key, which cannot be opened any more. */
    record Kept(EngineSpec spec, boolean locked) {}
}
