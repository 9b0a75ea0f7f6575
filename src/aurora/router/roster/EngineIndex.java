package aurora.router.roster;

import aurora.engine.Model.Purpose;
import aurora.router.RouterApi;
import aurora.router.policy.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which engines have what a request names. Immutable. */
public final class EngineIndex {
    static final EngineIndex EMPTY = new EngineIndex(Map.of(), List.of());

    private final Map<String, List<Spot>> byModel;
    private final List<Spot> any;

    /** A model at an engine. */
    public record Spot(EngineSlot slot, Option option) {}

    /** What a name stands for: the spots that may render it; {@code any}: any general model will do. */
    public record Wanted(List<Spot> spots, boolean any) {}

    private EngineIndex(Map<String, List<Spot>> byModel, List<Spot> any) {
        this.byModel = byModel;
        this.any = any;
    }

    /** An index over what {@code slots} list now. */
    static EngineIndex of(List<EngineSlot> slots) {
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
        return new EngineIndex(Map.copyOf(byModel), List.copyOf(any));
    }

    /** Engines and models by what a request calls them: a model, an engine and a model, or anything. */
    Wanted find(String asked) {
        if (asked.equals(RouterApi.AUTO)) {
            return new Wanted(any, true);
        }
        List<Spot> exact = spots(asked);
        int slash = asked.indexOf('/');
        if (exact.isEmpty() && slash > 0) {
            String engine = asked.substring(0, slash);
            exact = spots(asked.substring(slash + 1)).stream()
                    .filter(spot -> spot.slot.name().equals(engine))
                    .toList();
        }
        return new Wanted(exact, false);
    }

    private List<Spot> spots(String model) {
        List<Spot> exact = byModel.get(model);
        return exact != null ? exact : byModel.getOrDefault(model + ":latest", List.of());
    }
}
