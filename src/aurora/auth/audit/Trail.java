package aurora.auth.audit;

import aurora.auth.AuthApi.AuditEntry;
import aurora.auth.AuthApi.AuditPage;
import aurora.auth.AuthApi.AuditQuery;
import aurora.auth.store.AuthStore;
import aurora.auth.store.AuthStore.Numbered;
import aurora.auth.store.State;
import aurora.base.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the audit trail: page by page for people, and from end to end to see whether it is whole. Thread-safe. */
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
                Instant.parse(entry.at()),
                entry.action(),
                entry.user(),
                entry.subject(),
                entry.address(),
                entry.outcome(),
                entry.request());
    }

    /** The first entry of this node's chain that is not what it was; empty when the chain is whole. */
    public Optional<String> firstBroken() {
        Link end = Link.START;
        while (true) {
            List<Numbered> page = store.chain(node, end.number(), PAGE);
            for (Numbered next : page) {
                if (!end.leadsTo(next.entry())) {
                    return Optional.of(next.id());
                }
                end = Link.at(next.entry());
            }
            if (page.size() < PAGE) {
                return Optional.empty();
            }
        }
    }
}
