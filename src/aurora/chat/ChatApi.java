package aurora.chat;

import aurora.base.Caller;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.mesh.contract.Nothing;
import aurora.router.RouterApi.Decision;
import aurora.router.RouterApi.Figures;
import aurora.router.RouterApi.Place;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Conversations and runs. Every method checks the caller itself; a user sees its own conversations only. */
public interface ChatApi {

    /** The caller's conversations, last changed first. */
    Reply<Page> list(Caller caller, ListQuery request, Deadline deadline);

    /** Begins a conversation. With an id of the client's a repetition answers the same conversation. */
    Reply<Summary> begin(Caller caller, Begin request, Deadline deadline);

    /** A conversation with all its messages. */
    Reply<Conversation> open(Caller caller, ConversationId request, Deadline deadline);

    /** Changes title, shown leaf, pin or model. */
    Reply<Summary> change(Caller caller, ChangeConversation request, Deadline deadline);

    /** Deletes a conversation and all its messages; stops its run. */
    Reply<Nothing> delete(Caller caller, ConversationId request, Deadline deadline);

    /**
     * Stores a person's message and begins the run that answers it; while another run of the conversation renders,
     * the message is queued (one at most). The answer comes when the message is on disk. A repetition with the same
     * id has no further effect.
     */
    Reply<Sent> send(Caller caller, Send request, Deadline deadline);

    /** Renders another answer beside this one. */
    Reply<Sent> regenerate(Caller caller, Regenerate request, Deadline deadline);

    /** Goes on with an answer that was stopped, interrupted or failed. */
    Reply<Sent> resume(Caller caller, MessageId request, Deadline deadline);

    /** Takes the queued message back and tells its text. */
    Reply<Queued> unqueue(Caller caller, ConversationId request, Deadline deadline);

    /** Stops a run; what was rendered stays. */
    Reply<Nothing> stop(Caller caller, RunId request, Deadline deadline);

    /** A run's events after {@code after}, those to come included. Nothing missed, nothing doubled. */
    Reply<Events<StreamPart>> watch(Caller caller, Watch request, Deadline deadline);

    /** What changes in the caller's conversations from now on, for lists on other devices. */
    Reply<Events<Changed>> changes(Caller caller, Nothing request, Deadline deadline);

    /** Searches titles and messages by words. */
    Reply<Found> search(Caller caller, Search request, Deadline deadline);

    /** The caller's conversations, a line each; importing it again changes nothing. */
    Reply<Events<Exported>> export(Caller caller, Nothing request, Deadline deadline);

    /**
     * Takes in what {@link #export} wrote. A second import adds nothing. A conversation whose ids belong to somebody
     * else gets new ones, the same at each import.
     */
    Reply<Imported> importAll(Caller caller, Import request, Deadline deadline);

    /** {@code before}: only those changed before; {@code limit} 1 to 200, else 50. */
    record ListQuery(Optional<Instant> before, Optional<Integer> limit) {}

    /** Conversations, last changed first. */
    record Page(List<Summary> conversations, boolean more) {}

    /** A conversation in a list. {@code run}: the one rendering now. */
    record Summary(
            String id,
            String title,
            boolean pinned,
            Optional<String> model,
            Instant created,
            Instant changed,
            Optional<String> run) {}

    /** {@code id}: a UUID made by the client. */
    record Begin(Optional<String> id, Optional<String> title, Optional<String> model) {}

    /** Names a conversation. */
    record ConversationId(String conversation) {}

    /**
     * A conversation.
     *
     * @param messages all of them, oldest first; siblings share a parent
     * @param leaf the message whose path to the root is shown
     * @param queued the message that waits for the run to end
     */
    record Conversation(Summary summary, List<Message> messages, Optional<String> leaf, Optional<Queued> queued) {}

    /**
     * A message.
     *
     * @param parent the message before it; absent at the root
     * @param state how complete it is
     * @param thinking the model's reasoning, where it told any
     * @param figures where it was rendered and how fast
     * @param decision why there
     * @param moves where the answer moved to another engine
     * @param error why it failed, for people
     */
    record Message(
            String id,
            Optional<String> parent,
            Author author,
            String text,
            State state,
            Instant created,
            Optional<String> run,
            Optional<String> model,
            Optional<String> thinking,
            Optional<Figures> figures,
            Optional<Decision> decision,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Move> moves,
            Optional<String> error) {
        public Message {
            moves = moves == null ? List.of() : List.copyOf(moves); // JSON leaves out an empty list
        }
    }

    /** Who wrote a message. */
    enum Author {
        PERSON,
        ASSISTANT
    }

    /** How complete a message is. */
    enum State {
        /** Being rendered. */
        RENDERING,
        /** Complete. */
        DONE,
        /** Ended by a person. */
        STOPPED,
        /** The node went down while it was rendered. */
        INTERRUPTED,
        /** No engine could complete it. */
        FAILED
    }

    /** A seam in an answer: after {@code characters} another engine went on. */
    record Move(Place from, Place to, int characters, String why) {}

    /** An event of a run. */
    sealed interface StreamPart {
        /** The next words. */
        record Token(String text) implements StreamPart {}

        /** The next words of the reasoning. */
        record Thinking(String text) implements StreamPart {}

        /** Which step the run is at, for people: "waiting", "loading llama3". */
        record Step(String name, String detail) implements StreamPart {}

        /** The router has decided. */
        record Routed(Decision decision) implements StreamPart {}

        /** Another engine goes on. */
        record Moved(Move move) implements StreamPart {}

        /** The end: the message as stored. */
        record Done(Message message) implements StreamPart {}

        /**
         * The end without a complete answer: the message as stored; {@code code} is its state or the engine's failure.
         */
        record Failed(String code, String why, Message message) implements StreamPart {}
    }

    /** Absent members stay as they are. */
    record ChangeConversation(
            String conversation,
            Optional<String> title,
            Optional<String> leaf,
            Optional<Boolean> pinned,
            Optional<String> model) {}

    /**
     * A person's message.
     *
     * @param id a UUID made by the client, so that a repetition is recognised
     * @param parent the message it follows: absent at the beginning; to edit a message, its parent
     * @param text at most 256 KiB
     * @param model the model to ask; absent: the conversation's, else {@code auto}
     */
    record Send(
            String conversation, Optional<String> id, Optional<String> parent, String text, Optional<String> model) {}

    /** {@code message} is the answer to render again. */
    record Regenerate(String message, Optional<String> model) {}

    /** Names a message. */
    record MessageId(String message) {}

    /**
     * A message is on disk.
     *
     * @param message the person's message, or the answer that is resumed
     * @param answer the answer being rendered; absent while queued
     * @param run its run; absent while queued
     */
    record Sent(Message message, Optional<Message> answer, Optional<String> run) {}

    /** The message that waits. */
    record Queued(String id, String text, Optional<String> model) {}

    /** Names a run. */
    record RunId(String run) {}

    /**
     * {@code after}: the last event id the reader has; also taken from {@code Last-Event-ID}. Five minutes after the
     * end, and after a restart, only the end itself is told.
     */
    record Watch(String run, Optional<Long> after) {}

    /**
     * Something changed in a conversation; {@code summary} is absent when it was deleted. An empty {@code conversation}
     * says that more changed than could be told: read the list again.
     */
    record Changed(String conversation, Optional<Summary> summary) {}

    /** {@code q}: words, at most 200 characters; {@code limit} 1 to 100, else 20. */
    record Search(String q, Optional<Integer> limit) {}

    /** What was found, best first. */
    record Found(List<Hit> hits) {}

    /** A message or a title with the words; {@code excerpt} marks them with U+0002 and U+0003. */
    record Hit(String conversation, String title, Optional<String> message, String excerpt, Instant created) {}

    /** A line of an export: one conversation, whole. {@code aurora} is the version of the format, 1. */
    record Exported(int aurora, Conversation conversation) {}

    /** {@code content}: the file's lines. */
    record Import(String content) {}

    /** What an import did. */
    record Imported(int conversations, int messages, int known) {}
}
