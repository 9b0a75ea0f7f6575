package aurora.engine;

import java.util.Optional;

/**
 * One message of a prompt.
 *
 * @param role who says it
 * @param text what is said
 * @param toolCalls the assistant's tool calls, as OpenAI's JSON array; absent when none
 * @param toolCallId for {@link Role#TOOL}: the call this is the result of
 */
public record Message(Role role, String text, Optional<String> toolCalls, Optional<String> toolCallId) {

    /** Who says it. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        TOOL
    }

    /** A plain message. */
    public static Message of(Role role, String text) {
        return new Message(role, text, Optional.empty(), Optional.empty());
    }
}
