package aurora.auth.audit;

import static aurora.auth.Replies.value;
import static aurora.auth.Scene.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.AuthApi.AuditCheck;
import aurora.auth.Scene;
import aurora.auth.credential.SigningKey;
import aurora.auth.store.AuthStore;
import aurora.auth.store.AuthStore.Numbered;
import aurora.auth.store.State;
import aurora.ground.json.Json;
import aurora.mesh.contract.Nothing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does to the trail who can write to the database, and that it shows. */
final class CheckpointsTest {
    private static final String ONE = "UPDATE aurora.head SET payload = ?::jsonb WHERE entity = 'audit' AND key = ?";

    @TempDir
    Path home;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(home);
        scene.setup();
        for (int i = 0; i < 5; i++) {
            scene.signIn("Olga");
        }
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aWholeTrailIsSaidToBe() {
        AuditCheck before = check();
        assertTrue(before.whole(), before.says());
        assertEquals(6, before.entries());
        assertTrue(before.says().contains("checkpoint: none yet"), before.says());
        scene.restart(Scene.CHEAP);
        scene.signIn("Olga");
        AuditCheck after = check();
        assertTrue(after.whole(), after.says());
        assertEquals(7, after.entries());
        assertTrue(after.says().contains("checkpoint: the first 6"), "the end signs what was not: " + after.says());
    }

    /** Every hash is right again afterwards; only the signature tells. */
    @Test
    void aChainWrittenAnewShows() {
        scene.restart(Scene.CHEAP);
        rewrite(2, "eve");
        assertBroken("is not what was written");
    }

    @Test
    void whatIsAfterTheCheckpointIsSignedWithTheNextOne() {
        scene.restart(Scene.CHEAP);
        scene.signIn("Olga");
        rewrite(7, "eve");
        assertTrue(check().whole(), "too late for the hashes, too early for the checkpoint");
        scene.restart(Scene.CHEAP);
        rewrite(7, "adam");
        assertBroken("is not what was written");
    }

    @Test
    void entriesTakenFromTheEndShow() {
        scene.restart(Scene.CHEAP);
        Numbered last = chain().getLast();
        scene.db.owner().update("DELETE FROM aurora.head WHERE entity = 'audit' AND key = ?", last.id());
        assertBroken("entries at its end are missing");
    }

    @Test
    void aCheckpointTakenOutOrForgedShows() {
        scene.restart(Scene.CHEAP);
        String forged = SigningKey.at(home.resolve("other.jwk"), Checkpoints.TYPE)
                .sign(Json.text(new Mark("star", 6, chain().getLast().entry().hash(), "now")));
        scene.db
                .owner()
                .update(
                        "UPDATE aurora.head SET payload = ?::jsonb WHERE entity = 'audit_checkpoint'",
                        Json.text(new State.AuditCheckpoint(forged)));
        assertBroken("not signed with this node's audit key");
        scene.db.owner().update("DELETE FROM aurora.head WHERE entity = 'audit_checkpoint'");
        assertBroken("The database is older than the checkpoint of entry 6");
    }

    @Test
    void dataPutBackToAnEarlierStateShows() {
        scene.restart(Scene.CHEAP);
        String early = checkpoint();
        scene.signIn("Olga");
        scene.restart(Scene.CHEAP);
        assertNotEquals(early, checkpoint());
        scene.db.owner().update("UPDATE aurora.head SET payload = ?::jsonb WHERE entity = 'audit_checkpoint'", early);
        scene.db
                .owner()
                .update(
                        "DELETE FROM aurora.head WHERE entity = 'audit' AND key = ?",
                        chain().getLast().id());
        assertBroken("old data was put back");
        scene.restart(Scene.CHEAP);
        assertBroken("old data was put back");
    }

    @Test
    void aBrokenChainGetsNoNewSignature() {
        scene.restart(Scene.CHEAP);
        String before = checkpoint();
        scene.signIn("Olga");
        String id = chain().getLast().id();
        scene.db
                .owner()
                .update("UPDATE aurora.head SET payload = jsonb_set(payload, '{subject}', '\"x\"') WHERE key = ?", id);
        scene.restart(Scene.CHEAP);
        assertEquals(before, checkpoint());
        assertEquals(Optional.of(id), check().broken());
    }

    @Test
    void aCheckpointIsDueAfterManyEntriesOrAnHour() throws Exception {
        AuthStore store = new AuthStore(scene.db.replica());
        Audit audit = new Audit(store, "moon", scene.clock, () -> {});
        Path file = home.resolve("checkpoint");
        Checkpoints checkpoints = new Checkpoints(
                store,
                new Trail(store, "moon"),
                new Checkpoints.Anchor(SigningKey.at(home.resolve("a.jwk"), Checkpoints.TYPE), file),
                scene.clock);
        happen(audit, 6);
        checkpoints.round(audit.lastNumber());
        assertFalse(Files.exists(file));
        scene.clock.move(Checkpoints.AT_LATEST);
        checkpoints.round(audit.lastNumber());
        String first = Files.readString(file);
        assertEquals(first, store.checkpoint("moon").orElseThrow().signed());
        happen(audit, Checkpoints.EVERY - 1);
        checkpoints.round(audit.lastNumber());
        assertEquals(first, Files.readString(file), "not yet");
        happen(audit, 1);
        checkpoints.round(audit.lastNumber());
        String second = Files.readString(file);
        assertNotEquals(first, second);
        scene.clock.move(Checkpoints.AT_LATEST);
        checkpoints.round(audit.lastNumber());
        assertEquals(second, Files.readString(file), "nothing was written since");
    }

    private static void happen(Audit audit, int times) {
        for (int i = 0; i < times; i++) {
            audit.write(List.of(), Audit.Event.of(Scene.nobody(), "test", "", Audit.Outcome.OK), () -> {});
        }
    }

    private AuditCheck check() {
        return value(scene.api().checkAudit(scene.local(), Nothing.NOTHING, soon()));
    }

    private void assertBroken(String says) {
        AuditCheck check = check();
        assertFalse(check.whole(), check.says());
        assertTrue(check.says().contains(says), check.says());
    }

    private List<Numbered> chain() {
        return new AuthStore(scene.db.replica()).chain("star", 0, 1000);
    }

    private String checkpoint() {
        return scene.db
                .owner()
                .first(
                        "SELECT payload::text AS p FROM aurora.head WHERE entity = 'audit_checkpoint'",
                        row -> row.text("p"))
                .orElseThrow();
    }

    /** Says that {@code user} did what entry {@code number} tells, and makes all hashes from there on right again. */
    private void rewrite(long number, String user) {
        Link end = Link.START;
        for (Numbered next : chain()) {
            State.AuditEntry was = next.entry();
            State.AuditEntry entry = was.number() < number
                    ? was
                    : end.seal(new State.AuditEntry(
                            was.at(),
                            was.action(),
                            was.number() == number ? user : was.user(),
                            was.subject(),
                            was.address(),
                            was.outcome(),
                            was.request(),
                            was.node(),
                            was.number(),
                            ""));
            scene.db.owner().update(ONE, Json.text(entry), next.id());
            end = Link.at(entry);
        }
    }
}
