package aurora.engine.ollama;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.engine.GenerateRequest;
import aurora.engine.Model;
import aurora.engine.remote.EngineChecks;
import aurora.engine.remote.EngineJson;
import aurora.engine.remote.LineGeneration;
import aurora.engine.remote.PartSink;
import aurora.engine.remote.Remote;
import aurora.engine.remote.Vectors;
import aurora.ground.http.client.HttpCall;
import aurora.ground.http.client.HttpResult;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** A real Ollama, by its own protocol. Thread-safe. */
public final class OllamaEngine implements Engine {
    /** How long a model that was loaded on purpose stays without use. */
    private static final String KEPT = "30m";

    private static final int SLOTS_MAX = 64;

    private final Remote remote;
    private final OllamaModels models;
    private final HttpCall chat;
    private final HttpCall generate;
    private final HttpCall embed;
    private final HttpCall pull;
    private final Ids ids = Ids.secure();

    /**
     * An Ollama at {@code facts.url()}.
     *
     * @param key for one behind a door that wants a bearer token
     * @throws IllegalArgumentException when the url is no http or https address
     */
    public OllamaEngine(EngineFacts facts, Optional<String> key, Clock clock) {
        this.remote = new Remote(facts, URI.create(facts.url()), key, clock);
        this.models = new OllamaModels(remote);
        this.chat = remote.call("POST", "/api/chat", true);
        this.generate = remote.call("POST", "/api/generate", true);
        this.embed = remote.call("POST", "/api/embed", true);
        this.pull = remote.call("POST", "/api/pull", true);
    }

    /** The slots that {@code OLLAMA_NUM_PARALLEL} tells; 0 when it tells none. */
    public static int slots(String parallel) {
        String digits = parallel.strip();
        return digits.matches("[0-9]{1,4}") ? Math.min(SLOTS_MAX, Integer.parseInt(digits)) : 0;
    }

    @Override
    public EngineFacts facts() {
        return remote.facts();
    }

    @Override
    public Reply<List<Model>> models(Deadline deadline) {
        return models.all(deadline);
    }

    @Override
    public Reply<Generation> generate(GenerateRequest request, Deadline deadline) {
        Optional<Reply<Generation>> wrong = EngineChecks.wrong(request);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        EngineJson.Bytes body;
        try {
            body = OllamaRequest.chat(request);
        } catch (JacksonException _) {
            return Reply.invalid("messages.tool_calls", "The arguments of a tool call must be JSON.");
        }
        long sentNanos = remote.clock().nanos();
        return remote.open(chat, body, request.model(), deadline)
                .map(answer -> new LineGeneration(
                        remote,
                        answer,
                        new OllamaLines(ids),
                        deadline,
                        new PartSink(remote.clock(), sentNanos, request.whole())));
    }

    @Override
    public Reply<List<float[]>> embed(String model, List<String> texts, Deadline deadline) {
        return remote.fetch(embed, Vectors.request(model, texts), deadline)
                .then(result -> readVectors(result, texts.size()));
    }

    private Reply<List<float[]>> readVectors(HttpResult result, int wanted) {
        try {
            return Vectors.of(
                    EngineJson.tree(result.body())
                            .path("embeddings")
                            .valueStream()
                            .toList(),
                    wanted,
                    remote);
        } catch (JacksonException _) {
            return remote.unreadable();
        }
    }

    @Override
    public Reply<Boolean> load(String model, boolean loaded, Deadline deadline) {
        return remote.fetch(generate, OllamaRequest.keep(model, loaded ? KEPT : "0s"), deadline)
                .map(_ -> loaded);
    }

    /** Fetches {@code model}; a failure on the way is a last step that starts with {@value OllamaPull#FAILED}. */
    @Override
    public Reply<Events<Progress>> pull(String model, Deadline deadline) {
        return remote.open(pull, OllamaRequest.name(model, true), model, deadline)
                .map(answer -> new OllamaPull(answer, deadline));
    }

    @Override
    public Optional<LastSaid> lastSaid() {
        return remote.lastSaid();
    }

    @Override
    public void close() {
        remote.close();
    }
}
