package aurora.chat.transfer;

import aurora.base.Reply;
import aurora.chat.ChatApi;
import aurora.chat.ChatApi.Author;
import aurora.chat.ChatApi.Conversation;
import aurora.chat.ChatApi.Exported;
import aurora.chat.ChatApi.Message;
import aurora.chat.ChatApi.Queued;
import aurora.chat.ChatApi.State;
import aurora.chat.ChatApi.Summary;
import aurora.chat.input.Checks;
import aurora.chat.input.Texts;
import aurora.chat.store.ChatStore.Kept;
import aurora.chat.store.Note;
import aurora.chat.store.Stored;
import aurora.chat.store.Talk;
import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import aurora.mesh.data.Replica;
import aurora.router.RouterApi.Candidate;
import aurora.router.RouterApi.Decision;
import aurora.router.RouterApi.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one line of an import, which may be anything. Pure. */
final class ImportLine {
    /** The version of the format. */
    static final int FORMAT = 1;

    private static final Instant LEAST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant MOST = Instant.parse("9999-01-01T00:00:00Z");

    private static final String MARK = "aurora";
    private static final String FOREIGN = "This is not a conversation that Aurora exported. An exported file has one"
            + " on each line, which begins with {\"aurora\":" + FORMAT + ".";
    private static final String DAMAGED = "This conversation is cut off or damaged. Export it again, or take the file"
            + " from a copy; without this line the rest of the file can be imported.";

    private ImportLine() {}

    /** What a line is. */
    sealed interface Read {}

    /** A conversation, not yet anybody's, its messages with parents first. */
    record Good(String id, Talk talk, List<Kept<Note>> notes) implements Read {}

    /** Not a conversation, for people. */
    record Bad(String why) implements Read {}

    /** Thrown within this class only. */
    private static final class BadLine extends Exception {
        private static final long serialVersionUID = 1L;

        BadLine(String why) {
            super(why);
        }
    }

    static Read read(String line) {
        try {
            Exported exported = Json.read(line, Exported.class);
            check(exported.aurora() != 0, FOREIGN);
            check(
                    exported.aurora() == FORMAT,
                    "This is format " + exported.aurora() + "; this version reads " + FORMAT + ".");
            return conversation(exported.conversation());
        } catch (JsonException bad) {
            return new Bad(explained(line, bad));
        } catch (BadLine bad) {
            return new Bad(String.valueOf(bad.getMessage()));
        }
    }

    /** What is expected when it is none of Aurora's lines; which member is wrong when it is. */
    private static String explained(String line, JsonException bad) {
        try {
            return Json.tree(line).has(MARK) ? (bad.field().isEmpty() ? "" : bad.field() + ": ") + bad.why() : FOREIGN;
        } catch (JsonException noJson) {
            return line.stripLeading().startsWith("{\"" + MARK + "\"") ? DAMAGED : FOREIGN;
        }
    }

    private static Read conversation(Conversation conversation) throws BadLine {
        present("conversation", conversation);
        Summary summary = conversation.summary();
        present("conversation.summary", summary, conversation.messages());
        present("conversation.summary", summary.title(), summary.created(), summary.changed());
        check(conversation.messages().size() <= Talk.MESSAGES_MAX, "More than " + Talk.MESSAGES_MAX + " messages.");
        String id = id("conversation.summary.id", summary.id());
        List<Kept<Note>> notes = new ArrayList<>();
        Set<String> before = new HashSet<>();
        long bytes = 0;
        for (Message message : conversation.messages()) {
            Kept<Note> note = message("conversation.messages." + notes.size(), id, message, before);
            bytes += Texts.bytes(note.value().text());
            notes.add(note);
        }
        check(bytes <= Talk.BYTES_MAX, "More than " + (Talk.BYTES_MAX >> 20) + " MiB of text.");
        Optional<String> leaf = Optional.empty();
        if (conversation.leaf().isPresent()) {
            leaf = Optional.of(id("conversation.leaf", conversation.leaf().get()));
            check(before.contains(leaf.get()), "conversation.leaf: There is no such message in the line.");
        }
        Talk talk = new Talk(
                "",
                name("conversation.summary.title", Optional.of(summary.title())).orElse(""),
                summary.pinned(),
                name("conversation.summary.model", summary.model()),
                leaf,
                time("conversation.summary.created", summary.created()),
                time("conversation.summary.changed", summary.changed()),
                conversation.queued().isPresent()
                        ? Optional.of(queued(conversation.queued().get(), before))
                        : Optional.empty(),
                Map.of());
        return new Good(id, talk, notes);
    }

    private static Talk.Waiting queued(Queued queued, Set<String> messages) throws BadLine {
        String at = "conversation.queued";
        String id = id(at + ".id", queued.id());
        check(!messages.contains(id), at + ".id: It is the id of a message too.");
        String text = ok(at + ".text", Checks.message(queued.text()));
        return new Talk.Waiting(
                id, Optional.empty(), text, name(at + ".model", queued.model()), "", Optional.empty(), Map.of());
    }

    private static Kept<Note> message(String at, String conversation, Message message, Set<String> before)
            throws BadLine {
        present(at, message);
        present(at, message.author(), message.text(), message.state(), message.created());
        String id = id(at + ".id", message.id());
        Optional<String> parent = Optional.empty();
        if (message.parent().isPresent()) {
            parent = Optional.of(id(at + ".parent", message.parent().get()));
            check(before.contains(parent.get()), at + ".parent: No message before this one in the line has this id.");
        }
        check(before.add(id), at + ".id: Another message of the line has the same id.");
        String thinking = message.thinking().orElse("");
        check(
                Texts.jsonBytes(message.text()) + Texts.jsonBytes(thinking) <= Note.ANSWER_MAX,
                at + ".text: Longer than " + (Note.ANSWER_MAX >> 10) + " KiB.");
        boolean isPerson = message.author() == Author.PERSON;
        Optional<String> run = Optional.empty();
        if (message.run().isPresent()) {
            run = Optional.of(id(at + ".run", message.run().get()));
        }
        checkFigures(at, message);
        Note note = new Note(
                conversation,
                "",
                parent,
                message.author(),
                Texts.sound(message.text()),
                isPerson ? State.DONE : message.state() == State.RENDERING ? State.INTERRUPTED : message.state(),
                time(at + ".created", message.created()),
                run,
                name(at + ".model", message.model()),
                message.thinking().map(Texts::sound),
                message.figures().map(Json::treeOf),
                message.decision().map(Json::treeOf),
                message.moves().stream().map(Json::treeOf).toList(),
                message.error(),
                Map.of());
        check(Json.write(note).length < Replica.PAYLOAD_MAX - 1024, at + ": Too much beside the text.");
        return new Kept<>(id, 0, "", note);
    }

    private static void checkFigures(String at, Message message) throws BadLine {
        if (message.figures().isPresent()) {
            checkPlace(at + ".figures.place", message.figures().get().place());
        }
        for (ChatApi.Move move : message.moves()) {
            present(at + ".moves", move.why());
            checkPlace(at + ".moves.from", move.from());
            checkPlace(at + ".moves.to", move.to());
        }
        if (message.decision().isPresent()) {
            Decision decision = message.decision().get();
            present(at + ".decision", decision.id(), decision.at(), decision.user(), decision.asked(), decision.why());
            checkPlace(at + ".decision.chosen", decision.chosen());
            for (Candidate candidate : decision.candidates()) {
                checkPlace(at + ".decision.candidates.place", candidate.place());
            }
        }
    }

    private static void checkPlace(String at, Place place) throws BadLine {
        present(at, place);
        present(at, place.node(), place.engine(), place.model());
    }

    private static void check(boolean isRight, String why) throws BadLine {
        if (!isRight) {
            throw new BadLine(why);
        }
    }

    private static void present(String at, @Nullable Object... members) throws BadLine {
        check(Stream.of(members).allMatch(Objects::nonNull), at + ": Something is missing in it.");
    }

    private static String id(String at, String given) throws BadLine {
        return Checks.id(given).orElseThrow(() -> new BadLine(at + ": This is not a UUID."));
    }

    private static String time(String at, Instant given) throws BadLine {
        check(!given.isBefore(LEAST) && given.isBefore(MOST), at + ": The year must be from 1970 to 9998.");
        return Stored.time(given);
    }

    private static Optional<String> name(String at, Optional<String> given) throws BadLine {
        return ok(at, Checks.name(at, given));
    }

    private static <T> T ok(String at, Reply<T> reply) throws BadLine {
        return switch (reply) {
            case Reply.Ok<T>(T value) -> value;
            case Reply.Invalid<T>(String field, String why) -> throw new BadLine(at + ": " + why);
            case Reply.Denied<T> other -> throw unforeseen(other);
            case Reply.NotFound<T> other -> throw unforeseen(other);
            case Reply.Busy<T> other -> throw unforeseen(other);
            case Reply.Unavailable<T> other -> throw unforeseen(other);
        };
    }

    private static IllegalStateException unforeseen(Reply<?> reply) {
        return new IllegalStateException("a check answered " + reply.getClass().getSimpleName());
    }
}
