package aurora.router;

import aurora.router.Estimate.Saved;
import aurora.router.RouterApi.Place;
import java.util.List;

/** What a {@link Policy} has learnt, as it is kept in the home. */
record Learned(List<OfPlace> places, List<OfEngine> engines, List<OfModel> models) {
    Learned {
        places = List.copyOf(places);
        engines = List.copyOf(engines);
        models = List.copyOf(models);
    }

    record OfPlace(Place place, Saved prefill, Saved decode, double quantile, int answers) {}

    record OfEngine(String node, String engine, Saved network, Saved load) {}

    record OfModel(String model, Saved output, Saved tokensPerChar) {}
}
