package aurora.chat;

import aurora.base.Ids;
import aurora.base.Reply;
import aurora.chat.ChatStore.Kept;
import aurora.chat.ChatTurns.Event;
import aurora.chat.Run.Asker;
import aurora.ground.log.Log;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.data.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** The life of runs: from the put that begins one to the put that ends it, each on its own thread. Thread-safe. */
final class Launcher implements AutoCloseable {
    private static final Log LOG = Log.of("chat");
    private static final Duration SOON = Duration.ofSeconds(5);

    private final ChatStore store;
    private final Runs runs;
    private final ChatPipeline pipeline;
    private final Changes changes;
    private final Run.Home home;
    private final Ids ids;
    private final Executor threads;
    private final Consumer<String> afterwards;
    private volatile boolean closed;

    /** {@code afterwards} is told each conversation whose run has ended. */
    Launcher(Parts parts, Consumer<String> afterwards) {
        this.store = parts.store();
        this.runs = parts.runs();
        this.pipeline = parts.pipeline();
        this.changes = parts.changes();
        this.home = new Run.Home(store, runs, parts.needs().clock());
        this.ids = parts.needs().ids();
        this.threads = parts.needs().threads();
        this.afterwards = afterwards;
    }

    /** What it works with. */
    record Parts(ChatStore store, Runs runs, ChatPipeline pipeline, Changes changes, Chat.Needs needs) {}

    /** Puts {@code others} and the answer to be rendered on disk, and begins the run. */
    Reply<Run> launch(Kept<Note> answer, Asker asker, List<Change> others) {
        if (closed) {
            return new Reply.Unavailable<>("chat", "The node is stopping. Send it again in a moment.");
        }
        String id = ids.next();
        Note note = answer.value().rendering(id, answer.value().model());
        Run run = new Run(id, new Kept<>(answer.id(), answer.stamp(), answer.node(), note), asker, home);
        if (!runs.begin(run)) {
            return new Reply.Busy<>(
                    SOON,
                    "You have " + Runs.USER_MAX + " answers being rendered, the most there may be,"
                            + " or the node has no room for more. Stop one or wait for its end.");
        }
        try {
            List<Change> all = new ArrayList<>(others);
            all.add(ChatStore.change(answer.id(), answer.stamp(), note));
            run.placed(store.put(all));
        } catch (RuntimeException failed) {
            runs.drop(run);
            throw failed;
        }
        changes.tell(asker.user(), run.conversation());
        try {
            threads.execute(() -> drive(run));
        } catch (RejectedExecutionException stopping) {
            run.on(new Event.Interrupted());
            finish(run);
        }
        return Reply.ok(run);
    }

    /** The life of a run, on its own thread; after it the conversation's next message has its turn. */
    private void drive(Run run) {
        try {
            Log.inRequest(run.asker().request(), () -> {
                pipeline.walk(run);
                tellOver(run);
                afterwards.accept(run.conversation());
                return true;
            });
        } catch (DatabaseException away) {
            LOG.warn("queue.unsent", "run", run.id(), "kind", away.kind().name());
        } catch (Exception defect) {
            LOG.error("run.failed", defect, "run", run.id());
        }
    }

    private void tellOver(Run run) {
        changes.tell(run.asker().user(), run.conversation());
    }

    /** Stores the end of a run that is over, unless that was done. */
    void finish(Run run) {
        run.finish();
        tellOver(run);
    }

    /** Whether nothing is begun any more. */
    boolean isClosed() {
        return closed;
    }

    /** Interrupts all runs and stores what they rendered; takes no more. */
    @Override
    public void close() {
        closed = true;
        for (Run run : runs.live()) {
            try {
                run.on(new Event.Interrupted());
                finish(run);
            } catch (DatabaseException away) {
                LOG.warn(
                        "run.end.unstored", "run", run.id(), "kind", away.kind().name());
                run.abandon("not_stored", ChatTurns.INTERRUPTED);
                tellOver(run);
            }
        }
    }
}
