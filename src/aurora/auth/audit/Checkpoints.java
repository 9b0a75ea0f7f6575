package aurora.auth.audit;

import aurora.auth.AuthApi.AuditCheck;
import aurora.auth.audit.Trail.Finding;
import aurora.auth.credential.SigningKey;
import aurora.auth.store.AuthStore;
import aurora.auth.store.State;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.ground.crypto.SecretFile;
import aurora.ground.json.Json;
import aurora.ground.log.Log;
import aurora.mesh.data.Change;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Signs the end of this node's chain now and then, so that whoever can write to the database, but not read the home,
 * cannot put a chain of his own in its place. A checkpoint lies in the data and, as a second anchor, in the home: data
 * that is put back to an earlier state is older than the home's. What was written since the last checkpoint is verified
 * before the next is signed. Signing is for one thread, examining for any.
 */
public final class Checkpoints {
    /** Entries after which the next checkpoint is due. */
    public static final int EVERY = 100;

    /** A checkpoint is due after so long too, when anything was written. */
    public static final Duration AT_LATEST = Duration.ofHours(1);

    /** How what is signed is called. */
    public static final String TYPE = "aurora-audit";

    private static final Duration SIGNING_MAX = Duration.ofMinutes(1);
    private static final Log LOG = Log.of("auth");

    private final AuthStore store;
    private final Trail trail;
    private final Anchor anchor;
    private final Clock clock;
    private long signed;
    private long signedNanos;
    private boolean told;

    /** Signs the chain that {@code trail} reads. */
    public Checkpoints(AuthStore store, Trail trail, Anchor anchor, Clock clock) {
        this.store = store;
        this.trail = trail;
        this.anchor = anchor;
        this.clock = clock;
        this.signedNanos = clock.nanos();
    }

    /** The key that signs, and the file in the home with the latest checkpoint. */
    public record Anchor(SigningKey key, Path file) {}

    /** Signs when a checkpoint is due; {@code number} is that of the last entry. */
    public void round(long number) {
        boolean late = clock.nanos() - signedNanos >= AT_LATEST.toNanos();
        if (number - signed >= EVERY || (late && number > signed)) {
            sign(number);
        }
    }

    /**
     * Signs the end of the chain, {@code number} or later; a chain that is broken gets no signature, and the log says
     * so once.
     */
    public void sign(long number) {
        Marks marks = marks();
        Link known = marks.data().map(Mark::link).orElse(Link.START);
        Finding finding = marks.wrong()
                .or(() -> trail.follow(known, marks.all(), Deadline.after(clock, SIGNING_MAX)))
                .orElseGet(() -> Finding.broken("", "The audit trail could not be read in time."));
        if (!finding.whole()) {
            if (!told) {
                told = true;
                LOG.error("audit.broken", new IllegalStateException(finding.says()));
            }
        } else if (finding.end().number() > known.number()) {
            Link end = finding.end();
            String mark = Json.text(
                    new Mark(trail.node(), end.number(), end.hash(), clock.now().toString()));
            String text = anchor.key().sign(mark);
            store.writeFromReserve(List.of(Change.set(
                    State.AuditCheckpoint.ENTITY, trail.node(), Json.text(new State.AuditCheckpoint(text)))));
            SecretFile.replace(anchor.file(), text);
        }
        // Also when it is broken: it is not followed again before the next checkpoint is due.
        signed = Math.max(number, finding.end().number());
        signedNanos = clock.nanos();
    }

    /** Follows the whole chain and holds it against the checkpoints. */
    public Reply<AuditCheck> examine(Deadline deadline) {
        Marks marks = marks();
        return marks.wrong()
                .or(() -> trail.follow(Link.START, marks.all(), deadline))
                .map(found ->
                        Reply.ok(new AuditCheck(found.whole(), found.end().number(), found.broken(), found.says())))
                .orElseGet(() -> new Reply.Busy<>(
                        Duration.ofMinutes(1), "The audit trail could not be followed in time; try again later."));
    }

    /** The home's first: what is in the data is written before it, so it is never older. */
    private Marks marks() {
        Optional<Mark> home = Files.exists(anchor.file())
                ? read(SecretFile.readOrMake(anchor.file(), String::new))
                : Optional.empty();
        Optional<String> text = store.checkpoint(trail.node()).map(State.AuditCheckpoint::signed);
        Optional<Mark> data = text.flatMap(this::read);
        Optional<Finding> wrong = Optional.empty();
        if (text.isPresent() && data.isEmpty()) {
            wrong = Optional.of(
                    Finding.broken("", "The checkpoint in the database was not signed with this node's audit key."));
        } else if (home.isPresent()
                && home.get().number() > data.map(Mark::number).orElse(0L)) {
            wrong = Optional.of(Finding.broken(
                    "",
                    "The database is older than the checkpoint of entry "
                            + home.get().number() + " in "
                            + anchor.file() + ": old data was put back, or entries were taken out. If you made the"
                            + " database anew yourself, remove that file and start again."));
        }
        return new Marks(home, data, wrong);
    }

    private Optional<Mark> read(String signedText) {
        return anchor.key()
                .read(signedText.strip())
                .map(mark -> Json.readOwn(mark, Mark.class))
                .filter(mark -> mark.node().equals(trail.node()));
    }

    /** What was signed, in the home and in the data, and what is wrong with that alone. */
    private record Marks(Optional<Mark> home, Optional<Mark> data, Optional<Finding> wrong) {
        List<Mark> all() {
            List<Mark> all = new ArrayList<>();
            home.ifPresent(all::add);
            data.ifPresent(all::add);
            return all;
        }
    }
}
