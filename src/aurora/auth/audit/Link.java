package aurora.auth.audit;

import aurora.auth.store.State;
import aurora.ground.crypto.Digests;
import aurora.ground.json.Json;
import java.time.Instant;
import java.util.List;

/**
 * The end of a node's chain: the number and the hash of its last entry, and when that was written, in milliseconds
 * since 1970.
 */
record Link(long number, String hash, long millis) {
    /** Before the first entry. */
    static final Link START = new Link(0, "", 0);

    static Link at(State.AuditEntry entry) {
        return new Link(entry.number(), entry.hash(), Instant.parse(entry.at()).toEpochMilli());
    }

    /** The entry with its hash, as the next one after this. */
    State.AuditEntry seal(State.AuditEntry entry) {
        return new State.AuditEntry(
                entry.at(),
                entry.action(),
                entry.user(),
                entry.subject(),
                entry.address(),
                entry.outcome(),
                entry.request(),
                entry.node(),
                entry.number(),
                hashOf(entry));
    }

    /** Whether {@code entry} was written as the next one after this, and is what it was. */
    boolean leadsTo(State.AuditEntry entry) {
        return entry.number() == number + 1 && entry.hash().equals(hashOf(entry));
    }

    /** Whether a checkpoint signed another entry in this one's place. */
    boolean contradicts(Mark mark) {
        return mark.number() == number && !mark.hash().equals(hash);
    }

    private String hashOf(State.AuditEntry entry) {
        return Digests.sha256Hex(Json.text(List.of(
                hash,
                entry.node(),
                String.valueOf(entry.number()),
                entry.at(),
                entry.action(),
                entry.user(),
                entry.subject(),
                entry.address(),
                entry.outcome(),
                entry.request())));
    }
}
