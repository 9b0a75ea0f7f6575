package aurora.chat.run;

import aurora.base.Clock;
import aurora.base.Events;
import aurora.chat.ChatApi;
import aurora.chat.ChatApi.Move;
import aurora.chat.ChatApi.State;
import aurora.chat.ChatApi.StreamPart;
import aurora.chat.input.Texts;
import aurora.chat.run.ChatTurns.Effect;
import aurora.chat.run.ChatTurns.Event;
import aurora.chat.run.ChatTurns.Turn;
import aurora.chat.store.ChatStore;
import aurora.chat.store.ChatStore.Kept;
import aurora.chat.store.Note;
import aurora.chat.store.Views;
import aurora.ground.json.Json;
import aurora.ground.log.Log;
import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.DatabaseException.Kind;
import aurora.router.RouterApi;
import aurora.router.RouterApi.Figures;
import aurora.router.RouterApi.Place;
import aurora.router.RouterApi.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/**
 * One run: an answer while it is being rendered. Carries out what {@link ChatTurns} says. Thread-safe: one event at a
 * time. Whoever brings the event that ends it may store the end; it is stored once.
 */
public final class Run {
    /** Seams of one answer that is continued again and again, at most. */
    static final int SEAMS_MAX = 40;

    private static final Log LOG = Log.of("chat");

    private final String id;
    private final String answer;
    private final String conversation;
    private final Asker asker;
    private final ChatStore store;
    private final Runs runs;
    private final Clock clock;
    private final RunLog log = new RunLog();
    private final Executor threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition partStored = lock.newCondition();
    private final StringBuilder text;
    private final StringBuilder thinking;
    private final List<JsonNode> moves;

    private Note note;
    private long stamp;
    private Turn turn;
    private Optional<Effect.End> end = Optional.empty();
    private Optional<Rendering> rendering = Optional.empty();
    private boolean storing;
    private boolean stored;
    private volatile long endedNanos;

    /** For whom a run renders: the user's id and sign-in name, and the request that began it. */
    public record Asker(String user, String name, String request) {}

    /**
     * Where runs live: their disk, their registry, their time.
     *
     * @param threads starts each task on a thread of its own at once
     */
    public record Home(ChatStore store, Runs runs, Clock clock, Executor threads) {}

    /** A run {@code id} of the answer {@code placeholder}, which is about to be put on disk. */
    Run(String id, Kept<Note> placeholder, Asker asker, Home home) {
        this.id = id;
        this.answer = placeholder.id();
        this.note = placeholder.value();
        this.conversation = note.conversation();
        this.asker = asker;
        this.store = home.store();
        this.runs = home.runs();
        this.clock = home.clock();
        this.threads = home.threads();
        this.text = new StringBuilder(note.text());
        this.thinking = new StringBuilder(note.thinking().orElse(""));
        this.moves = new ArrayList<>(note.moves());
        this.turn = Turn.begun(note.text(), thinking.toString(), clock.nanos());
    }

    /** Its id, a UUID. */
    public String id() {
        return id;
    }

    /** The conversation it renders in. */
    public String conversation() {
        return conversation;
    }

    /** For whom it renders. */
    public Asker asker() {
        return asker;
    }

    /** The id of the last event that was told. */
    public long told() {
        return log.size();
    }

    /** Its events after {@code after}, those to come included. */
    public Events<StreamPart> watch(long after) {
        return log.reader(after);
    }

    /** Bytes of text that its watchers may still read. */
    int bytes() {
        return log.bytes();
    }

    /** The message as it lay on disk when the run began. */
    public Note begun() {
        lock.lock();
        try {
            return note;
        } finally {
            lock.unlock();
        }
    }

    /** The placeholder is on disk under this stamp. */
    void placed(long at) {
        lock.lock();
        try {
            stamp = at;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing more will be rendered. */
    boolean isOver() {
        lock.lock();
        try {
            return turn.ended();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the answer has words, or reasoning, be it from an earlier run. */
    boolean hasWords() {
        lock.lock();
        try {
            return !text.isEmpty() || !thinking.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** When the end was stored, by the monotonic timer; meaningful once it is among the ended. */
    long endedNanos() {
        return endedNanos;
    }

    /** The router renders; when the run is over already, it is told so at once. */
    void renders(Rendering newRendering) {
        lock.lock();
        try {
            if (turn.ended()) {
                newRendering.close();
            } else {
                rendering = Optional.of(newRendering);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes an event; after the end it has no effect. */
    void on(Event event) {
        lock.lock();
        try {
            ChatTurns.Outcome outcome = ChatTurns.step(turn, event, clock.nanos());
            turn = outcome.turn();
            outcome.effects().forEach(this::perform);
        } finally {
            lock.unlock();
        }
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Tell(StreamPart part) -> tell(part);
            case Effect.AddText(String words) -> {
                String sound = Texts.sound(words);
                text.append(sound);
                tell(new StreamPart.Token(sound));
            }
            case Effect.AddThinking(String words) -> {
                String sound = Texts.sound(words);
                thinking.append(sound);
                tell(new StreamPart.Thinking(sound));
            }
            case Effect.Remember(var decision) -> {
                Optional<Move> seam = continuedElsewhere(decision.chosen());
                note = note.told(Optional.empty(), Optional.of(Json.treeOf(decision)));
                tell(new StreamPart.Routed(decision));
                seam.ifPresent(this::addMove);
            }
            case Effect.AddMove(var move) -> addMove(move);
            case Effect.StorePart() -> storePart();
            case Effect.Cancel() -> rendering.ifPresent(Rendering::close);
            case Effect.End ending -> end = Optional.of(ending);
        }
    }

    private void addMove(Move move) {
        moves.add(Json.treeOf(move));
        tell(new StreamPart.Moved(move));
    }

    /** The seam of an answer that ended early and is continued, when it is not its last writer who goes on. */
    private Optional<Move> continuedElsewhere(Place to) {
        if (text.isEmpty() || moves.size() >= SEAMS_MAX) {
            return Optional.empty();
        }
        ChatApi.Message before = Views.message(answer, note);
        Optional<Place> from = before.moves().isEmpty()
                ? before.decision().map(RouterApi.Decision::chosen)
                : Optional.of(before.moves().getLast().to());
        return from.filter(place -> !place.equals(to))
                .map(place -> new Move(place, to, text.length(), "The answer had ended early and was continued."));
    }

    private void tell(StreamPart part) {
        if (!log.add(part)) {
            LOG.warn("run.log.full", "run", id);
        }
    }

    /**
     * Beside the rendering, which waits for no disk. What cannot be stored now, or comes while the part before is being
     * stored, is stored with the next, or at the end.
     */
    private void storePart() {
        if (storing) {
            return;
        }
        Note part = written();
        long known = stamp;
        storing = true;
        try {
            threads.execute(() -> storePart(part, known));
        } catch (RejectedExecutionException stopping) {
            storing = false;
        }
    }

    private void storePart(Note part, long known) {
        long now = known;
        Optional<Event> broke = Optional.empty();
        try {
            now = put(part, known);
        } catch (DatabaseException away) {
            if (away.kind() == Kind.CONFLICT) {
                broke = Optional.of(
                        new Event.Broke("gone", "The conversation was deleted, or the answer is continued elsewhere."));
            } else {
                LOG.warn("run.part.unstored", "run", id, "kind", away.kind().name());
            }
        } finally {
            lock.lock();
            try {
                stamp = now;
                storing = false;
                partStored.signalAll();
                broke.ifPresent(this::on);
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Writes the answer. A write that got no reply may have happened all the same, and its stamp is unknown then: what
     * this run itself wrote may be written over.
     */
    private long put(Note value, long known) {
        try {
            return store.put(List.of(ChatStore.change(answer, known, value)));
        } catch (DatabaseException other) {
            Optional<Kept<Note>> own = other.kind() == Kind.CONFLICT
                    ? store.message(answer).filter(kept -> kept.value().run().equals(Optional.of(id)))
                    : Optional.empty();
            return store.put(List.of(
                    ChatStore.change(answer, own.orElseThrow(() -> other).stamp(), value)));
        }
    }

    private Note written() {
        Optional<String> reasoning = thinking.isEmpty() ? Optional.empty() : Optional.of(thinking.toString());
        return note.with(text.toString(), reasoning, List.copyOf(moves));
    }

    /**
     * Stores the end and tells the watchers, when there is an end to store.
     *
     * @return whether this call did
     * @throws DatabaseException when it could not be stored; to be tried again
     */
    boolean finish() {
        lock.lock();
        try {
            while (storing) {
                partStored.awaitUninterruptibly();
            }
            if (end.isEmpty() || stored) {
                return false;
            }
            Effect.End ending = end.get();
            Note last = written()
                    .told(figures(ending).map(Json::treeOf), latestDecision())
                    .ended(ending.state(), ending.why());
            try {
                stamp = put(last, stamp);
            } catch (DatabaseException failed) {
                if (failed.kind() != Kind.CONFLICT) {
                    throw failed;
                }
                LOG.warn("run.end.superseded", "run", id);
            }
            over(ending, last);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends without storing: the end could not be put on disk for too long, or the conversation is being deleted. */
    public void abandon(String code, String why) {
        lock.lock();
        try {
            on(new Event.Broke(code, why));
            if (!stored) {
                Effect.End ending = new Effect.End(State.FAILED, Optional.of(code), Optional.of(why), Optional.empty());
                over(ending, written().ended(State.FAILED, Optional.of(why)));
            }
        } finally {
            lock.unlock();
        }
    }

    private void over(Effect.End ending, Note last) {
        note = last;
        stored = true;
        endedNanos = clock.nanos();
        runs.ended(this); // first, so that who reads the end can send the next message at once
        tell(end(ending, last));
        LOG.info(
                "run.ended",
                "run",
                id,
                "state",
                ending.state().name(),
                "code",
                ending.code().orElse("done"),
                "characters",
                text.length());
    }

    private StreamPart end(Effect.End ending, Note last) {
        ChatApi.Message message = Views.message(answer, last);
        return ending.code().isEmpty()
                ? new StreamPart.Done(message)
                : new StreamPart.Failed(ending.code().get(), ending.why().orElse(""), message);
    }

    /** Of an answer that was stopped or failed: what was measured until then. */
    private Optional<Figures> figures(Effect.End ending) {
        return ending.figures().or(() -> rendering.flatMap(Rendering::soFar));
    }

    private Optional<JsonNode> latestDecision() {
        return rendering.map(Rendering::decision).map(Json::treeOf);
    }
}
