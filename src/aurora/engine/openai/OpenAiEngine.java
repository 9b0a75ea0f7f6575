package aurora.engine.openai;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Model;
import aurora.engine.Model.Purpose;
import aurora.engine.remote.EngineChecks;
import aurora.engine.remote.EngineJson;
import aurora.engine.remote.LineGeneration;
import aurora.engine.remote.PartSink;
import aurora.engine.remote.Remote;
import aurora.engine.remote.Vectors;
import aurora.ground.http.client.HttpCall;
import aurora.ground.http.client.HttpResult;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An engine behind OpenAI's protocol. Thread-safe. */
public final class OpenAiEngine implements Engine {
    private static final int MODELS_MAX = 10_000;

    private final Remote remote;
    private final HttpCall models;
    private final HttpCall chat;
    private final HttpCall embeddings;
    private final boolean paidOpenAi;
    private volatile Optional<Boolean> vllm = Optional.empty();

    /**
     * An engine at {@code facts.url()}; without a path the protocol lies under {@code /v1}.
     *
     * @param key the key the address wants, if any
     * @throws IllegalArgumentException when the url is no http or https address
     */
    public OpenAiEngine(EngineFacts facts, Optional<String> key, Clock clock) {
        URI url = URI.create(facts.url());
        String path = Optional.ofNullable(url.getRawPath()).orElse("");
        String under = path.isEmpty() || path.equals("/") ? "/v1" : "";
        this.remote = new Remote(facts, url, key, clock);
        this.models = remote.call("GET", under + "/models", false);
        this.chat = remote.call("POST", under + "/chat/completions", true).with("accept", "text/event-stream");
        this.embeddings = remote.call("POST", under + "/embeddings", true);
        this.paidOpenAi = "api.openai.com".equalsIgnoreCase(url.getHost());
    }

    @Override
    public EngineFacts facts() {
        return remote.facts();
    }

    @Override
    public Reply<List<Model>> models(Deadline deadline) {
        return remote.fetch(models, deadline).then(this::readModels);
    }

    private Reply<List<Model>> readModels(HttpResult result) {
        try {
            JsonNode data = EngineJson.tree(result.body()).path("data");
            if (!data.isArray()) {
                return remote.unreadable();
            }
            List<Model> found = new ArrayList<>();
            boolean vllmSeen = false;
            for (JsonNode entry : data) {
                String name = entry.path("id").asString("");
                if (!name.isEmpty() && found.size() < MODELS_MAX) {
                    found.add(model(name, entry));
                }
                vllmSeen |= entry.path("owned_by").asString("").equals("vllm");
            }
            vllm = Optional.of(vllmSeen);
            return Reply.ok(List.copyOf(found));
        } catch (JacksonException _) {
            return remote.unreadable();
        }
    }

    /** {@code max_model_len} is vLLM's; {@code meta} and {@code status} are llama-server's. */
    private static Model model(String name, JsonNode entry) {
        JsonNode meta = entry.path("meta");
        int context = entry.path("max_model_len")
                .asInt(meta.path("n_ctx").asInt(meta.path("n_ctx_train").asInt(0)));
        boolean loaded = entry.path("status").path("value").asString("loaded").equals("loaded");
        Purpose purpose = name.toLowerCase(Locale.ROOT).contains("embed") ? Purpose.EMBEDDING : Purpose.GENERAL;
        return new Model(name, purpose, loaded, Math.max(0, meta.path("size").asLong(0)), Math.max(0, context), "");
    }

    @Override
    public Reply<Generation> generate(GenerateRequest request, Deadline deadline) {
        Optional<Reply<Generation>> wrong = EngineChecks.wrong(request);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        boolean continues =
                request.continueLast() && request.messages().getLast().role() == Message.Role.ASSISTANT;
        if (continues && vllm.isEmpty()) {
            // Only asking tells which dialect continues an answer; when that fails the plain one is used.
            models(deadline);
        }
        EngineJson.Bytes body = OpenAiRequest.chat(request, new OpenAiRequest.Dialect(vllm.orElse(false), paidOpenAi));
        long sentNanos = remote.clock().nanos();
        return remote.open(chat, body, request.model(), deadline)
                .map(answer -> new LineGeneration(
                        remote,
                        answer,
                        request.whole() ? new OpenAiWhole() : new OpenAiLines(),
                        deadline,
                        new PartSink(remote.clock(), sentNanos, request.whole())));
    }

    @Override
    public Reply<List<float[]>> embed(String model, List<String> texts, Deadline deadline) {
        return remote.fetch(embeddings, Vectors.request(model, texts), deadline)
                .then(result -> readVectors(result, texts.size()));
    }

    private Reply<List<float[]>> readVectors(HttpResult result, int wanted) {
        try {
            List<JsonNode> entries = new ArrayList<>(
                    EngineJson.tree(result.body()).path("data").valueStream().toList());
            entries.sort((a, b) ->
                    Integer.compare(a.path("index").asInt(0), b.path("index").asInt(0)));
            return Vectors.of(
                    entries.stream().map(entry -> entry.path("embedding")).toList(), wanted, remote);
        } catch (JacksonException _) {
            return remote.unreadable();
        }
    }

    @Override
    public Reply<Boolean> load(String model, boolean loaded, Deadline deadline) {
        return Reply.invalid("model", "An engine behind OpenAI's protocol decides by itself which models are loaded.");
    }

    @Override
    public Reply<Events<Progress>> pull(String model, Deadline deadline) {
        return Reply.invalid(
                "model", "Models cannot be fetched through OpenAI's protocol; add the model at the engine itself.");
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
