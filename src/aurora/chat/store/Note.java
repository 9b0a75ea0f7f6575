package aurora.chat.store;

import aurora.chat.ChatApi.Author;
import aurora.chat.ChatApi.State;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A message as it is stored.
 *
 * @param figures JSON, as are decision and moves, so that members of a newer version are kept
 * @param rest what a newer version wrote
 */
public record Note(
        String conversation,
        String owner,
        Optional<String> parent,
        Author author,
        String text,
        State state,
        String created,
        Optional<String> run,
        Optional<String> model,
        Optional<String> thinking,
        Optional<JsonNode> figures,
        Optional<JsonNode> decision,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<JsonNode> moves,
        Optional<String> error,
        @JsonAnyGetter @JsonAnySetter Map<String, Object> rest) {

    /**
     * Bytes of answer and reasoning as JSON at most: a stored payload has 1 MiB, the rest of it is for the decision.
     */
    public static final int ANSWER_MAX = 800 << 10;

    /** What a person reads at an answer that the node's end cut short. */
    public static final String INTERRUPTED =
            "This node went down while it was rendering. What was written is kept; continue it to get the rest.";

    private static final String NOT_BEGUN =
            "This node went down before anything of the answer was written. Continue it to get one.";

    /** Takes what is absent as empty. */
    public Note {
        moves = moves == null ? List.of() : List.copyOf(moves);
        rest = Stored.whole(rest);
    }

    /** The same as a message of another conversation. */
    public Note moved(String newConversation, String newOwner, Optional<String> newParent) {
        return new Note(
                newConversation,
                newOwner,
                newParent,
                author,
                text,
                state,
                created,
                run,
                model,
                thinking,
                figures,
                decision,
                moves,
                error,
                rest);
    }

    /** The same, rendering in {@code newRun}. */
    public Note rendering(String newRun, Optional<String> asked) {
        return new Note(
                conversation,
                owner,
                parent,
                author,
                text,
                State.RENDERING,
                created,
                Optional.of(newRun),
                asked,
                thinking,
                figures,
                decision,
                moves,
                Optional.empty(),
                rest);
    }

    /** The same with what was rendered. */
    public Note with(String newText, Optional<String> newThinking, List<JsonNode> newMoves) {
        return new Note(
                conversation,
                owner,
                parent,
                author,
                newText,
                state,
                created,
                run,
                model,
                newThinking,
                figures,
                decision,
                newMoves,
                error,
                rest);
    }

    /** The same with where and how it was rendered; what is absent stays. */
    public Note told(Optional<JsonNode> newFigures, Optional<JsonNode> newDecision) {
        return new Note(
                conversation,
                owner,
                parent,
                author,
                text,
                state,
                created,
                run,
                model,
                thinking,
                newFigures.or(() -> figures),
                newDecision.or(() -> decision),
                moves,
                error,
                rest);
    }

    /** The same, cut short by the end of the node. */
    public Note interrupted() {
        return ended(State.INTERRUPTED, Optional.of(text.isEmpty() ? NOT_BEGUN : INTERRUPTED));
    }

    /** The same, ended. */
    public Note ended(State newState, Optional<String> newError) {
        return new Note(
                conversation,
                owner,
                parent,
                author,
                text,
                newState,
                created,
                run,
                model,
                thinking,
                figures,
                decision,
                moves,
                newError,
                rest);
    }
}
