package aurora.chat.store;

import aurora.chat.ChatApi;
import aurora.chat.ChatApi.Message;
import aurora.chat.ChatApi.Move;
import aurora.chat.ChatApi.Queued;
import aurora.chat.ChatApi.Summary;
import aurora.chat.store.ChatStore.Kept;
import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import aurora.router.RouterApi.Decision;
import aurora.router.RouterApi.Figures;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What is stored, as callers see it. Pure. */
public final class Views {
    private Views() {}

    /** A conversation in a list; {@code run} renders in it now. */
    public static Summary summary(String id, Talk talk, Optional<String> run) {
        return new Summary(
                id,
                talk.title(),
                talk.pinned(),
                talk.model(),
                Instant.parse(talk.created()),
                Instant.parse(talk.changed()),
                run);
    }

    /** A message. */
    public static Message message(String id, Note note) {
        return new Message(
                id,
                note.parent(),
                note.author(),
                note.text(),
                note.state(),
                Instant.parse(note.created()),
                note.run(),
                note.model(),
                note.thinking(),
                note.figures().flatMap(tree -> known(tree, Figures.class)),
                note.decision().flatMap(tree -> known(tree, Decision.class)),
                note.moves().stream()
                        .flatMap(tree -> known(tree, Move.class).stream())
                        .toList(),
                note.error());
    }

    /** The message that waits, by itself. */
    public static Queued queued(Talk.Waiting waiting) {
        return new Queued(waiting.id(), waiting.text(), waiting.model());
    }

    /** The message that waits, as it will be. */
    public static Message waiting(Talk.Waiting waiting, Instant at) {
        return new Message(
                waiting.id(),
                waiting.parent(),
                ChatApi.Author.PERSON,
                waiting.text(),
                ChatApi.State.DONE,
                at,
                Optional.empty(),
                waiting.model(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** The same messages with every parent before its children, else in the order given. */
    public static List<Kept<Note>> parentsFirst(List<Kept<Note>> messages) {
        Map<String, Kept<Note>> left = new LinkedHashMap<>();
        messages.forEach(kept -> left.put(kept.id(), kept));
        List<Kept<Note>> out = new ArrayList<>(messages.size());
        Map<String, Boolean> climbing = new HashMap<>();
        for (Kept<Note> message : messages) {
            Deque<Kept<Note>> branch = new ArrayDeque<>();
            Optional<Kept<Note>> at = Optional.ofNullable(left.get(message.id()));
            while (at.isPresent() && climbing.put(at.get().id(), true) == null) {
                branch.push(at.get());
                at = at.get().value().parent().flatMap(parent -> Optional.ofNullable(left.get(parent)));
            }
            for (Kept<Note> next : branch) {
                left.remove(next.id());
                out.add(next);
            }
        }
        return out;
    }

    /** What a newer version wrote in another shape is left out rather than refused. */
    private static <T> Optional<T> known(JsonNode tree, Class<T> type) {
        try {
            return Optional.of(Json.as(tree, type));
        } catch (JsonException newer) {
            return Optional.empty();
        }
    }
}
