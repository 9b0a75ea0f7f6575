package aurora.auth;

import aurora.auth.AuthApi.AuditEntry;
import aurora.base.Caller;
import aurora.base.Clock;
import aurora.ground.crypto.Digests;
import aurora.ground.json.Json;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.data.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The audit trail, and the one door for auth's writes: what is done and the entry that says so are one write, so
 * neither exists without the other. Each node's entries are numbered and chained: each holds the hash of itself and
 * of the one before, so that an entry changed or taken out shows. Thread-safe; one write at a time.
 */
final class Audit {
    /** Entries read at once while checking the chain. */
    private static final int PAGE = 1_000;

    /** Refusals that get an entry of their own in a minute. */
    static final int REFUSALS_MAX = 60;

    private static final String START = "";

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
    Audit(AuthStore store, String node, Clock clock, Runnable doubt) {
        this.store = store;
        this.node = node;
        this.clock = clock;
        this.doubt = doubt;
    }

    /** How it went. */
    enum Outcome {
        OK,
        DENIED,
        FAILED
    }

    /** What happened: {@code who} did {@code action} to {@code subject}; names and ids only, never a secret. */
    record Event(String action, String who, String subject, Outcome outcome, Caller caller) {
        static Event of(Caller caller, String action, String subject, Outcome outcome) {
            String name = caller.name().isEmpty() ? caller.kind().name().toLowerCase(Locale.ROOT) : caller.name();
            return new Event(action, name, subject, outcome, caller);
        }

        private Event about(String other) {
            return new Event(action, who, other, outcome, caller);
        }
    }

    /** One entry as stored. */
    record Stored(
            String at,
            String action,
            String user,
            String subject,
            String address,
            String outcome,
            String request,
            String node,
            long number,
            String hash) {

        AuditEntry shown(String id) {
            return new AuditEntry(id, Instant.parse(at), action, user, subject, address, outcome, request);
        }

        private String hashAfter(String before) {
            List<String> all =
                    List.of(before, node, String.valueOf(number), at, action, user, subject, address, outcome, request);
            return Digests.sha256Hex(Json.text(all));
        }

        private Stored sealed(String before) {
            return new Stored(at, action, user, subject, address, outcome, request, node, number, hashAfter(before));
        }
    }

    /** The end of a chain. {@code millis}: of its id. */
    record Link(long number, String hash, long millis) {}

    /**
     * Writes {@code changes} and the entry about them, and then makes {@code known} what has changed, before any other
     * write.
     */
    void write(List<Change> changes, Event event, Runnable known) {
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
    void refused(Event event) {
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

    /** Runs {@code work} while nothing is being written. */
    <T> T still(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** The first entry of this node's chain that is not what it was; empty when the chain is whole. */
    Optional<String> firstBroken() {
        String before = START;
        long number = 0;
        while (true) {
            List<Numbered> page = store.chain(node, number, PAGE);
            for (Numbered next : page) {
                Stored entry = next.entry();
                if (entry.number() != number + 1 || !entry.hash().equals(entry.hashAfter(before))) {
                    return Optional.of(next.id());
                }
                number = entry.number();
                before = entry.hash();
            }
            if (page.size() < PAGE) {
                return Optional.empty();
            }
        }
    }

    /** An entry and its id. */
    record Numbered(String id, Stored entry) {}

    private Link append(List<Change> changes, Event event, Link before, long millis) {
        Caller caller = event.caller();
        Stored entry = new Stored(
                        Instant.ofEpochMilli(millis).toString(),
                        event.action(),
                        event.who(),
                        event.subject(),
                        bounded(caller.address()),
                        event.outcome().name().toLowerCase(Locale.ROOT),
                        bounded(caller.request()),
                        node,
                        before.number() + 1,
                        "")
                .sealed(before.hash());
        List<Change> all = new ArrayList<>(changes);
        String id = String.format(Locale.ROOT, "%012x-%010d-%s", millis, entry.number(), node);
        all.add(Change.set("audit", id, Json.text(entry)).ifStamp(0));
        store.write(all);
        return new Link(entry.number(), entry.hash(), millis);
    }

    private Link last() {
        Link known = last;
        if (known != null) {
            return known;
        }
        return store.lastOfChain(node)
                .map(end -> new Link(
                        end.entry().number(),
                        end.entry().hash(),
                        Instant.parse(end.entry().at()).toEpochMilli()))
                .orElse(new Link(0, START, 0));
    }

    private static String bounded(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100);
    }
}
