package aurora.web.openai;

import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The body of {@code POST /v1/chat/completions} read as OpenAI documents it. Members that only tune a cloud's own
 * affairs are accepted and have no effect; what would change the answer and is not there (several choices, pictures,
 * log probabilities) is refused.
 *
 * @param generate what to render
 * @param stream whether the answer is streamed
 * @param usage whether a stream ends with a chunk of token counts
 */
record OpenAiRequest(GenerateRequest generate, boolean stream, boolean usage) {
    private static final int MESSAGES_MAX = 2000;
    private static final int STOPS_MAX = 4;

    /** A request that OpenAI's API would refuse too; {@code param} names the member. */
    static final class BadRequest extends Exception {
        private static final long serialVersionUID = 1L;

        private final String param;

        BadRequest(String param, String message) {
            super(message);
            this.param = param;
        }

        String param() {
            return param;
        }
    }

    static OpenAiRequest read(JsonNode body) throws BadRequest {
        if (!body.isObject()) {
            throw new BadRequest("", "The body must be a JSON object.");
        }
        JsonNode model = body.path("model");
        if (!model.isMissingNode() && !model.isNull() && !model.isString()) {
            throw new BadRequest("model", "Invalid type for 'model': expected a string.");
        }
        if (!model.isString() || model.asString().isBlank()) {
            throw new BadRequest("model", "you must provide a model parameter");
        }
        if (body.path("n").asInt(1) != 1) {
            throw new BadRequest("n", "Only one choice per request is rendered here; send n=1.");
        }
        if (body.path("logprobs").asBoolean(false)) {
            throw new BadRequest("logprobs", "Log probabilities are not available here.");
        }
        boolean stream = flag(body, "stream");
        JsonNode options = body.path("stream_options");
        List<Message> messages = messages(body.path("messages"));
        GenerateRequest generate = new GenerateRequest(
                model.asString(),
                messages,
                sampling(body),
                false,
                raw(body, "tools"),
                raw(body, "tool_choice"),
                raw(body, "response_format"),
                !stream);
        return new OpenAiRequest(generate, stream, options.path("include_usage").asBoolean(false));
    }

    private static List<Message> messages(JsonNode array) throws BadRequest {
        if (array.isMissingNode() || array.isNull()) {
            throw new BadRequest("messages", "Missing required parameter: 'messages'.");
        }
        if (!array.isArray()) {
            throw new BadRequest("messages", "Invalid type for 'messages': expected an array of objects.");
        }
        if (array.isEmpty()) {
            throw new BadRequest("messages", "[] is too short - 'messages'");
        }
        if (array.size() > MESSAGES_MAX) {
            throw new BadRequest("messages", "At most " + MESSAGES_MAX + " messages.");
        }
        List<Message> messages = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            messages.add(message(array.get(i), "messages[" + i + "]"));
        }
        return messages;
    }

    private static Message message(JsonNode node, String at) throws BadRequest {
        Message.Role role = switch (node.path("role").asString("")) {
            case "system", "developer" -> Message.Role.SYSTEM;
            case "user" -> Message.Role.USER;
            case "assistant" -> Message.Role.ASSISTANT;
            case "tool", "function" -> Message.Role.TOOL;
            default ->
                throw new BadRequest(
                        at + ".role",
                        (node.hasNonNull("role") ? "'" + brief(node.path("role")) + "' is not" : "Missing role; it is")
                                + " one of ['system', 'assistant', 'user', 'tool', 'developer']");
        };
        Optional<String> calls = raw(node, "tool_calls");
        JsonNode content = node.path("content");
        if (content.isMissingNode() || content.isNull()) {
            if (role != Message.Role.ASSISTANT || calls.isEmpty()) {
                throw new BadRequest(at + ".content", "Missing content.");
            }
            return new Message(role, "", calls, Optional.empty());
        }
        Optional<String> callId = node.path("tool_call_id").isString()
                ? Optional.of(node.path("tool_call_id").asString())
                : Optional.empty();
        return new Message(role, text(content, at + ".content"), calls, callId);
    }

    private static String text(JsonNode content, String at) throws BadRequest {
        if (content.isString()) {
            return content.asString();
        }
        if (!content.isArray()) {
            throw new BadRequest(at, "Expected a string or an array of content parts.");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < content.size(); i++) {
            JsonNode part = content.get(i);
            if (!part.path("type").asString("").equals("text")
                    || !part.path("text").isString()) {
                throw new BadRequest(at + "[" + i + "]", "Only parts of type 'text' are rendered here.");
            }
            text.append(part.path("text").asString());
        }
        return text.toString();
    }

    private static Sampling sampling(JsonNode body) throws BadRequest {
        Optional<Integer> tokensNew = whole(body, "max_completion_tokens", 1_000_000);
        Optional<Integer> tokens = tokensNew.isPresent() ? tokensNew : whole(body, "max_tokens", 1_000_000);
        return new Sampling(
                number(body, "temperature", 0, 2),
                number(body, "top_p", 0, 1),
                whole(body, "top_k", 100_000),
                tokens,
                seed(body.path("seed")),
                stops(body.path("stop")),
                number(body, "repetition_penalty", 0.01, 10));
    }

    private static Optional<Long> seed(JsonNode seed) throws BadRequest {
        if (seed.isMissingNode() || seed.isNull()) {
            return Optional.empty();
        }
        if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
            throw new BadRequest("seed", "'" + brief(seed) + "' is not of type 'integer' - 'seed'");
        }
        return Optional.of(seed.asLong());
    }

    private static List<String> stops(JsonNode stop) throws BadRequest {
        List<String> all = new ArrayList<>();
        if (stop.isString()) {
            all.add(stop.asString());
        } else if (stop.isArray() && stop.size() <= STOPS_MAX) {
            for (int i = 0; i < stop.size(); i++) {
                if (!stop.get(i).isString()) {
                    throw new BadRequest("stop", "Expected a string or an array of strings.");
                }
                all.add(stop.get(i).asString());
            }
        } else if (!stop.isMissingNode() && !stop.isNull()) {
            throw new BadRequest("stop", "Expected a string or an array of at most " + STOPS_MAX + " strings.");
        }
        all.removeIf(String::isEmpty);
        return all;
    }

    private static Optional<Double> number(JsonNode body, String name, double min, double max) throws BadRequest {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isNumber()) {
            throw new BadRequest(name, "'" + brief(value) + "' is not of type 'number' - '" + name + "'");
        }
        double number = value.asDouble();
        if (!(number >= min && number <= max)) {
            String allowed = plain(min) + " to " + plain(max);
            throw new BadRequest(name, plain(number) + " is outside " + allowed + " - '" + name + "'");
        }
        return Optional.of(number);
    }

    /** A whole number from 1 on. */
    private static Optional<Integer> whole(JsonNode body, String name, int max) throws BadRequest {
        Optional<Double> number = number(body, name, 1, max);
        if (number.isPresent() && number.get() != Math.rint(number.get())) {
            throw new BadRequest(name, "'" + brief(body.path(name)) + "' is not of type 'integer' - '" + name + "'");
        }
        return number.map(Double::intValue);
    }

    /** A whole number without its ".0". */
    private static String plain(double number) {
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
        return whole ? String.valueOf((long) number) : String.valueOf(number);
    }

    private static boolean flag(JsonNode body, String name) throws BadRequest {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new BadRequest(name, "'" + brief(value) + "' is not of type 'boolean' - '" + name + "'");
        }
        return value.asBoolean();
    }

    private static Optional<String> raw(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value.toString());
    }

    private static String brief(JsonNode value) {
        String text = value.isString() ? value.asString() : value.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
