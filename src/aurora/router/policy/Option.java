package aurora.router.policy;

import aurora.engine.EngineFacts;
import aurora.engine.Model;
import aurora.router.RouterApi.Place;

/**
 * A model at an engine, as its listing says.
 *
 * @param place where
 * @param kind of the engine
 * @param slots requests the engine works on at once; 0 when it does not tell
 * @param near whether the engine is on this machine
 * @param model the listing
 * @param listedNanos when it was listed, by the timer of {@link aurora.base.Clock#nanos}
 */
public record Option(Place place, EngineFacts.Kind kind, int slots, boolean near, Model model, long listedNanos) {
    public Option {
        slots = Math.max(0, slots);
    }
}
