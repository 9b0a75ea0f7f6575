package aurora.chat.transfer;

import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.chat.ChatApi.Exported;
import aurora.chat.ChatApi.Import;
import aurora.chat.ChatApi.Imported;
import aurora.chat.conversation.Conversations;
import aurora.chat.conversation.Locks;
import aurora.chat.input.Texts;
import aurora.chat.store.ChatStore;
import aurora.chat.store.ChatStore.Kept;
import aurora.chat.store.Note;
import aurora.chat.store.Talk;
import aurora.mesh.data.Change;
import aurora.mesh.data.Replica;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Export and import. A conversation that has an id of somebody else's, or a message's id of another conversation, gets
 * new ids throughout, made of the user and the old ones: so a file may be brought to another account, a second import
 * of it adds nothing there either, and no file can touch what is not the importer's. Thread-safe.
 */
public final class Transfer {
    /** Conversations of one export at most. */
    static final int EXPORT_MAX = 200_000;

    /** Bytes of one put at most, so that nobody waits long behind an import. */
    private static final int BATCH_BYTES = 4 << 20;

    private static final Duration SOON = Duration.ofSeconds(10);

    private final ChatStore store;
    private final Conversations conversations;
    private final Locks locks;
    private final Seats seats = new Seats();

    /** Takes in and out what lies in {@code store}. */
    public Transfer(ChatStore store, Conversations conversations, Locks locks) {
        this.store = store;
        this.conversations = conversations;
        this.locks = locks;
    }

    /** All conversations of the user, each read when it is pulled. */
    public Events<Exported> export(String user) {
        return new Lines(user, new ArrayDeque<>(store.owned(user, EXPORT_MAX)));
    }

    /** Checks all lines first, then takes each in; a conversation becomes visible when it is there as a whole. */
    public Reply<Imported> importAll(String user, Import request, Deadline deadline) {
        @Nullable String content = request.content();
        if (content == null || content.isBlank()) {
            return Reply.invalid("content", "The file is empty.");
        }
        return seats.take(user).then(seat -> {
            try (seat) {
                return checked(content).then(lines -> take(user, content, deadline));
            }
        });
    }

    private static Reply<Integer> checked(String content) {
        int number = 0;
        for (Iterator<String> lines = content.lines().iterator(); lines.hasNext(); ) {
            number++;
            String line = lines.next();
            if (!line.isBlank() && ImportLine.read(line) instanceof ImportLine.Bad(String why)) {
                return Reply.invalid("content", "Line " + number + ": " + why);
            }
        }
        return Reply.ok(number);
    }

    private Reply<Imported> take(String user, String content, Deadline deadline) {
        Imported sum = new Imported(0, 0, 0);
        int number = 0;
        for (Iterator<String> lines = content.lines().iterator(); lines.hasNext(); ) {
            number++;
            if (deadline.passed()) {
                return new Reply.Busy<>(
                        SOON,
                        "The time was not enough: " + sum.conversations() + " conversations are in."
                                + " Import the same file again for the rest.");
            }
            if (ImportLine.read(lines.next())
                    instanceof ImportLine.Good(String id, Talk talk, List<Kept<Note>> notes)) {
                Optional<Imported> one = takeOne(user, new Whole(id, talk, notes));
                if (one.isEmpty()) {
                    return Reply.invalid(
                            "content",
                            "Line " + number
                                    + ": Its ids are taken by other conversations. The lines before it are in.");
                }
                sum = new Imported(
                        sum.conversations() + one.get().conversations(),
                        sum.messages() + one.get().messages(),
                        sum.known() + one.get().known());
            }
        }
        return Reply.ok(sum);
    }

    /** A conversation with its messages, as a line tells it. */
    private record Whole(String id, Talk talk, List<Kept<Note>> notes) {

        /** The same for {@code user}, with {@code rename} applied to every id. */
        Whole owned(String user, UnaryOperator<String> rename) {
            String newId = rename.apply(id);
            Talk owned = new Talk(
                    user,
                    talk.title(),
                    talk.pinned(),
                    talk.model(),
                    talk.leaf().map(rename),
                    talk.created(),
                    talk.changed(),
                    talk.queued()
                            .map(waiting -> new Talk.Waiting(
                                    rename.apply(waiting.id()),
                                    talk.leaf().map(rename),
                                    waiting.text(),
                                    waiting.model(),
                                    waiting.name(),
                                    waiting.behind(),
                                    waiting.rest())),
                    Map.of());
            List<Kept<Note>> renamed = notes.stream()
                    .map(kept -> new Kept<>(
                            rename.apply(kept.id()),
                            0,
                            "",
                            kept.value()
                                    .moved(newId, user, kept.value().parent().map(rename))))
                    .toList();
            return new Whole(newId, owned, renamed);
        }
    }

    /** What it added; empty when its ids are somebody else's even after renaming. */
    private Optional<Imported> takeOne(String user, Whole line) {
        Whole same = line.owned(user, UnaryOperator.identity());
        Optional<Imported> done = locks.in(same.id(), () -> put(same));
        if (done.isPresent()) {
            return done;
        }
        Whole renamed = line.owned(
                user,
                old -> UUID.nameUUIDFromBytes((user + "/" + line.id() + "/" + old).getBytes(StandardCharsets.UTF_8))
                        .toString());
        return locks.in(renamed.id(), () -> put(renamed));
    }

    private Optional<Imported> put(Whole whole) {
        Optional<Kept<Talk>> known = store.conversation(whole.id());
        if (known.isPresent()
                && !known.get().value().owner().equals(whole.talk().owner())) {
            return Optional.empty();
        }
        List<Kept<Note>> missing = new ArrayList<>();
        for (int at = 0; at < whole.notes().size(); at += Replica.CHANGES_MAX) {
            List<Kept<Note>> some =
                    whole.notes().subList(at, Math.min(whole.notes().size(), at + Replica.CHANGES_MAX));
            Map<String, ChatStore.Place> places =
                    store.places(some.stream().map(Kept::id).toList());
            ChatStore.Place here = new ChatStore.Place(whole.id(), whole.talk().owner());
            if (places.values().stream().anyMatch(place -> !place.equals(here))) {
                return Optional.empty();
            }
            some.stream().filter(kept -> !places.containsKey(kept.id())).forEach(missing::add);
        }
        write(whole, missing, known.isEmpty());
        if (known.isEmpty() || !missing.isEmpty()) {
            conversations.changes().tell(whole.talk().owner(), whole.id());
        }
        return Optional.of(new Imported(
                known.isEmpty() ? 1 : 0, missing.size(), whole.notes().size() - missing.size()));
    }

    /** The conversation comes with the last of its messages: until then they are nowhere to be seen. */
    private void write(Whole whole, List<Kept<Note>> missing, boolean isNew) {
        List<Change> batch = new ArrayList<>();
        int bytes = 0;
        for (Kept<Note> kept : missing) {
            int size = Texts.bytes(kept.value().text())
                    + kept.value().thinking().map(Texts::bytes).orElse(0);
            if (batch.size() == Replica.CHANGES_MAX - 1 || (bytes + size > BATCH_BYTES && !batch.isEmpty())) {
                store.put(batch);
                batch.clear();
                bytes = 0;
            }
            batch.add(ChatStore.change(kept.id(), 0, kept.value()));
            bytes += size;
        }
        if (isNew) {
            batch.add(ChatStore.change(whole.id(), 0, whole.talk()));
        }
        if (!batch.isEmpty()) {
            store.put(batch);
        }
    }

    private final class Lines implements Events<Exported> {
        private final String user;
        private final Deque<String> left;
        private volatile boolean closed;
        private long count;

        Lines(String user, Deque<String> left) {
            this.user = user;
            this.left = left;
        }

        @Override
        public Next<Exported> next(Duration wait) {
            while (!closed && !left.isEmpty()) {
                Optional<Kept<Talk>> talk = conversations.find(user, left.remove());
                if (talk.isPresent()) {
                    count++;
                    return new Item<>(count, new Exported(ImportLine.FORMAT, conversations.whole(talk.get())));
                }
            }
            return new End<>();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
