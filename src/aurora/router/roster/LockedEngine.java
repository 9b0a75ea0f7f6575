package aurora.router.roster;

import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.engine.GenerateRequest;
import aurora.engine.Model;
import java.util.List;

/** Stands for an engine that was added but cannot be used, and says why. Immutable. */
record LockedEngine(EngineFacts facts, String why) implements Engine {
    private <T> Reply<T> away() {
        return new Reply.Unavailable<>(facts.name(), why);
    }

    @Override
    public Reply<List<Model>> models(Deadline deadline) {
        return away();
    }

    @Override
    public Reply<Generation> generate(GenerateRequest request, Deadline deadline) {
        return away();
    }

    @Override
    public Reply<List<float[]>> embed(String model, List<String> texts, Deadline deadline) {
        return away();
    }

    @Override
    public Reply<Boolean> load(String model, boolean loaded, Deadline deadline) {
        return away();
    }

    @Override
    public Reply<Events<Progress>> pull(String model, Deadline deadline) {
        return away();
    }

    @Override
    public void close() {}
}
