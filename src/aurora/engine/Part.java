package aurora.engine;

/** A piece of an answer as an engine yields it. */
public sealed interface Part {

    /** The next words of the answer; never cuts a character in two. */
    record Text(String text) implements Part {}

    /** The next words of the model's reasoning. */
    record Thinking(String text) implements Part {}

    /** Tool calls: OpenAI's {@code tool_calls} delta array as JSON. */
    record ToolCalls(String json) implements Part {}

    /** The answer is complete. */
    record Done(Finish finish, Usage usage) implements Part {}

    /** The engine failed after it had accepted the request. */
    record Failed(Failure failure, String why) implements Part {}

    /** Why an answer ended. */
    enum Finish {
        STOP,
        LENGTH,
        TOOL_CALLS,
        CONTENT_FILTER
    }

    /** How an engine failed. */
    enum Failure {
        /** The connection broke before the end. */
        CUT,
        /** Nothing came for too long. */
        HUNG,
        /** What came is not the engine's protocol. */
        PROTOCOL,
        /** The engine said that it is busy, later than with its refusal. */
        BUSY,
        /** The engine reported an error. */
        REPORTED,
        /** The deadline passed. */
        DEADLINE
    }
}
