package aurora.chat.run;

import aurora.base.Ids;
import aurora.base.Reply;
import aurora.chat.ChatConfig;
import aurora.chat.run.ChatTurns.Event;
import aurora.chat.run.Run.Asker;
import aurora.chat.store.ChatStore;
import aurora.chat.store.ChatStore.Kept;
import aurora.chat.store.Note;
import aurora.ground.log.Log;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.data.Change;
import aurora.router.RouterApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** The life of runs: from the put that begins one to the put that ends it, each on its own thread. Thread-safe. */
public final class Launcher implements AutoCloseable {
    private static final Log LOG = Log.of("chat");
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Run.Home home;
    private final ChatPipeline pipeline;
    private final Ids ids;
    private final Watcher watcher;
    private volatile boolean closed;

    /** Launches with {@code parts} and tells {@code watcher}. */
    public Launcher(Parts parts, Watcher watcher) {
        this.home = parts.home();
        this.pipeline = new ChatPipeline(parts);
        this.ids = parts.ids();
        this.watcher = watcher;
    }

    /** What it works with. */
    public record Parts(Run.Home home, RouterApi router, ChatConfig config, Ids ids) {}

    /** Who is told of runs. */
    public interface Watcher {
        /** A run of {@code user}'s conversation began or ended. */
        void changed(String user, String conversation);

        /** A run has ended on its own thread, and another may begin in its conversation. */
        void free(String conversation);
    }

    /** Puts {@code others} and the answer to be rendered on disk, and begins the run. */
    public Reply<Run> launch(Kept<Note> answer, Asker asker, List<Change> others) {
        if (closed) {
            return new Reply.Unavailable<>("chat", "The node is stopping. Send it again in a moment.");
        }
        String id = ids.next();
        Note note = answer.value().rendering(id, answer.value().model());
        Run run = new Run(id, new Kept<>(answer.id(), answer.stamp(), answer.node(), note), asker, home);
        if (!home.runs().begin(run)) {
            return new Reply.Busy<>(
                    SOON,
                    "You have " + Runs.USER_MAX + " answers being rendered, the most there may be,"
                            + " or the node has no room for more. Stop one or wait for its end.");
        }
        try {
            List<Change> all = new ArrayList<>(others);
            all.add(ChatStore.change(answer.id(), answer.stamp(), note));
            run.placed(home.store().put(all));
        } catch (RuntimeException failed) {
            home.runs().drop(run);
            throw failed;
        }
        tell(run);
        try {
            home.threads().execute(() -> drive(run));
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
                tell(run);
                watcher.free(run.conversation());
                return true;
            });
        } catch (DatabaseException away) {
            LOG.warn("queue.unsent", "run", run.id(), "kind", away.kind().name());
        } catch (Exception defect) {
            LOG.error("run.failed", defect, "run", run.id());
        }
    }

    private void tell(Run run) {
        watcher.changed(run.asker().user(), run.conversation());
    }

    /** Ends a run as a person wants it; what it rendered is on disk when this returns. */
    public void stop(Run run) {
        run.on(new Event.Stopped());
        finish(run);
    }

    /** Stores the end of a run that is over, unless that was done. */
    private void finish(Run run) {
        run.finish();
        tell(run);
    }

    /** Whether nothing is begun any more. */
    public boolean isClosed() {
        return closed;
    }

    /** Interrupts all runs and stores what they rendered; takes no more. */
    @Override
    public void close() {
        closed = true;
        for (Run run : home.runs().live()) {
            try {
                run.on(new Event.Interrupted());
                finish(run);
            } catch (DatabaseException away) {
                LOG.warn(
                        "run.end.unstored", "run", run.id(), "kind", away.kind().name());
                run.abandon("not_stored", Note.INTERRUPTED);
                tell(run);
            }
        }
    }
}
