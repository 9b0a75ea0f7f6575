package aurora.router.policy.learning;

import aurora.router.RouterApi.Place;
import aurora.router.policy.learning.Estimate.Saved;
import java.util.List;
import java.util.Optional;

/** What a policy has learnt, as it is kept in the home. */
public record Learned(List<OfPlace> places, List<OfEngine> engines, List<OfModel> models) {
    public Learned {
        places = List.copyOf(places);
        engines = List.copyOf(engines);
        models = List.copyOf(models);
    }

    /** Of one model at one engine. */
    public record OfPlace(Place place, Saved prefill, Saved decode, double quantile, int answers) {}

    /** Of one engine; {@code slots} when they were learnt. */
    public record OfEngine(String node, String engine, Saved network, Saved load, Optional<Integer> slots) {}

    /** Of one model, wherever it runs. */
    public record OfModel(String model, Saved output, Saved tokensPerChar) {}
}
