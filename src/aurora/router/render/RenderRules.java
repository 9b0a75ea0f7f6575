package aurora.router.render;

import aurora.base.Reply;
import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Message.Role;
import aurora.engine.Sampling;

/** What a request to render must look like, whoever sends it. */
final class RenderRules {
    /** Messages of a prompt at most. */
    static final int MESSAGES_MAX = 4_000;
    /** Characters of a prompt at most, tools included. */
    static final int PROMPT_MAX = 8 << 20;

    private static final int MODEL_MAX = 300;
    private static final int TOKENS_MAX = 1_000_000;
    private static final int STOPS_MAX = 4;

    private RenderRules() {}

    static Reply<GenerateRequest> checked(GenerateRequest request) {
        if (request.model().isBlank() || request.model().length() > MODEL_MAX) {
            return Reply.invalid("model", "Name a model, or \"auto\".");
        }
        if (request.messages().isEmpty() || request.messages().size() > MESSAGES_MAX) {
            return Reply.invalid("messages", "There must be 1 to " + MESSAGES_MAX + " messages.");
        }
        long chars = request.tools().map(String::length).orElse(0);
        chars += request.format().map(String::length).orElse(0);
        for (Message message : request.messages()) {
            chars += message.text().length()
                    + message.toolCalls().map(String::length).orElse(0);
        }
        if (chars > PROMPT_MAX) {
            return Reply.invalid("messages", "The prompt has more than " + PROMPT_MAX + " characters.");
        }
        if (request.continueLast() && request.messages().getLast().role() != Role.ASSISTANT) {
            return Reply.invalid("messages", "Only an assistant's message can be continued.");
        }
        return sampling(request.sampling()).map(sound -> request);
    }

    private static Reply<Sampling> sampling(Sampling sampling) {
        if (sampling.temperature().isPresent() && outside(sampling.temperature().get(), 0, 2)) {
            return Reply.invalid("temperature", "The temperature is 0 to 2.");
        }
        if (sampling.topP().isPresent() && outside(sampling.topP().get(), 0, 1)) {
            return Reply.invalid("top_p", "top_p is above 0 and at most 1.");
        }
        if (sampling.maxTokens().isPresent() && outside(sampling.maxTokens().get(), 1, TOKENS_MAX)) {
            return Reply.invalid("max_tokens", "The number of tokens is 1 to " + TOKENS_MAX + ".");
        }
        if (sampling.stop().size() > STOPS_MAX) {
            return Reply.invalid("stop", "There may be " + STOPS_MAX + " stops at most.");
        }
        return Reply.ok(sampling);
    }

    private static boolean outside(double value, double min, double max) {
        return !(value >= min && value <= max);
    }
}
