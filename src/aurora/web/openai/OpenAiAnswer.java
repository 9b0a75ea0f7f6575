package aurora.web.openai;

import aurora.engine.Part;
import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import aurora.router.RouterApi.Figures;
import aurora.router.RouterApi.Rendered;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Collects an answer and writes it as OpenAI's {@code chat.completion}. Used by one thread. */
final class OpenAiAnswer {
    private final String id;
    private final long created;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final ArrayNode toolCalls = Json.object().putArray("tool_calls");

    OpenAiAnswer(String id, long createdSeconds) {
        this.id = id;
        this.created = createdSeconds;
    }

    String id() {
        return id;
    }

    long created() {
        return created;
    }

    /** Takes in the next part. */
    void add(Part part) {
        switch (part) {
            case Part.Text(String more) -> text.append(more);
            case Part.Thinking(String more) -> thinking.append(more);
            case Part.ToolCalls(String json) -> merge(json);
            case Part.Done done -> throw new IllegalArgumentException("an end is no piece");
            case Part.Failed failed -> throw new IllegalArgumentException("an end is no piece");
        }
    }

    /** Deltas carry an index; the same index goes on with the same call's arguments. */
    private void merge(String json) {
        try {
            for (JsonNode delta : Json.tree(json)) {
                int index = delta.path("index").asInt(toolCalls.size());
                if (index < toolCalls.size()) {
                    ObjectNode function = (ObjectNode) toolCalls.get(index).path("function");
                    function.put(
                            "arguments",
                            function.path("arguments").asString("")
                                    + delta.path("function").path("arguments").asString(""));
                } else {
                    ObjectNode call = toolCalls.addObject();
                    call.put("id", delta.path("id").asString(""));
                    call.put("type", "function");
                    call.putObject("function")
                            .put("name", delta.path("function").path("name").asString(""))
                            .put(
                                    "arguments",
                                    delta.path("function").path("arguments").asString(""));
                }
            }
        } catch (JsonException notJson) {
            throw new IllegalStateException("an engine yielded tool calls that are no JSON", notJson);
        }
    }

    /** The finished answer. */
    Completion whole(Rendered.Done done) {
        boolean called = !toolCalls.isEmpty();
        AnswerMessage message = new AnswerMessage(
                "assistant",
                called && text.isEmpty() ? null : text.toString(),
                thinking.isEmpty() ? Optional.empty() : Optional.of(thinking.toString()),
                called ? Optional.of(toolCalls) : Optional.empty());
        return new Completion(
                id,
                "chat.completion",
                created,
                done.figures().place().model(),
                List.of(new Choice(0, message, finish(done.finish()))),
                Counts.of(done.figures()));
    }

    static String finish(Part.Finish finish) {
        return finish.name().toLowerCase(Locale.ROOT);
    }

    /** {@code chat.completion}. */
    record Completion(String id, String object, long created, String model, List<Choice> choices, Counts usage) {}

    /** The only choice. */
    record Choice(
            int index,
            AnswerMessage message,
            @JsonProperty("finish_reason") String finishReason) {}

    /** The answer's message. */
    record AnswerMessage(
            String role,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String content,

            @JsonProperty("reasoning_content") Optional<String> reasoning,
            @JsonProperty("tool_calls") Optional<JsonNode> toolCalls) {}

    /** Token counts. */
    record Counts(
            @JsonProperty("prompt_tokens") int prompt,
            @JsonProperty("completion_tokens") int completion,
            @JsonProperty("total_tokens") int total,
            @JsonProperty("prompt_tokens_details") Details details) {
        static Counts of(Figures figures) {
            return new Counts(
                    figures.promptTokens(),
                    figures.outputTokens(),
                    figures.promptTokens() + figures.outputTokens(),
                    new Details(figures.cachedTokens()));
        }
    }

    /** How many prompt tokens were cached. */
    record Details(@JsonProperty("cached_tokens") int cached) {}

    /** {@code GET /v1/models}. */
    record ModelList(String object, List<ModelEntry> data) {}

    /** A model. */
    record ModelEntry(
            String id,
            String object,
            long created,
            @JsonProperty("owned_by") String ownedBy) {
        static ModelEntry of(String id) {
            return new ModelEntry(id, "model", 1_764_028_800L, "aurora");
        }
    }
}
