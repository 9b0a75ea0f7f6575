package aurora.router;

import aurora.base.Caller;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.engine.EngineFacts;
import aurora.engine.GenerateRequest;
import aurora.engine.Model;
import aurora.engine.Part;
import aurora.mesh.contract.Nothing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides which engine renders, and renders. Every method checks the caller itself. */
public interface RouterApi {
    /** The name of the model that means: the best general model this node has, else its guide. */
    String AUTO = "auto";

    /**
     * Decides and starts rendering. The model of {@code request} may be {@link #AUTO}, {@code model} or {@code
     * engine/model}.
     *
     * <p>{@link #AUTO} waits a few seconds for an engine that was well until lately before the guide stands in for it;
     * then {@link Decision#missed} names it.
     *
     * <p>When the chosen engine refuses or fails before its first part, the next best is asked. When it dies, hangs
     * or breaks its protocol later, another continues the answer, and the stream says {@link Rendered.Moved}. The
     * stream always ends with {@link Rendered.Done} or {@link Rendered.Failed}. Closing it cancels.
     *
     * @return {@code NotFound} when no engine has the model, {@code Invalid} when the engines refuse the request,
     *     {@code Busy} and
     *     {@code Unavailable} when none can take it
     */
    Reply<Rendering> render(Caller caller, GenerateRequest request, Deadline deadline);

    /** All models, each with the engines that have it. */
    Reply<Models> models(Caller caller, Nothing request, Deadline deadline);

    /** The engines, with their state; a caller who is no admin does not see their addresses. */
    Reply<Engines> engines(Caller caller, Nothing request, Deadline deadline);

    /** Adds an engine; its kind is found out by asking it. */
    Reply<EngineState> addEngine(Caller caller, AddEngine request, Deadline deadline);

    /** Removes an engine that was added. */
    Reply<Nothing> removeEngine(Caller caller, EngineName request, Deadline deadline);

    /** The latest decisions, newest first; members see their own. */
    Reply<Decisions> decisions(Caller caller, DecisionQuery request, Deadline deadline);

    /** A running answer: why here, and the stream. */
    interface Rendering extends Events<Rendered> {
        /** The decision, as it stands now; changes when the answer moves. */
        Decision decision();

        /**
         * What was measured until the last part that came, for an answer that ends before its {@link Rendered.Done};
         * empty before the first. From any thread.
         */
        Optional<Figures> soFar();
    }

    /** A piece of an answer as the router yields it. */
    sealed interface Rendered {
        /**
         * What the engine yielded: {@link Part.Text}, {@link Part.Thinking} or {@link Part.ToolCalls}, never an end.
         */
        record Piece(Part part) implements Rendered {}

        /** Another engine goes on, after {@code characters} of the answer, because of {@code why}. */
        record Moved(Place from, Place to, int characters, String why) implements Rendered {}

        /** Complete. */
        record Done(Part.Finish finish, Figures figures) implements Rendered {}

        /** Over without being complete. */
        record Failed(Part.Failure failure, String why) implements Rendered {}
    }

    /** Where an answer is rendered. */
    record Place(String node, String engine, String model) {}

    /**
     * What an answer took, measured here.
     *
     * @param place where it was rendered (last)
     * @param promptTokens tokens of the prompt; 0 when no engine counted them
     * @param cachedTokens how many of them were cached
     * @param outputTokens tokens of the answer; of one that was not complete, the parts it came in
     * @param firstTokenMillis from the request to the first part; 0 when none came
     * @param tokensPerSecond while writing; 0 when unknown
     * @param totalMillis from the request to the end
     */
    record Figures(
            Place place,
            int promptTokens,
            int cachedTokens,
            int outputTokens,
            double firstTokenMillis,
            double tokensPerSecond,
            double totalMillis) {}

    /**
     * Why here.
     *
     * @param id of the decision
     * @param at when
     * @param user who asked
     * @param asked the model that was asked for
     * @param chosen the winner
     * @param why one sentence
     * @param candidates every candidate, best first, refused ones last
     * @param actualMillis how long it really took; absent while it runs
     * @param missed the engine the guide stands in for
     */
    record Decision(
            String id,
            Instant at,
            String user,
            String asked,
            Place chosen,
            String why,
            List<Candidate> candidates,
            Optional<Double> actualMillis,
            Optional<Missed> missed) {
        public Decision {
            candidates = List.copyOf(candidates);
        }
    }

    /** An engine that would have answered, and has not been there since. */
    record Missed(String engine, Instant since) {}

    /** One candidate: its forecast, or why it was refused. */
    record Candidate(Place place, Optional<Forecast> forecast, Optional<String> refused) {}

    /**
     * Milliseconds an answer is expected to take: the sum of its terms.
     *
     * @param network round trip to the engine
     * @param queue for work that is already there
     * @param load of the model
     * @param prefill of the prompt
     * @param decode of the answer
     * @param p50 the sum
     * @param p90 with nine chances out of ten it takes no longer
     * @param samples answers the rates were learnt from; 0 is a guess from the kind of engine
     */
    record Forecast(
            double network,
            double queue,
            double load,
            double prefill,
            double decode,
            double p50,
            double p90,
            int samples) {}

    /** All models. */
    record Models(List<ModelOffer> models) {}

    /** A model and where it is. {@code id} is what a request names. */
    record ModelOffer(String id, Model.Purpose purpose, boolean loaded, int contextMax, List<String> engines) {}

    /** All engines. */
    record Engines(List<EngineState> engines) {}

    /**
     * An engine: reachable or why not.
     *
     * @param url its address; empty when it is inside this node, and for callers who are no admins
     * @param added by a person, so that it can be removed
     * @param leftOut models it names that are not taken, with the reason; the first ten, and how many more
     */
    record EngineState(
            String name,
            EngineFacts.Kind kind,
            String url,
            boolean added,
            boolean ready,
            String detail,
            Instant since,
            List<Model> models,
            List<String> leftOut) {}

    /** {@code key} is the engine's own API key, if it wants one; it is sealed and never told again. */
    record AddEngine(String name, String url, Optional<String> key) {
        @Override
        public String toString() {
            return "AddEngine[" + name + " " + url + "]";
        }
    }

    /** Names an engine. */
    record EngineName(String engine) {}

    /** {@code limit} 1 to 200, else 50. */
    record DecisionQuery(Optional<Integer> limit) {}

    /** The latest decisions. */
    record Decisions(List<Decision> decisions) {}
}
