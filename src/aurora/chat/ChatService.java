package aurora.chat;

import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.chat.conversation.Conversations;
import aurora.chat.conversation.Locks;
import aurora.chat.conversation.Sending;
import aurora.chat.input.Checks;
import aurora.chat.run.Launcher;
import aurora.chat.run.Run;
import aurora.chat.run.Runs;
import aurora.chat.store.ChatSearch;
import aurora.chat.store.ChatStore;
import aurora.chat.store.ChatStore.Kept;
import aurora.chat.store.Note;
import aurora.chat.store.Views;
import aurora.chat.transfer.Transfer;
import aurora.ground.log.Log;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.contract.Nothing;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Chat behind its interface: checks the caller's right, then hands on. Thread-safe. */
final class ChatService implements ChatApi, AutoCloseable {
    /** The id of the end of a run whose log is gone: greater than any in a log. */
    static final long STORED_END = 1L << 40;

    private static final Log LOG = Log.of("chat");

    private final ChatStore store;
    private final Runs runs;
    private final Conversations conversations;
    private final Sending sending;
    private final ChatSearch search;
    private final Transfer transfer;
    private final Streams streams = new Streams();

    private ChatService(Chat.Needs needs, ChatConfig config) {
        Locks locks = new Locks();
        this.store = new ChatStore(needs.replica());
        this.runs = new Runs(needs.clock());
        Run.Home home = new Run.Home(store, runs, needs.clock(), needs.threads());
        this.conversations = new Conversations(home, locks, needs.ids(), needs.bus());
        this.sending = new Sending(new Launcher.Parts(home, needs.router(), config, needs.ids()), locks, conversations);
        this.search = new ChatSearch(needs.replica());
        this.transfer = new Transfer(store, conversations, locks);
    }

    static ChatService start(Chat.Needs needs, ChatConfig config) {
        ChatService service = new ChatService(needs, config);
        service.sending.recover();
        needs.threads().execute(service::sweep);
        return service;
    }

    private void sweep() {
        try {
            conversations.sweep();
        } catch (DatabaseException away) {
            LOG.warn("sweep.failed", "kind", away.kind().name());
        }
    }

    private static <T> Reply<T> member(Caller caller, Supplier<Reply<T>> work) {
        return caller.may(Role.MEMBER, Scope.CHAT, work);
    }

    @Override
    public Reply<Page> list(Caller caller, ListQuery request, Deadline deadline) {
        return member(caller, () -> conversations.list(caller.user(), request));
    }

    @Override
    public Reply<Summary> begin(Caller caller, Begin request, Deadline deadline) {
        return member(caller, () -> conversations.begin(caller.user(), request));
    }

    @Override
    public Reply<Conversation> open(Caller caller, ConversationId request, Deadline deadline) {
        return member(caller, () -> conversations.open(caller.user(), request.conversation()));
    }

    @Override
    public Reply<Summary> change(Caller caller, ChangeConversation request, Deadline deadline) {
        return member(caller, () -> conversations.change(caller.user(), request));
    }

    @Override
    public Reply<Nothing> delete(Caller caller, ConversationId request, Deadline deadline) {
        return member(caller, () -> conversations.delete(caller.user(), request.conversation()));
    }

    @Override
    public Reply<Sent> send(Caller caller, Send request, Deadline deadline) {
        return member(caller, () -> sending.send(caller, request));
    }

    @Override
    public Reply<Sent> regenerate(Caller caller, Regenerate request, Deadline deadline) {
        return member(caller, () -> sending.regenerate(caller, request));
    }

    @Override
    public Reply<Sent> resume(Caller caller, MessageId request, Deadline deadline) {
        return member(caller, () -> sending.resume(caller, request.message()));
    }

    @Override
    public Reply<Queued> unqueue(Caller caller, ConversationId request, Deadline deadline) {
        return member(caller, () -> sending.unqueue(caller, request.conversation()));
    }

    @Override
    public Reply<Nothing> stop(Caller caller, RunId request, Deadline deadline) {
        return member(caller, () -> stop(caller.user(), request));
    }

    /** A run that is over already is stopped: nothing is left to do. */
    private Reply<Nothing> stop(String user, RunId request) {
        Optional<Run> run = live(user, request.run());
        run.ifPresent(sending::stop);
        boolean isKnown = run.isPresent() || stored(user, request.run()).isPresent();
        return isKnown ? Reply.ok(Nothing.NOTHING) : Reply.notFound("run");
    }

    @Override
    public Reply<Events<StreamPart>> watch(Caller caller, Watch request, Deadline deadline) {
        return member(caller, () -> watch(caller.user(), request));
    }

    private Reply<Events<StreamPart>> watch(String user, Watch request) {
        long after = request.after().orElse(0L);
        if (after < 0) {
            return Reply.invalid("after", "Ids of events are not negative.");
        }
        Optional<Run> run = live(user, request.run());
        if (run.isPresent()) {
            return after > run.get().told()
                    ? Reply.invalid("after", "The run has no such event yet.")
                    : streams.open(user, () -> run.get().watch(after));
        }
        Optional<Kept<Note>> stored = stored(user, request.run());
        if (stored.isEmpty()) {
            return Reply.notFound("run");
        }
        Message message = Views.message(stored.get().id(), stored.get().value());
        if (message.state() == State.RENDERING) {
            return new Reply.Unavailable<>(
                    stored.get().node(), "The answer is being rendered by another node. Its end will appear here.");
        }
        return streams.open(user, () -> new StoredEnd(after, end(message)));
    }

    private Optional<Run> live(String user, String run) {
        return Checks.id(run)
                .flatMap(runs::find)
                .filter(found -> found.asker().user().equals(user));
    }

    private Optional<Kept<Note>> stored(String user, String run) {
        return Checks.id(run).flatMap(id -> store.byRun(id, user)).map(conversations::current);
    }

    private static StreamPart end(Message message) {
        return message.state() == State.DONE
                ? new StreamPart.Done(message)
                : new StreamPart.Failed(
                        message.state().name().toLowerCase(Locale.ROOT),
                        message.error().orElse(""),
                        message);
    }

    @Override
    public Reply<Events<Changed>> changes(Caller caller, Nothing request, Deadline deadline) {
        return member(
                caller,
                () -> streams.open(caller.user(), () -> conversations.changes().listen(caller.user())));
    }

    @Override
    public Reply<Found> search(Caller caller, Search request, Deadline deadline) {
        return member(caller, () -> search.search(caller.user(), request));
    }

    @Override
    public Reply<Events<Exported>> export(Caller caller, Nothing request, Deadline deadline) {
        return member(caller, () -> streams.open(caller.user(), () -> transfer.export(caller.user())));
    }

    @Override
    public Reply<Imported> importAll(Caller caller, Import request, Deadline deadline) {
        return member(caller, () -> transfer.importAll(caller.user(), request, deadline));
    }

    @Override
    public void close() {
        sending.close();
        streams.close();
    }

    /** The only event of a run whose log is gone. */
    private static final class StoredEnd implements Events<StreamPart> {
        private final StreamPart end;
        private volatile boolean read;

        StoredEnd(long after, StreamPart end) {
            this.end = end;
            this.read = after >= STORED_END;
        }

        @Override
        public Next<StreamPart> next(Duration wait) {
            if (read) {
                return new End<>();
            }
            read = true;
            return new Item<>(STORED_END, end);
        }

        @Override
        public void close() {
            read = true;
        }
    }
}
