package aurora.router.roster;

import aurora.engine.EngineFacts;
import java.util.Optional;

/** What an engine is made of. */
public record EngineSpec(String name, EngineFacts.Kind kind, String url, Optional<String> key) {
    @Override
    public String toString() {
        return "EngineSpec[" + name + " " + kind + " " + url + "]";
    }
}
