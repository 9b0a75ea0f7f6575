package aurora.chat;

import aurora.chat.ChatApi.Author;
import aurora.chat.ChatApi.State;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A message. */
record Note(
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

    Note {
        moves = moves == null ? List.of() : List.copyOf(moves);
        rest = Stored.whole(rest);
    }

    /** The same as a message of another conversation. */
    Note moved(String newConversation, String newOwner, Optional<String> newParent) {
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
    Note rendering(String newRun, Optional<String> asked) {
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
    Note with(String newText, Optional<String> newThinking, List<JsonNode> newMoves) {
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
    Note told(Optional<JsonNode> newFigures, Optional<JsonNode> newDecision) {
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

    /** The same, ended. */
    Note ended(State newState, Optional<String> newError) {
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
