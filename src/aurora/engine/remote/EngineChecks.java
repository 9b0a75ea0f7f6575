package aurora.engine.remote;

import aurora.base.Reply;
import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import java.util.Optional;
import tools.jackson.core.JsonToken;

/** What is looked at before a request leaves for an engine. */
public final class EngineChecks {
    private EngineChecks() {}

    /**
     * Why {@code request} cannot be sent, if so: JSON that is passed on untouched must be one value of the right kind.
     */
    public static <T> Optional<Reply<T>> wrong(GenerateRequest request) {
        if (request.messages().isEmpty()) {
            return Optional.of(Reply.invalid("messages", "There must be at least one message."));
        }
        for (Message message : request.messages()) {
            if (bad(message.toolCalls(), JsonToken.START_ARRAY)) {
                return Optional.of(Reply.invalid("messages.tool_calls", "Tool calls must be one JSON array."));
            }
        }
        if (bad(request.tools(), JsonToken.START_ARRAY)) {
            return Optional.of(Reply.invalid("tools", "Tools must be one JSON array."));
        }
        if (bad(request.toolChoice(), JsonToken.START_OBJECT, JsonToken.VALUE_STRING)) {
            return Optional.of(Reply.invalid("tool_choice", "The tool choice must be one JSON text or object."));
        }
        if (bad(request.format(), JsonToken.START_OBJECT)) {
            return Optional.of(Reply.invalid("response_format", "The format must be one JSON object."));
        }
        return Optional.empty();
    }

    private static boolean bad(Optional<String> json, JsonToken... first) {
        return json.isPresent() && !EngineJson.isOne(json.get(), first);
    }
}
