package aurora.auth.audit;

import aurora.auth.AuthApi.AuditEntry;
import aurora.auth.AuthApi.AuditPage;
import aurora.auth.AuthApi.AuditQuery;
import aurora.auth.store.AuthStore;
import aurora.auth.store.AuthStore.Numbered;
import aurora.auth.store.State;
import aurora.base.Deadline;
import aurora.base.Reply;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the audit trail: page by page for people, and along the chain to see whether it is whole. Thread-safe. */
public final class Trail {
    private static final int STANDARD = 50;
    private static final int MAX = 200;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12}-[0-9]{10,19}-[^\\p{Cntrl}]{1,100}");

    /** Entries read at once while checking the chain. */
    private static final int PAGE = 1_000;

    private final AuthStore store;
    private final String node;

    /** The entries in {@code store}, and the chain of {@code node}. */
    public Trail(AuthStore store, String node) {
        this.store = store;
        this.node = node;
    }

    /** A page, newest first. */
    public Reply<AuditPage> list(AuditQuery query) {
        int limit = query.limit().orElse(STANDARD);
        if (limit < 1 || limit > MAX) {
            return Reply.invalid("limit", "The limit is 1 to " + MAX + ".");
        }
        if (query.before().isPresent() && !ID.matcher(query.before().get()).matches()) {
            return Reply.invalid("before", "This is not the id of an audit entry.");
        }
        List<Numbered> found = store.audit(query.before(), limit + 1);
        return Reply.ok(
                new AuditPage(found.stream().limit(limit).map(Trail::shown).toList(), found.size() > limit));
    }

    private static AuditEntry shown(Numbered numbered) {
        State.AuditEntry entry = numbered.entry();
        return new AuditEntry(
                numbered.id(),
                instant(entry.at()),
                entry.action(),
                entry.user(),
                entry.subject(),
                entry.address(),
                entry.outcome(),
                entry.request());
    }

    /** An entry that somebody else wrote may say anything; the check of the chain tells of it. */
    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException notOurs) {
            return Instant.EPOCH;
        }
    }

    /** Whose chain it is. */
    String node() {
        return node;
    }

    /**
     * What following a chain has shown.
     *
     * @param end how far it was whole
     * @param broken the id of the first entry that is not what was written; empty when none or unknown
     * @param says the same for people
     */
    record Finding(boolean whole, Link end, Optional<String> broken, String says) {
        static Finding broken(String entry, String says) {
            return new Finding(false, Link.START, Optional.of(entry).filter(id -> !id.isEmpty()), says);
        }
    }

    /**
     * Follows this node's chain from {@code start} to its end, and looks whether it goes through all of {@code marks};
     * empty when {@code deadline} passes first.
     */
    Optional<Finding> follow(Link start, List<Mark> marks, Deadline deadline) {
        Link end = start;
        if (start.number() > 0 && !isThere(start)) {
            return Optional.of(
                    Finding.broken("", "Entry number " + start.number() + " is not the one that was signed."));
        }
        while (!deadline.passed()) {
            List<Numbered> page = store.chain(node, end.number(), PAGE);
            for (Numbered next : page) {
                Link after = Link.at(next.entry());
                if (!end.leadsTo(next.entry()) || marks.stream().anyMatch(after::contradicts)) {
                    return Optional.of(new Finding(
                            false,
                            end,
                            Optional.of(next.id()),
                            "Entry " + next.id() + " is not what was written, or entries before it are missing."));
                }
                end = after;
            }
            if (page.size() < PAGE) {
                return Optional.of(ended(end, marks));
            }
        }
        return Optional.empty();
    }

    private boolean isThere(Link link) {
        return store.chain(node, link.number() - 1, 1).stream()
                .anyMatch(found -> found.entry().number() == link.number()
                        && found.entry().hash().equals(link.hash()));
    }

    private static Finding ended(Link end, List<Mark> marks) {
        long signed = marks.stream().mapToLong(Mark::number).max().orElse(0);
        return signed > end.number()
                ? new Finding(
                        false,
                        end,
                        Optional.empty(),
                        "The trail ends at entry number " + end.number() + ", but this node signed number " + signed
                                + ": entries at its end are missing.")
                : new Finding(
                        true,
                        end,
                        Optional.empty(),
                        end.number() + " entries, each as it was written; under a signed checkpoint: "
                                + (signed == 0 ? "none yet" : "the first " + signed));
    }
}
