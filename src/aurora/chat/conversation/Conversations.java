package aurora.chat.conversation;

import aurora.base.Clock;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.chat.ChatApi;
import aurora.chat.ChatApi.Begin;
import aurora.chat.ChatApi.ChangeConversation;
import aurora.chat.ChatApi.Conversation;
import aurora.chat.ChatApi.ListQuery;
import aurora.chat.ChatApi.Page;
import aurora.chat.ChatApi.State;
import aurora.chat.ChatApi.Summary;
import aurora.chat.input.Checks;
import aurora.chat.run.Run;
import aurora.chat.run.Runs;
import aurora.chat.store.ChatStore;
import aurora.chat.store.ChatStore.Kept;
import aurora.chat.store.Note;
import aurora.chat.store.Stored;
import aurora.chat.store.Talk;
import aurora.chat.store.Views;
import aurora.ground.bus.Bus;
import aurora.mesh.contract.Nothing;
import aurora.mesh.data.Change;
import aurora.mesh.data.Replica;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user's conversations: listed, begun, opened, changed, deleted. Thread-safe. */
public final class Conversations {
    /** Conversations of a page at most. */
    static final int PAGE_MAX = 200;

    private static final int PAGE = 50;
    private static final String EVER = "9999";

    private final ChatStore store;
    private final Runs runs;
    private final Locks locks;
    private final Clock clock;
    private final Ids ids;
    private final Changes changes;
    private final String node;

    /** Those that lie in {@code home}'s store; what changes in them is told by {@code bus}. */
    public Conversations(Run.Home home, Locks locks, Ids ids, Bus bus) {
        this.store = home.store();
        this.runs = home.runs();
        this.clock = home.clock();
        this.locks = locks;
        this.ids = ids;
        this.changes = new Changes(bus, this::summary);
        this.node = store.node();
    }

    /** What tells a user's pages of changes. */
    public Changes changes() {
        return changes;
    }

    /** The user's conversation; those of others count as missing. */
    public Optional<Kept<Talk>> find(String user, @Nullable String id) {
        return Checks.id(id)
                .flatMap(store::conversation)
                .filter(kept -> kept.value().owner().equals(user));
    }

    /** The user's message; those of others count as missing. */
    Optional<Kept<Note>> findMessage(String user, @Nullable String id) {
        return Checks.id(id)
                .flatMap(store::message)
                .filter(kept -> kept.value().owner().equals(user))
                .map(this::current);
    }

    /** A message that this node left rendering, without a run that does, is interrupted whatever the disk says. */
    public Kept<Note> current(Kept<Note> kept) {
        if (!isLeft(kept)) {
            return kept;
        }
        // a run stores its end before it lets go: when it ended after this was read, the disk knows better now
        Kept<Note> now = store.message(kept.id()).orElse(kept);
        return isLeft(now)
                ? new Kept<>(now.id(), now.stamp(), now.node(), now.value().interrupted())
                : now;
    }

    private boolean isLeft(Kept<Note> kept) {
        return kept.value().state() == State.RENDERING
                && kept.node().equals(node)
                && runs.liveIn(kept.value().conversation()).isEmpty();
    }

    Summary summary(Kept<Talk> kept) {
        return Views.summary(kept.id(), kept.value(), runs.liveIn(kept.id()).map(Run::id));
    }

    private Optional<Summary> summary(String user, String conversation) {
        return find(user, conversation).map(this::summary);
    }

    /** A page of the user's conversations. */
    public Reply<Page> list(String user, ListQuery request) {
        return Checks.limit(request.limit(), PAGE, PAGE_MAX).map(limit -> {
            List<Kept<Talk>> found =
                    store.list(user, request.before().map(Stored::time).orElse(EVER), limit + 1);
            List<Summary> page = found.stream().limit(limit).map(this::summary).toList();
            return new Page(page, found.size() > limit);
        });
    }

    /** Begins one. */
    public Reply<Summary> begin(String user, Begin request) {
        return Checks.newId(request.id(), ids::next)
                .then(id -> Checks.name("title", request.title())
                        .then(title -> Checks.name("model", request.model())
                                .then(model -> locks.in(id, () -> begin(user, id, title.orElse(""), model)))));
    }

    private Reply<Summary> begin(String user, String id, String title, Optional<String> model) {
        Optional<Kept<Talk>> known = store.conversation(id);
        if (known.isPresent()) {
            return known.get().value().owner().equals(user)
                    ? Reply.ok(summary(known.get()))
                    : Reply.invalid("id", "This id is taken; make a new one.");
        }
        Talk talk = Talk.begun(user, title, model, clock.now());
        long stamp = store.put(List.of(ChatStore.change(id, 0, talk)));
        changes.tell(user, id);
        return Reply.ok(summary(new Kept<>(id, stamp, node, talk)));
    }

    /** One with all its messages. */
    public Reply<Conversation> open(String user, @Nullable String id) {
        return find(user, id).map(kept -> Reply.ok(whole(kept))).orElseGet(() -> Reply.notFound("conversation"));
    }

    /** The conversation with its messages, every parent before its children. */
    public Conversation whole(Kept<Talk> kept) {
        Talk talk = kept.value();
        List<ChatApi.Message> messages = Views.parentsFirst(store.messages(kept.id(), talk.owner())).stream()
                .map(this::current)
                .map(message -> Views.message(message.id(), message.value()))
                .toList();
        return new Conversation(
                summary(kept), messages, talk.leaf(), talk.queued().map(Views::queued));
    }

    /** Changes what {@code request} names. */
    public Reply<Summary> change(String user, ChangeConversation request) {
        return Checks.name("title", request.title())
                .then(title -> Checks.name("model", request.model())
                        .then(model -> Checks.id(request.conversation())
                                .map(id -> locks.in(id, () -> change(user, id, request, title, model)))
                                .orElseGet(() -> Reply.notFound("conversation"))));
    }

    private Reply<Summary> change(
            String user, String id, ChangeConversation request, Optional<String> title, Optional<String> model) {
        Optional<Kept<Talk>> found = find(user, id);
        if (found.isEmpty()) {
            return Reply.notFound("conversation");
        }
        Talk talk = found.get().value();
        if (request.leaf().isPresent()) {
            Optional<String> leaf = findMessage(user, request.leaf().get())
                    .filter(m -> m.value().conversation().equals(id))
                    .map(Kept::id);
            if (leaf.isEmpty()) {
                return Reply.invalid("leaf", "There is no such message in this conversation.");
            }
            talk = talk.showing(leaf.get());
        }
        talk = request.title().isPresent() ? talk.named(title.orElse("")) : talk;
        talk = request.model().isPresent() ? talk.asking(model) : talk;
        talk = request.pinned().isPresent() ? talk.pinned(request.pinned().get()) : talk;
        if (talk.equals(found.get().value())) {
            return Reply.ok(summary(found.get()));
        }
        long stamp = store.put(List.of(ChatStore.change(id, found.get().stamp(), talk)));
        changes.tell(user, id);
        return Reply.ok(summary(new Kept<>(id, stamp, node, talk)));
    }

    /** Deletes one with all its messages. */
    public Reply<Nothing> delete(String user, @Nullable String conversation) {
        return Checks.id(conversation)
                .map(id -> locks.in(id, () -> deleteLocked(user, id)))
                .orElseGet(() -> Reply.notFound("conversation"));
    }

    /**
     * The conversation goes first: from then on nobody sees its messages, and what a crash leaves is swept at start.
     */
    private Reply<Nothing> deleteLocked(String user, String id) {
        Optional<Kept<Talk>> found = find(user, id);
        if (found.isEmpty()) {
            return Reply.notFound("conversation");
        }
        store.put(List.of(
                Change.delete(ChatStore.CONVERSATION, id).ifStamp(found.get().stamp())));
        runs.liveIn(id).ifPresent(run -> run.abandon("deleted", "The conversation was deleted."));
        changes.tell(user, id);
        List<String> messages = store.messageIds(id, Replica.CHANGES_MAX);
        while (!messages.isEmpty()) {
            deleteMessages(messages);
            messages = store.messageIds(id, Replica.CHANGES_MAX);
        }
        return Reply.ok(Nothing.NOTHING);
    }

    /** Deletes messages whose conversation was deleted when the node went down, or never came to be. */
    public void sweep() {
        List<String> left = store.orphans(Replica.CHANGES_MAX);
        while (!left.isEmpty()) {
            deleteMessages(left);
            left = store.orphans(Replica.CHANGES_MAX);
        }
    }

    private void deleteMessages(List<String> messages) {
        List<Change> tombstones = new ArrayList<>();
        messages.forEach(message -> tombstones.add(Change.delete(ChatStore.MESSAGE, message)));
        store.put(tombstones);
    }

    /** Later than everything in the conversation. */
    Instant next(Talk talk) {
        return Stored.after(clock.now(), talk.changed());
    }
}
