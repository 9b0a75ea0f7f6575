package aurora.chat;

import aurora.chat.ChatApi.Author;
import aurora.chat.ChatApi.State;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What lies on disk. Members that a newer version wrote are kept in {@code rest} and written back; figures, decision
 * and moves stay JSON for the same reason. Times are texts of one width, so that their order is that of the texts.
 */
final class Stored {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Stored() {}

    /** The time as it is stored: 27 characters, microseconds. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    /** {@code now}, but later than {@code before}: within a conversation time only goes forward. */
    static Instant after(Instant now, String before) {
        Instant least = Instant.parse(before).plusNanos(1000);
        return now.isBefore(least) ? least : now;
    }

    /** What is absent in JSON comes as null. */
    private static Map<String, Object> whole(@Nullable Map<String, Object> rest) {
        return rest == null ? Map.of() : rest;
    }

    /** A conversation. */
    record Talk(
            String owner,
            String title,
            boolean pinned,
            Optional<String> model,
            Optional<String> leaf,
            String created,
            String changed,
            Optional<Waiting> queued,
            @JsonAnyGetter @JsonAnySetter Map<String, Object> rest) {

        Talk {
            rest = whole(rest);
        }

        static Talk begun(String owner, String title, Optional<String> model, Instant at) {
            String time = time(at);
            return new Talk(owner, title, false, model, Optional.empty(), time, time, Optional.empty(), Map.of());
        }

        Talk named(String newTitle) {
            return new Talk(owner, newTitle, pinned, model, leaf, created, changed, queued, rest);
        }

        Talk pinned(boolean pin) {
            return new Talk(owner, title, pin, model, leaf, created, changed, queued, rest);
        }

        Talk asking(Optional<String> newModel) {
            return new Talk(owner, title, pinned, newModel, leaf, created, changed, queued, rest);
        }

        Talk showing(String newLeaf) {
            return new Talk(owner, title, pinned, model, Optional.of(newLeaf), created, changed, queued, rest);
        }

        Talk touched(Instant at) {
            return new Talk(owner, title, pinned, model, leaf, created, time(at), queued, rest);
        }

        Talk queueing(Optional<Waiting> message) {
            return new Talk(owner, title, pinned, model, leaf, created, changed, message, rest);
        }
    }

    /**
     * The message that waits for a run to end.
     *
     * @param name the asker's sign-in name
     * @param behind the run it waits for; absent when it was imported, so that nobody sends it unasked
     */
    record Waiting(
            String id,
            Optional<String> parent,
            String text,
            Optional<String> model,
            String name,
            Optional<String> behind,
            @JsonAnyGetter @JsonAnySetter Map<String, Object> rest) {

        Waiting {
            rest = whole(rest);
        }
    }

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
            rest = whole(rest);
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
}
