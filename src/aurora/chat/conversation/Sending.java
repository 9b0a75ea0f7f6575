package aurora.chat.conversation;

import aurora.base.Caller;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.chat.ChatApi;
import aurora.chat.ChatApi.Author;
import aurora.chat.ChatApi.Queued;
import aurora.chat.ChatApi.Regenerate;
import aurora.chat.ChatApi.Send;
import aurora.chat.ChatApi.Sent;
import aurora.chat.ChatApi.State;
import aurora.chat.input.Checks;
import aurora.chat.input.Texts;
import aurora.chat.run.Launcher;
import aurora.chat.run.Run;
import aurora.chat.run.Run.Asker;
import aurora.chat.run.Runs;
import aurora.chat.store.ChatStore;
import aurora.chat.store.ChatStore.Kept;
import aurora.chat.store.ChatStore.Size;
import aurora.chat.store.Note;
import aurora.chat.store.Stored;
import aurora.chat.store.Talk;
import aurora.chat.store.Views;
import aurora.ground.log.Log;
import aurora.mesh.data.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Begins, queues, resumes and stops runs. What it acknowledges is on disk, in one {@code put}. Thread-safe. */
public final class Sending {
    private static final Log LOG = Log.of("chat");
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Runs, or waiting messages, that a restart looks after at once. */
    private static final int LEFT_MAX = 100;

    private final ChatStore store;
    private final Runs runs;
    private final Locks locks;
    private final Conversations conversations;
    private final Launcher launcher;
    private final Ids ids;

    /** Sends in {@code conversations}; runs live and render with {@code parts}. */
    public Sending(Launcher.Parts parts, Locks locks, Conversations conversations) {
        this.store = parts.home().store();
        this.runs = parts.home().runs();
        this.locks = locks;
        this.conversations = conversations;
        this.ids = parts.ids();
        this.launcher = new Launcher(parts, new RunWatcher());
    }

    private final class RunWatcher implements Launcher.Watcher {
        @Override
        public void changed(String user, String conversation) {
            conversations.changes().tell(user, conversation);
        }

        @Override
        public void free(String conversation) {
            sendQueued(conversation);
        }
    }

    /** A checked question. */
    private record Question(String id, Optional<String> parent, String text, Optional<String> model, Asker asker) {}

    /** Stores a message and begins the run that answers it, or queues it behind the one that renders. */
    public Reply<Sent> send(Caller caller, Send request) {
        Asker asker = asker(caller);
        return Checks.newId(request.id(), ids::next)
                .then(id -> Checks.message(request.text())
                        .then(text -> Checks.name("model", request.model())
                                .then(model -> send(
                                        request.conversation(),
                                        new Question(id, request.parent(), text, model, asker)))));
    }

    private Reply<Sent> send(@Nullable String conversation, Question question) {
        return Checks.id(conversation)
                .map(id -> locks.in(id, () -> sendLocked(id, question)))
                .orElseGet(() -> Reply.notFound("conversation"));
    }

    private Reply<Sent> sendLocked(String conversation, Question question) {
        Optional<Kept<Talk>> talk = conversations.find(question.asker().user(), conversation);
        if (talk.isPresent() && sendWaiting(talk.get())) {
            talk = conversations.find(question.asker().user(), conversation);
        }
        if (talk.isEmpty()) {
            return Reply.notFound("conversation");
        }
        Kept<Talk> here = talk.get();
        Optional<Kept<Note>> known = store.message(question.id());
        if (known.isPresent()) {
            return repeated(conversation, question, known.get());
        }
        Optional<Talk.Waiting> queued = here.value().queued();
        if (queued.isPresent() && queued.get().id().equals(question.id())) {
            return queued.get().text().equals(question.text())
                    ? Reply.ok(waiting(here.value(), queued.get()))
                    : another();
        }
        if (question.parent().isPresent() && inside(conversation, question).isEmpty()) {
            return Reply.invalid("parent", "There is no such message in this conversation.");
        }
        return room(conversation, 2)
                .then(room -> runs.liveIn(conversation)
                        .map(run -> queue(here, question, run))
                        .orElseGet(() -> begin(here, question)));
    }

    private Optional<Kept<Note>> inside(String conversation, Question question) {
        return conversations
                .findMessage(question.asker().user(), question.parent().orElse(""))
                .filter(parent -> parent.value().conversation().equals(conversation));
    }

    /** The same id again is the same message, or somebody else's: which of these is not told. */
    private Reply<Sent> repeated(String conversation, Question question, Kept<Note> known) {
        Note note = known.value();
        boolean isSame = note.owner().equals(question.asker().user())
                && note.conversation().equals(conversation)
                && note.author() == Author.PERSON;
        if (!isSame) {
            return Reply.invalid("id", "This id is taken; make a new one.");
        }
        if (!note.text().equals(question.text())) {
            return another();
        }
        Optional<Kept<Note>> answer = store.answer(conversation, known.id()).map(conversations::current);
        return Reply.ok(new Sent(
                Views.message(known.id(), note),
                answer.map(kept -> Views.message(kept.id(), kept.value())),
                answer.flatMap(kept -> kept.value().run())));
    }

    /** Taking it for a repetition would lose what it says. */
    private static Reply<Sent> another() {
        return Reply.invalid("id", "This id belongs to a message with another text; make a new one for this text.");
    }

    private Reply<Size> room(String conversation, int more) {
        Size size = store.size(conversation);
        return size.messages() + more > Talk.MESSAGES_MAX || size.bytes() > Talk.BYTES_MAX
                ? Reply.invalid(
                        "conversation",
                        "This conversation is full (" + Talk.MESSAGES_MAX + " messages, or " + (Talk.BYTES_MAX >> 20)
                                + " MiB). Begin a new one.")
                : Reply.ok(size);
    }

    private Reply<Sent> queue(Kept<Talk> talk, Question question, Run run) {
        if (talk.value().queued().isPresent()) {
            return new Reply.Busy<>(
                    SOON, "One message already waits for the answer to end. Take it back first, or wait for its turn.");
        }
        Talk.Waiting waiting = new Talk.Waiting(
                question.id(),
                question.parent().flatMap(Checks::id),
                question.text(),
                question.model(),
                question.asker().name(),
                Optional.of(run.id()),
                Map.of());
        Talk queueing = talk.value().queueing(Optional.of(waiting));
        store.put(List.of(ChatStore.change(talk.id(), talk.stamp(), queueing)));
        conversations.changes().tell(queueing.owner(), talk.id());
        return Reply.ok(waiting(queueing, waiting));
    }

    private Sent waiting(Talk talk, Talk.Waiting waiting) {
        return new Sent(Views.waiting(waiting, conversations.next(talk)), Optional.empty(), Optional.empty());
    }

    private Reply<Sent> begin(Kept<Talk> talk, Question question) {
        Talk old = talk.value();
        Instant at = conversations.next(old);
        Note person = person(talk, question, at);
        Note answer = answer(talk, question.id(), question.model(), at.plusNanos(1000));
        Kept<Note> placeholder = new Kept<>(ids.next(), 0, "", answer);
        Talk now = old.showing(placeholder.id()).touched(at.plusNanos(1000));
        now = now.title().isEmpty() ? now.named(Texts.title(question.text())) : now;
        now = now.queued().filter(waiting -> waiting.id().equals(question.id())).isPresent()
                ? now.queueing(Optional.empty())
                : now;
        List<Change> changes =
                List.of(ChatStore.change(talk.id(), talk.stamp(), now), ChatStore.change(question.id(), 0, person));
        return launcher.launch(placeholder, question.asker(), changes)
                .map(run -> new Sent(
                        Views.message(question.id(), person),
                        Optional.of(Views.message(placeholder.id(), run.begun())),
                        Optional.of(run.id())));
    }

    private static Note person(Kept<Talk> talk, Question question, Instant at) {
        return note(talk, question.parent().flatMap(Checks::id), Author.PERSON, at, State.DONE)
                .with(question.text(), Optional.empty(), List.of());
    }

    private static Note answer(Kept<Talk> talk, String parent, Optional<String> model, Instant at) {
        return note(talk, Optional.of(parent), Author.ASSISTANT, at, State.RENDERING)
                .rendering("", model.or(talk.value()::model));
    }

    private static Note note(Kept<Talk> talk, Optional<String> parent, Author author, Instant at, State state) {
        return new Note(
                talk.id(),
                talk.value().owner(),
                parent,
                author,
                "",
                state,
                Stored.time(at),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Map.of());
    }

    private void sendQueued(String conversation) {
        locks.in(conversation, () -> store.conversation(conversation).map(this::sendWaiting));
    }

    /** Sends what waits, when nothing renders. Answers whether it did. */
    private boolean sendWaiting(Kept<Talk> talk) {
        Optional<Talk.Waiting> waiting =
                talk.value().queued().filter(queued -> queued.behind().isPresent());
        if (launcher.isClosed() || waiting.isEmpty() || runs.liveIn(talk.id()).isPresent()) {
            return false;
        }
        Talk.Waiting next = waiting.get();
        Asker asker = new Asker(talk.value().owner(), next.name(), ids.brief());
        Question question = new Question(next.id(), next.parent(), next.text(), next.model(), asker);
        return begin(talk, question) instanceof Reply.Ok<Sent>;
    }

    /** Renders another answer beside the one named. */
    public Reply<Sent> regenerate(Caller caller, Regenerate request) {
        return Checks.name("model", request.model())
                .then(model -> conversations
                        .findMessage(caller.user(), request.message())
                        .map(kept -> locks.in(
                                kept.value().conversation(), () -> regenerateLocked(asker(caller), kept.id(), model)))
                        .orElseGet(() -> Reply.notFound("message")));
    }

    private Reply<Sent> regenerateLocked(Asker asker, String message, Optional<String> model) {
        Optional<Kept<Note>> found = conversations.findMessage(asker.user(), message);
        Optional<Kept<Talk>> talk =
                found.flatMap(kept -> store.conversation(kept.value().conversation()));
        if (found.isEmpty() || talk.isEmpty()) {
            return Reply.notFound("message");
        }
        Optional<Kept<Note>> question = found.get().value().author() == Author.PERSON
                ? found
                : found.get().value().parent().flatMap(parent -> conversations.findMessage(asker.user(), parent));
        if (question.isEmpty()) {
            return Reply.invalid("message", "There is no question before this answer.");
        }
        return idle(talk.get().id()).then(idle -> room(talk.get().id(), 1)).then(room -> {
            Instant at = conversations.next(talk.get().value());
            Kept<Note> placeholder = new Kept<>(
                    ids.next(), 0, "", answer(talk.get(), question.get().id(), model, at));
            return again(talk.get(), placeholder, asker, question.get());
        });
    }

    /** Goes on with an answer that was cut short. */
    public Reply<Sent> resume(Caller caller, @Nullable String message) {
        return conversations
                .findMessage(caller.user(), message)
                .map(kept -> locks.in(kept.value().conversation(), () -> resumeLocked(asker(caller), kept.id())))
                .orElseGet(() -> Reply.notFound("message"));
    }

    private Reply<Sent> resumeLocked(Asker asker, String message) {
        Optional<Kept<Note>> found = conversations.findMessage(asker.user(), message);
        Optional<Kept<Talk>> talk =
                found.flatMap(kept -> store.conversation(kept.value().conversation()));
        if (found.isEmpty() || talk.isEmpty()) {
            return Reply.notFound("message");
        }
        Kept<Note> answer = found.get();
        Reply<Sent> refused = Reply.invalid("message", "Only an answer that was cut short can go on.");
        if (answer.value().author() == Author.PERSON) {
            return refused;
        }
        return switch (answer.value().state()) {
            case DONE -> refused;
            case RENDERING -> {
                ChatApi.Message now = Views.message(answer.id(), answer.value());
                yield Reply.ok(new Sent(now, Optional.of(now), now.run()));
            }
            case STOPPED, INTERRUPTED, FAILED ->
                idle(talk.get().id()).then(idle -> again(talk.get(), answer, asker, answer));
        };
    }

    private Reply<Boolean> idle(String conversation) {
        return runs.liveIn(conversation).isEmpty()
                ? Reply.ok(true)
                : new Reply.Busy<>(
                        SOON, "An answer is being rendered in this conversation. Stop it or wait for its end.");
    }

    /** Renders {@code answer}, and shows it; {@code about} is the message the caller asked about. */
    private Reply<Sent> again(Kept<Talk> talk, Kept<Note> answer, Asker asker, Kept<Note> about) {
        Talk now = talk.value().showing(answer.id()).touched(conversations.next(talk.value()));
        return launcher.launch(answer, asker, List.of(ChatStore.change(talk.id(), talk.stamp(), now)))
                .map(run -> {
                    ChatApi.Message begun = Views.message(answer.id(), run.begun());
                    boolean isResumed = about.id().equals(answer.id());
                    return new Sent(
                            isResumed ? begun : Views.message(about.id(), about.value()),
                            Optional.of(begun),
                            Optional.of(run.id()));
                });
    }

    /** Takes the waiting message back. */
    public Reply<Queued> unqueue(Caller caller, @Nullable String conversation) {
        return Checks.id(conversation)
                .map(id -> locks.in(id, () -> unqueueLocked(caller.user(), id)))
                .orElseGet(() -> Reply.notFound("conversation"));
    }

    private Reply<Queued> unqueueLocked(String user, String id) {
        Optional<Kept<Talk>> talk = conversations.find(user, id);
        if (talk.isEmpty()) {
            return Reply.notFound("conversation");
        }
        Optional<Talk.Waiting> waiting = talk.get().value().queued();
        if (waiting.isEmpty()) {
            return Reply.notFound("waiting message");
        }
        Talk now = talk.get().value().queueing(Optional.empty());
        store.put(List.of(ChatStore.change(id, talk.get().stamp(), now)));
        conversations.changes().tell(user, id);
        return Reply.ok(Views.queued(waiting.get()));
    }

    /** Stops a run. What it rendered is on disk when this returns, and what waited for its end is being rendered. */
    public void stop(Run run) {
        launcher.stop(run);
        sendQueued(run.conversation());
    }

    /**
     * After a restart: marks what this node left rendering as interrupted, then sends what waited for those answers, at
     * once: the person has already said it, and the interrupted answer can be continued afterwards all the same.
     */
    public void recover() {
        List<Kept<Note>> left = store.leftRendering(LEFT_MAX);
        while (!left.isEmpty()) {
            for (Kept<Note> kept : left) {
                store.put(List.of(
                        ChatStore.change(kept.id(), kept.stamp(), kept.value().interrupted())));
            }
            LOG.info("runs.interrupted", "count", left.size());
            left = store.leftRendering(LEFT_MAX);
        }
        for (Kept<Talk> talk : store.leftWaiting(LEFT_MAX)) {
            sendQueued(talk.id());
        }
    }

    /** Interrupts all runs and stores what they rendered; takes no more. */
    public void close() {
        launcher.close();
    }

    private static Asker asker(Caller caller) {
        return new Asker(caller.user(), caller.name(), caller.request());
    }
}
