package aurora.chat.run;

import aurora.base.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs of this node: those that render, and for a while those that ended. Thread-safe. */
public final class Runs {
    /** Runs of one user at once. */
    public static final int USER_MAX = 100;

    /** Runs of the node at once. */
    static final int NODE_MAX = 2000;

    /** The log of a run is kept for so long after its end. */
    public static final Duration KEPT = Duration.ofMinutes(5);

    /** Ended logs together hold at most so many bytes of text; beyond, the oldest go earlier. */
    static final int KEPT_BYTES = 32 << 20;

    /** Ended logs at most. */
    static final int KEPT_MAX = 5000;

    private final Clock clock;
    private final Map<String, Run> byId = new HashMap<>();
    private final Map<String, Run> liveByConversation = new HashMap<>();
    private final Map<String, Integer> liveByUser = new HashMap<>();
    private final Deque<Run> ended = new ArrayDeque<>();
    private long endedBytes;

    /** None yet. */
    public Runs(Clock clock) {
        this.clock = clock;
    }

    /** Takes in a run that begins, unless there are too many. Its conversation has no other, held by its lock. */
    synchronized boolean begin(Run run) {
        sweep();
        int ofUser = liveByUser.getOrDefault(run.asker().user(), 0);
        if (ofUser >= USER_MAX || liveByConversation.size() >= NODE_MAX) {
            return false;
        }
        liveByUser.put(run.asker().user(), ofUser + 1);
        liveByConversation.put(run.conversation(), run);
        byId.put(run.id(), run);
        return true;
    }

    /** A run whose beginning could not be put on disk. */
    synchronized void drop(Run run) {
        notLive(run);
        byId.remove(run.id());
    }

    /** A run has ended; its log stays for a while. */
    synchronized void ended(Run run) {
        if (notLive(run)) {
            ended.add(run);
            endedBytes += run.bytes();
            sweep();
        }
    }

    /** The run {@code id}, rendering or ended not long ago. */
    public synchronized Optional<Run> find(String id) {
        sweep();
        return Optional.ofNullable(byId.get(id));
    }

    /** The run that renders in a conversation. */
    public synchronized Optional<Run> liveIn(String conversation) {
        return Optional.ofNullable(liveByConversation.get(conversation));
    }

    /** All that render. */
    synchronized List<Run> live() {
        return List.copyOf(liveByConversation.values());
    }

    private boolean notLive(Run run) {
        if (!liveByConversation.remove(run.conversation(), run)) {
            return false;
        }
        liveByUser.computeIfPresent(run.asker().user(), (user, n) -> n == 1 ? null : n - 1);
        return true;
    }

    private void sweep() {
        while (!ended.isEmpty()
                && (clock.nanos() - ended.peek().endedNanos() > KEPT.toNanos()
                        || ended.size() > KEPT_MAX
                        || endedBytes > KEPT_BYTES)) {
            Run old = ended.remove();
            endedBytes -= old.bytes();
            byId.remove(old.id());
        }
    }
}
