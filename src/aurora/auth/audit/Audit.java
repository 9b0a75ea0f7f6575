package aurora.auth.audit;

import aurora.auth.store.AuthStore;
import aurora.auth.store.State;
import aurora.base.Caller;
import aurora.base.Clock;
import aurora.ground.json.Json;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.data.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail, and the one door for auth's writes: what is done and the entry that says so are one write, so
 * neither exists without the other. Each node's entries are numbered and chained: each holds the hash of itself and
 * of the one before, so that an entry changed or taken out shows. Thread-safe; one write at a time.
 */
public final class Audit {
    /** Refusals that get an entry of their own in a minute. */
    public static final int REFUSALS_MAX = 60;

    /** What makes something new, which must wait for room on the disk; all else that auth writes must not. */
    private static final Set<String> NEW = Set.of("user.add", "key.add");

    private final AuthStore store;
    private final String node;
    private final Clock clock;
    private final Runnable doubt;
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Link last;
    private long refusalsMinute;
    private int refusals;
    private long leftOut;

    /** {@code doubt} is run when it is unknown whether a write happened. */
    public Audit(AuthStore store, String node, Clock clock, Runnable doubt) {
        this.store = store;
        this.node = node;
        this.clock = clock;
        this.doubt = doubt;
    }

    /** How it went. */
    public enum Outcome {
        /** It was done. */
        OK,
        /** It was refused. */
        DENIED,
        /** It was tried in vain. */
        FAILED
    }

    /** What happened: {@code who} did {@code action} to {@code subject}; names and ids only, never a secret. */
    public record Event(String action, String who, String subject, Outcome outcome, Caller caller) {
        /** What {@code caller} did itself. */
        public static Event of(Caller caller, String action, String subject, Outcome outcome) {
            String name = caller.name().isEmpty() ? caller.kind().name().toLowerCase(Locale.ROOT) : caller.name();
            return new Event(action, name, subject, outcome, caller);
        }

        private Event about(String other) {
            return new Event(action, who, other, outcome, caller);
        }
    }

    /**
     * Writes {@code changes} and the entry about them, and then makes {@code known} what has changed, before any other
     * write.
     */
    public void write(List<Change> changes, Event event, Runnable known) {
        lock.lock();
        try {
            Link before = last();
            long millis = Math.max(clock.millis(), before.millis());
            Link entry = append(changes, event, before, millis);
            last = entry;
            known.run();
        } catch (DatabaseException failed) {
            last = null;
            if (failed.kind() != DatabaseException.Kind.CONFLICT) {
                doubt.run();
            }
            throw failed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Only an entry, about something that was refused: at most {@link #REFUSALS_MAX} a minute, so that nobody fills
     * the disk by knocking; the next one says how many were left out.
     */
    public void refused(Event event) {
        lock.lock();
        try {
            long minute = clock.millis() / 60_000;
            if (minute != refusalsMinute) {
                refusalsMinute = minute;
                refusals = 0;
            }
            if (refusals >= REFUSALS_MAX) {
                leftOut++;
                return;
            }
            refusals++;
            String more = leftOut == 0 ? "" : " (" + leftOut + " more were left out)";
            write(List.of(), event.about((event.subject() + more).strip()), () -> leftOut = 0);
        } finally {
            lock.unlock();
        }
    }

    /** The number of this node's last entry. */
    public long lastNumber() {
        lock.lock();
        try {
            Link end = last();
            last = end;
            return end.number();
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code work} while nothing is being written. */
    public <T> T still(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private Link append(List<Change> changes, Event event, Link before, long millis) {
        Caller caller = event.caller();
        State.AuditEntry entry = before.seal(new State.AuditEntry(
                Instant.ofEpochMilli(millis).toString(),
                event.action(),
                event.who(),
                event.subject(),
                bounded(caller.address()),
                event.outcome().name().toLowerCase(Locale.ROOT),
                bounded(caller.request()),
                node,
                before.number() + 1,
                ""));
        List<Change> all = new ArrayList<>(changes);
        String id = String.format(Locale.ROOT, "%012x-%010d-%s", millis, entry.number(), node);
        all.add(Change.set(State.AuditEntry.ENTITY, id, Json.text(entry)).ifStamp(0));
        if (NEW.contains(event.action()) && event.outcome() == Outcome.OK) {
            store.write(all);
        } else {
            store.writeFromReserve(all);
        }
        return Link.at(entry);
    }

    private Link last() {
        Link known = last;
        if (known != null) {
            return known;
        }
        return store.lastOfChain(node).map(end -> Link.at(end.entry())).orElse(Link.START);
    }

    private static String bounded(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100);
    }
}
