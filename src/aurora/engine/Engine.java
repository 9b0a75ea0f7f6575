package aurora.engine;

import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A program, or a part of this one, that renders text with models. Thread-safe. */
public interface Engine extends AutoCloseable {

    /** What kind of engine this is and where; never changes. */
    EngineFacts facts();

    /** The models that are here, and which of them are loaded now. */
    Reply<List<Model>> models(Deadline deadline);

    /**
     * Starts rendering. The reply comes when the engine has accepted the request, before the first token.
     *
     * <p>Reading {@link Generation#next} yields {@link Part}s; the last is {@link Part.Done} or {@link Part.Failed}.
     * Closing it earlier cancels the work and frees the engine's slot.
     *
     * @return {@code NotFound} when the model is not here, {@code Invalid} when the engine refuses the request,
     *     {@code Busy} when it says
     *     so (429, 503), {@code Unavailable} when it cannot be reached, naming the engine; or
     *     when it answers with an error or breaks its protocol, naming the model by {@link EngineFacts#at}
     */
    Reply<Generation> generate(GenerateRequest request, Deadline deadline);

    /**
     * Vectors for {@code texts}, one each, of unit length. {@code Invalid} when the engine or the model cannot embed.
     */
    Reply<List<float[]>> embed(String model, List<String> texts, Deadline deadline);

    /** Loads {@code model} into memory, or unloads it. {@code Invalid} when the engine does not let itself be told. */
    Reply<Boolean> load(String model, boolean loaded, Deadline deadline);

    /** Fetches {@code model} to this engine, with progress. {@code Invalid} when the engine cannot. */
    Reply<Events<Progress>> pull(String model, Deadline deadline);

    /**
     * What it said last in its own words when it failed, for who looks after the node: it may tell more than others
     * should know.
     */
    default Optional<LastSaid> lastSaid() {
        return Optional.empty();
    }

    /** What {@link #models} left out when it was asked last, each with the reason; empty when nothing. */
    default List<String> leftOut() {
        return List.of();
    }

    @Override
    void close();

    /** Words of an engine, on one line, without what looks like a key; and when they came. */
    record LastSaid(String words, Instant at) {}

    /** A running answer: parts in order, the last {@link Part.Done} or {@link Part.Failed}. Closing cancels. */
    interface Generation extends Events<Part> {}

    /**
     * How far a long step is.
     *
     * @param step what is being done, for people
     * @param doneBytes bytes done
     * @param totalBytes bytes in all; 0 when not known
     */
    record Progress(String step, long doneBytes, long totalBytes) {}
}
