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
 * @param whole whether nobody reads along, so that the engine may send the answer in one piece, which costs less
 */
public record GenerateRequest(
        String model,
        List<Message> messages,
        Sampling sampling,
        boolean continueLast,
        Optional<String> tools,
        Optional<String> toolChoice,
        Optional<String> format,
        boolean whole) {

    public GenerateRequest {
        messages = List.copyOf(messages);
    }

    /** A request whose answer is read along. */
    public GenerateRequest(
            String model,
            List<Message> messages,
            Sampling sampling,
            boolean continueLast,
            Optional<String> tools,
            Optional<String> toolChoice,
            Optional<String> format) {
        this(model, messages, sampling, continueLast, tools, toolChoice, format, false);
    }

    /** The same for the engine's own name of the model, its answer in one piece or not. */
    public GenerateRequest to(String enginesModel, boolean inOnePiece) {
        boolean same = model.equals(enginesModel) && whole == inOnePiece;
        return same
                ? this
                : new GenerateRequest(
                        enginesModel, messages, sampling, continueLast, tools, toolChoice, format, inOnePiece);
    }

    /** The same, going on from the last of {@code more}, which is an assistant's beginning. */
    public GenerateRequest goingOn(List<Message> more, Sampling rest) {
        return new GenerateRequest(model, more, rest, true, tools, toolChoice, format, whole);
    }

    /** A plain prompt. */
    public static GenerateRequest of(String model, List<Message> messages, Sampling sampling) {
        return new GenerateRequest(
                model, messages, sampling, false, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
