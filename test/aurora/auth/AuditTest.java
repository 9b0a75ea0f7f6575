package aurora.auth;

import static aurora.auth.Replies.denied;
import static aurora.auth.Replies.invalid;
import static aurora.auth.Replies.value;
import static aurora.auth.Scene.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.AuthApi.AddKey;
import aurora.auth.AuthApi.AuditPage;
import aurora.auth.AuthApi.AuditQuery;
import aurora.auth.AuthApi.KeyId;
import aurora.auth.AuthApi.NewKey;
import aurora.auth.AuthApi.SessionId;
import aurora.auth.AuthApi.SignedIn;
import aurora.auth.audit.Audit;
import aurora.base.Caller;
import aurora.base.Clock;
import aurora.base.Reply;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.contract.Nothing;
import aurora.mesh.data.LocalReplica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit trail, and what holds when something is away or elsewhere. */
final class AuditTest {
    private final Path home;

    @AutoClose
    private final Scene scene;

    AuditTest(@TempDir Path home) {
        this.home = home;
        scene = new Scene(home);
    }

    @Test
    void theAuditTrailIsPagedAndChained() {
        scene.setup();
        for (int i = 0; i < 25; i++) {
            scene.trySignIn("Olga", "wrong password " + i);
            scene.clock.move(Duration.ofSeconds(7));
        }
        scene.restart(Scene.CHEAP);
        scene.signIn("Olga");
        List<AuthApi.AuditEntry> all = new ArrayList<>();
        AuditPage page = auditPage(Optional.empty());
        while (true) {
            all.addAll(page.entries());
            if (!page.more()) {
                break;
            }
            page = auditPage(Optional.of(page.entries().getLast().id()));
        }
        assertEquals(27, all.size());
        assertEquals("session.sign-in", all.getFirst().action());
        assertEquals("ok", all.getFirst().outcome());
        assertEquals("127.0.0.1", all.getFirst().address());
        assertEquals("r0", all.getFirst().request());
        assertEquals("owner.setup", all.getLast().action());
        assertEquals(
                all.stream().map(AuthApi.AuditEntry::id).sorted().toList().reversed(),
                all.stream().map(AuthApi.AuditEntry::id).toList());
        assertEquals(Optional.empty(), broken());
        for (String odd : List.of("", "x", "\u0000", "x".repeat(1000))) {
            AuditQuery query = new AuditQuery(Optional.of(odd), Optional.empty());
            assertEquals("before", invalid(scene.api().audit(scene.local(), query, soon())));
        }
        for (int limit : List.of(-1, 0, 201)) {
            AuditQuery query = new AuditQuery(Optional.empty(), Optional.of(limit));
            assertEquals("limit", invalid(scene.api().audit(scene.local(), query, soon())));
        }
        String tampered = all.get(10).id();
        scene.db
                .owner()
                .update(
                        "UPDATE aurora.head SET payload = jsonb_set(payload, '{outcome}', '\"ok\"')"
                                + " WHERE entity = 'audit' AND key = ?",
                        tampered);
        assertEquals(Optional.of(tampered), broken());
        scene.db.owner().update("DELETE FROM aurora.head WHERE entity = 'audit' AND key = ?", tampered);
        assertEquals(Optional.of(all.get(9).id()), broken(), "one taken out shows too");
    }

    @Test
    void knockingDoesNotFillTheDisk() {
        scene.setup();
        for (int i = 0; i < 200; i++) {
            String address = "10.0." + i + ".1";
            scene.api()
                    .signIn(
                            Caller.nobody(address, "r"),
                            new AuthApi.SignIn("u" + i, "wrong", Optional.empty()),
                            soon());
            scene.clock.move(Duration.ofMillis(100));
        }
        assertEquals(Audit.REFUSALS_MAX + 1, scene.audit().size());
        scene.clock.move(Duration.ofMinutes(1));
        scene.trySignIn("Olga", "wrong password");
        assertEquals(
                "(140 more were left out)",
                auditPage(Optional.empty()).entries().getFirst().subject());
        assertEquals(Optional.empty(), broken());
    }

    @Test
    void sessionsThatWereOverLongAgoLeaveTheData() {
        SignedIn ended = scene.setup();
        value(scene.api().signOut(scene.caller(ended), Nothing.NOTHING, soon()));
        SignedIn lasting = scene.signIn("Olga");
        for (int i = 0; i < 26; i++) {
            scene.clock.move(Duration.ofHours(1));
            lasting = value(scene.refresh(lasting.refresh()));
        }
        assertEquals(2, storedSessions());
        scene.auth.tidy();
        assertEquals(1, storedSessions());
        scene.caller(lasting);
        denied(scene.refresh(ended.refresh()));
        scene.clock.move(Duration.ofDays(9));
        scene.auth.tidy();
        assertEquals(0, storedSessions());
        denied(scene.refresh(lasting.refresh()));
    }

    private long storedSessions() {
        return scene.db
                .owner()
                .first("SELECT count(*) AS n FROM auth.sessions", row -> row.number("n"))
                .orElseThrow();
    }

    @Test
    void whatEndsOnAnotherNodeEndsHere() {
        SignedIn owner = scene.setup();
        NewKey key = addKey(scene.caller(owner), "k");
        String session = scene.caller(owner).credential();
        LocalReplica theirs = new LocalReplica(scene.db.app(), Clock.system(), scene.ids);
        Auth.Needs needs = scene.needs(theirs, "moon");
        Auth.Needs deaf = new Auth.Needs(
                theirs,
                new Scene.LocalBus(),
                needs.config(),
                needs.seal(),
                scene.clock,
                scene.ids,
                needs.home(),
                "moon");
        try (Auth other = Auth.start(deaf, scene.passwords)) {
            denied(other.api().identify(new AuthApi.Presented(owner.access(), owner.proof(), "127.0.0.1", "r")));
            assertTrue(
                    other.api().identify(new AuthApi.Presented(key.secret(), Optional.empty(), "127.0.0.1", "r"))
                            instanceof Reply.Ok);
            Caller there = scene.caller(owner);
            value(other.api().revokeKey(there, new KeyId(key.key().id()), soon()));
            value(other.api().endSession(there, new SessionId(session), soon()));
            assertTrue(value(other.api().checkAudit(there, Nothing.NOTHING, soon()))
                    .whole());
        }
        scene.caller(key.secret());
        scene.auth.changed("note:1");
        scene.auth.changed("session:" + session);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while ((scene.identify(owner.access()) instanceof Reply.Ok || scene.identify(key.secret()) instanceof Reply.Ok)
                && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        denied(scene.identify(owner.access()));
        denied(scene.identify(key.secret()));
        assertEquals(Optional.empty(), broken());
    }

    @Test
    void requestsWorkWhileTheDatabaseIsAway() {
        SignedIn owner = scene.setup();
        NewKey key = addKey(scene.caller(owner), "k");
        scene.db.app().close();
        scene.caller(owner);
        scene.caller(key.secret());
        scene.local();
        DatabaseException away = assertThrows(DatabaseException.class, () -> scene.signIn("Olga"));
        assertEquals(DatabaseException.Kind.AWAY, away.kind());
        Caller caller = scene.caller(owner);
        assertThrows(DatabaseException.class, () -> scene.api().signOut(caller, Nothing.NOTHING, soon()));
    }

    @Test
    void anotherNodesTokensAndCredentialsAreNotOurs(@TempDir Path elsewhere) {
        SignedIn here = scene.setup();
        try (Scene other = new Scene(elsewhere)) {
            SignedIn there = other.setup();
            denied(scene.identify(there.access()));
            denied(other.identify(here.access()));
            denied(other.refresh(here.refresh()));
        }
    }

    private NewKey addKey(Caller caller, String name) {
        return value(scene.api().addKey(caller, new AddKey(name, Optional.empty(), Optional.empty()), soon()));
    }

    private Optional<String> broken() {
        AuthApi.AuditCheck check = value(scene.api().checkAudit(scene.local(), Nothing.NOTHING, soon()));
        assertEquals(check.broken().isEmpty(), check.whole(), check.says());
        return check.broken();
    }

    private AuditPage auditPage(Optional<String> before) {
        return value(scene.api().audit(scene.local(), new AuditQuery(before, Optional.of(10)), soon()));
    }
}
