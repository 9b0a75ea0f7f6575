package aurora.engine;

import java.util.List;
import java.util.Optional;

/**
 * What to render.
 *
 * @param model the model's name at the engine
 * @param messages the prompt, oldest first, at least one
 * @param sampling how tokens are chosen
 * @param continueLast whether the last message is an assistant's beginning that the answer goes on from
 * @param tools OpenAI's {@code tools} array as JSON, passed on untouched
 * @param toolChoice OpenAI's {@code tool_choice} as JSON, passed on untouched
 * @param format OpenAI's {@code response_format} as JSON, passed on untouched
 */
public record GenerateRequest(
        String model,
        List<Message> messages,
        Sampling sampling,
        boolean continueLast,
        Optional<String> tools,
        Optional<String> toolChoice,
        Optional<String> format) {

    public GenerateRequest {
        messages = List.copyOf(messages);
    }

    /** A plain prompt. */
    public static GenerateRequest of(String model, List<Message> messages, Sampling sampling) {
        return new GenerateRequest(
                model, messages, sampling, false, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
