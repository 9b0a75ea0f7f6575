package aurora.auth;

import static aurora.auth.Replies.denied;
import static aurora.auth.Replies.invalid;
import static aurora.auth.Replies.value;
import static aurora.auth.Scene.PASSWORD;
import static aurora.auth.Scene.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.AuthApi.AddKey;
import aurora.auth.AuthApi.AddUser;
import aurora.auth.AuthApi.AuditPage;
import aurora.auth.AuthApi.AuditQuery;
import aurora.auth.AuthApi.ChangePassword;
import aurora.auth.AuthApi.ChangeUser;
import aurora.auth.AuthApi.KeyId;
import aurora.auth.AuthApi.ListKeys;
import aurora.auth.AuthApi.NewKey;
import aurora.auth.AuthApi.SessionId;
import aurora.auth.AuthApi.SignedIn;
import aurora.base.Caller;
import aurora.base.Caller.Kind;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Clock;
import aurora.base.Reply;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.contract.Nothing;
import aurora.mesh.data.LocalReplica;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users, API keys, the machine's owner, the audit trail, and what holds when the database is away. */
final class UsersAndKeysTest {
    @TempDir
    Path home;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(home);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void anApiKeyWorksUntilItIsRevoked() {
        Caller owner = scene.caller(scene.setup());
        NewKey made =
                value(scene.api().addKey(owner, new AddKey("script", Optional.empty(), Optional.empty()), soon()));
        assertTrue(made.secret().matches("ak_[a-z2-7]{8}[A-Za-z0-9_-]{43}"), "its shape");
        assertEquals(made.secret().substring(0, 11), made.key().hint());
        assertFalse(made.toString().contains(made.secret()));
        Caller caller = scene.caller(made.secret());
        assertEquals(Kind.KEY, caller.kind());
        assertEquals(owner.user(), caller.user());
        assertEquals(Set.of(Scope.MODELS, Scope.CHAT), caller.scopes());
        for (int i = 0; i < made.secret().length(); i++) {
            char other = made.secret().charAt(i) == 'A' ? 'B' : 'A';
            denied(scene.identify(
                    made.secret().substring(0, i) + other + made.secret().substring(i + 1)));
        }
        denied(scene.identify(made.secret() + "A"));
        scene.restart(Scene.CHEAP);
        assertEquals(caller, scene.caller(made.secret()));
        value(scene.api().revokeKey(owner, new KeyId("script"), soon()));
        denied(scene.identify(made.secret()));
        assertInstanceOf(Reply.NotFound.class, scene.api().revokeKey(owner, new KeyId("script"), soon()));
        scene.restart(Scene.CHEAP);
        denied(scene.identify(made.secret()));
    }

    @Test
    void aKeysLastUseIsKeptToTheMinute() {
        Caller owner = scene.caller(scene.setup());
        NewKey made = addKey(owner, "script");
        assertEquals(Optional.empty(), keys(owner).getFirst().lastUsed());
        scene.clock.move(Duration.ofHours(1));
        scene.caller(made.secret());
        assertEquals(Optional.of(scene.clock.now()), keys(owner).getFirst().lastUsed());
        scene.restart(Scene.CHEAP);
        assertEquals(Optional.of(scene.clock.now()), keys(owner).getFirst().lastUsed(), "also after the node stopped");
    }

    @Test
    void keysAreMadeAndRevokedByThoseWhoMay() {
        Caller owner = scene.caller(scene.setup());
        scene.add("mia", Role.MEMBER);
        scene.add("adam", Role.ADMIN);
        Caller mia = scene.caller(scene.signIn("mia"));
        Caller adam = scene.caller(scene.signIn("adam"));
        AddKey forOlga = new AddKey("k", Optional.of(Set.of(Scope.ADMIN)), Optional.of("Olga"));
        denied(scene.api().addKey(mia, forOlga, soon()));
        denied(scene.api().addKey(adam, forOlga, soon()));
        denied(scene.api().addKey(mia, new AddKey("k", Optional.empty(), Optional.of("who?")), soon()));
        assertEquals(
                "user",
                invalid(scene.api().addKey(adam, new AddKey("k", Optional.empty(), Optional.of("who?")), soon())));
        NewKey miasByAdam =
                value(scene.api().addKey(adam, new AddKey("k", Optional.empty(), Optional.of("MIA")), soon()));
        assertEquals("mia", miasByAdam.key().user());
        addKey(owner, "k");
        NewKey second = addKey(owner, "k");
        assertEquals("key", invalid(scene.api().revokeKey(owner, new KeyId("k"), soon())));
        assertInstanceOf(
                Reply.NotFound.class,
                scene.api().revokeKey(mia, new KeyId(second.key().id()), soon()));
        value(scene.api().revokeKey(owner, new KeyId(second.key().id()), soon()));
        assertEquals(1, keys(owner).size());
        denied(scene.api().keys(mia, new ListKeys(Optional.of(true)), soon()));
        assertEquals(
                2,
                value(scene.api().keys(adam, new ListKeys(Optional.of(true)), soon()))
                        .keys()
                        .size());
        value(scene.api().revokeKey(adam, new KeyId(miasByAdam.key().hint()), soon()));
        denied(scene.identify(miasByAdam.secret()));
        assertEquals(
                "name", invalid(scene.api().addKey(mia, new AddKey(" ", Optional.empty(), Optional.empty()), soon())));
        AddKey powerless = new AddKey("k", Optional.of(Set.of()), Optional.empty());
        assertEquals("scopes", invalid(scene.api().addKey(mia, powerless, soon())));
    }

    @Test
    void aUserHasABoundedNumberOfKeys() {
        Caller owner = scene.caller(scene.setup());
        for (int i = 0; i < ApiKeys.PER_USER_MAX; i++) {
            addKey(owner, "key " + i);
        }
        AddKey one = new AddKey("more", Optional.empty(), Optional.empty());
        assertEquals("name", invalid(scene.api().addKey(owner, one, soon())));
        value(scene.api().revokeKey(owner, new KeyId("key 0"), soon()));
        addKey(owner, "more");
    }

    @Test
    void theMachinesOwnerMayMakeTheFirstOwnerAndActsForIt() {
        Caller local = scene.local();
        assertEquals(Kind.LOCAL, local.kind());
        assertEquals(Role.OWNER, local.role());
        assertEquals("", local.user());
        assertEquals(
                "", invalid(scene.api().addKey(local, new AddKey("k", Optional.empty(), Optional.empty()), soon())));
        assertEquals("", invalid(scene.api().endOtherSessions(local, Nothing.NOTHING, soon())));
        assertEquals("", invalid(scene.api().changePassword(local, new ChangePassword("x", PASSWORD), soon())));
        assertEquals(
                List.of(),
                value(scene.api().sessions(local, Nothing.NOTHING, soon())).sessions());
        AddUser member = new AddUser("mia", PASSWORD, Optional.empty());
        assertEquals("role", invalid(scene.api().addUser(local, member, soon())));
        scene.add("Olga", Role.OWNER);
        assertEquals(Optional.empty(), scene.auth.setupCode());
        Caller acting = scene.local();
        assertEquals("Olga", acting.name());
        NewKey key = addKey(acting, "k");
        assertEquals("Olga", key.key().user());
        scene.signIn("Olga");
        String old = scene.local().user();
        scene.restart(Scene.CHEAP);
        assertEquals(old, scene.local().user());
    }

    @Test
    void aLocalCredentialEndsWithItsStart() throws Exception {
        Path file = home.resolve("star").resolve(Auth.LOCAL_CREDENTIAL);
        String old = Files.readString(file);
        scene.caller(old);
        scene.restart(Scene.CHEAP);
        denied(scene.identify(old));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void twoFirstOwnersAtOnceAreOne() throws Exception {
        Caller local = scene.local();
        List<Reply<AuthApi.User>> replies = AuthServiceTest.atOnce(IntStream.range(0, 4)
                .<Callable<Reply<AuthApi.User>>>mapToObj(i -> () ->
                        scene.api().addUser(local, new AddUser("owner" + i, PASSWORD, Optional.of(Role.OWNER)), soon()))
                .toList());
        // One that begins after another has finished may add a second owner: an owner may. At once, only one is first.
        long made = replies.stream().filter(Reply.Ok.class::isInstance).count();
        assertEquals(made, users().size());
        assertTrue(made >= 1);
        assertEquals(
                4 - made,
                replies.stream().filter(Reply.Denied.class::isInstance).count());
    }

    @Test
    void namesAreUniqueWhateverTheirCase() throws Exception {
        scene.setup();
        Caller local = scene.local();
        List<Reply<AuthApi.User>> replies = AuthServiceTest.atOnce(List.of("mia", "MIA", "Mia", "mIa").stream()
                .<Callable<Reply<AuthApi.User>>>map(name ->
                        () -> scene.api().addUser(local, new AddUser(name, PASSWORD, Optional.empty()), soon()))
                .toList());
        assertEquals(1, replies.stream().filter(Reply.Ok.class::isInstance).count());
        assertEquals(3, replies.stream().filter(Reply.Invalid.class::isInstance).count());
        assertEquals(2, users().size());
    }

    @Test
    void onlyOwnersMakeAndChangeThoseAbove() {
        scene.setup();
        scene.add("mia", Role.MEMBER);
        scene.add("adam", Role.ADMIN);
        Caller adam = scene.caller(scene.signIn("adam"));
        for (Role role : List.of(Role.ADMIN, Role.OWNER)) {
            denied(scene.api().addUser(adam, new AddUser("eve", PASSWORD, Optional.of(role)), soon()));
            denied(scene.api().changeUser(adam, role("mia", role), soon()));
            denied(scene.api().changeUser(adam, role("adam", role), soon()));
        }
        denied(scene.api().changeUser(adam, disabled("Olga", true), soon()));
        denied(scene.api().changeUser(adam, password("Olga"), soon()));
        value(scene.api().addUser(adam, new AddUser("tom", PASSWORD, Optional.empty()), soon()));
        value(scene.api().changeUser(adam, disabled("tom", true), soon()));
        AddUser none = new AddUser("eve", PASSWORD, Optional.of(Role.NONE));
        assertEquals("role", invalid(scene.api().addUser(scene.local(), none, soon())));
        assertEquals("role", invalid(scene.api().changeUser(scene.local(), role("mia", Role.NONE), soon())));
        assertInstanceOf(Reply.NotFound.class, scene.api().changeUser(scene.local(), disabled("who?", true), soon()));
    }

    @Test
    void theLastOwnerStays() throws Exception {
        scene.setup();
        for (Role role : List.of(Role.MEMBER, Role.ADMIN)) {
            assertEquals("role", invalid(scene.api().changeUser(scene.local(), role("Olga", role), soon())));
        }
        assertEquals("disabled", invalid(scene.api().changeUser(scene.local(), disabled("Olga", true), soon())));
        scene.add("Otto", Role.OWNER);
        Caller olga = scene.caller(scene.signIn("Olga"));
        Caller otto = scene.caller(scene.signIn("Otto"));
        List<Reply<AuthApi.User>> replies = AuthServiceTest.atOnce(List.<Callable<Reply<AuthApi.User>>>of(
                () -> scene.api().changeUser(olga, role("Otto", Role.MEMBER), soon()),
                () -> scene.api().changeUser(otto, role("Olga", Role.MEMBER), soon())));
        assertEquals(1, replies.stream().filter(Reply.Ok.class::isInstance).count(), replies.toString());
        assertEquals(
                1, users().stream().filter(user -> user.role() == Role.OWNER).count());
    }

    @Test
    void disablingRoleAndPasswordChangesEndSessions() {
        scene.setup();
        scene.add("mia", Role.MEMBER);
        NewKey key =
                value(scene.api().addKey(scene.local(), new AddKey("k", Optional.empty(), Optional.of("mia")), soon()));
        SignedIn first = scene.signIn("mia");
        scene.clock.move(Duration.ofMillis(1));
        value(scene.api().changeUser(scene.local(), disabled("mia", true), soon()));
        denied(scene.identify(first.access()));
        denied(scene.refresh(first.refresh()));
        denied(scene.identify(key.secret()));
        denied(scene.trySignIn("mia", PASSWORD));
        assertEquals(
                "user",
                invalid(scene.api()
                        .addKey(scene.local(), new AddKey("k", Optional.empty(), Optional.of("mia")), soon())));
        value(scene.api().changeUser(scene.local(), disabled("mia", false), soon()));
        denied(scene.identify(first.access()));
        denied(scene.refresh(first.refresh()));
        scene.caller(key.secret());

        SignedIn second = scene.signIn("mia");
        value(scene.api().changeUser(scene.local(), role("mia", Role.ADMIN), soon()));
        denied(scene.identify(second.access()));
        denied(scene.refresh(second.refresh()));

        SignedIn third = scene.signIn("mia");
        assertEquals(Role.ADMIN, scene.caller(third).role());
        value(scene.api().changeUser(scene.local(), password("mia"), soon()));
        denied(scene.identify(third.access()));
        denied(scene.refresh(third.refresh()));
        denied(scene.trySignIn("mia", PASSWORD));
        value(scene.trySignIn("mia", "another long password"));
        scene.restart(Scene.CHEAP);
        denied(scene.identify(second.access()));
        denied(scene.identify(third.access()));
    }

    @Test
    void changingOnesPasswordKeepsThisSessionOnly() {
        scene.setup();
        SignedIn other = scene.signIn("Olga");
        SignedIn mine = scene.signIn("Olga");
        Caller caller = scene.caller(mine);
        String next = "another long password";
        assertEquals("current", invalid(scene.api().changePassword(caller, new ChangePassword("wrong", next), soon())));
        assertEquals(
                "next", invalid(scene.api().changePassword(caller, new ChangePassword(PASSWORD, "short"), soon())));
        value(scene.api().changePassword(caller, new ChangePassword(PASSWORD, next), soon()));
        denied(scene.identify(other.access()));
        denied(scene.refresh(other.refresh()));
        scene.caller(mine);
        scene.caller(value(scene.refresh(mine.refresh())));
        denied(scene.trySignIn("Olga", PASSWORD));
        value(scene.trySignIn("Olga", next));
    }

    @Test
    void nothingSecretIsStoredReadable() {
        SignedIn owner = scene.setup();
        SignedIn next = value(scene.refresh(owner.refresh()));
        NewKey key = addKey(scene.caller(next), "k");
        scene.trySignIn("Olga", "a wrong password");
        String all = String.join(
                "\n", scene.db.owner().query("SELECT payload::text AS p FROM aurora.change", row -> row.text("p")));
        assertTrue(all.contains("Olga"));
        List<String> secrets = List.of(
                PASSWORD,
                "a wrong password",
                owner.access(),
                owner.refresh().substring(owner.refresh().lastIndexOf('.') + 1),
                next.refresh().substring(next.refresh().lastIndexOf('.') + 1),
                key.secret(),
                key.secret().substring(11));
        secrets.forEach(secret -> assertFalse(all.contains(secret), "a secret is in the data"));
        for (Object shown : List.of(owner, key, new AddUser("a", PASSWORD, Optional.empty()), password("mia"))) {
            secrets.forEach(secret -> assertFalse(shown.toString().contains(secret), "a secret is in a text form"));
        }
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
        assertEquals(Optional.empty(), scene.auth.firstBrokenAuditEntry());
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
                        "UPDATE aurora.head SET payload = jsonb_set(payload, '{outcome}', '\"ok\"') WHERE entity = 'audit' AND key = ?",
                        tampered);
        assertEquals(Optional.of(tampered), scene.auth.firstBrokenAuditEntry());
        scene.db.owner().update("DELETE FROM aurora.head WHERE entity = 'audit' AND key = ?", tampered);
        assertEquals(Optional.of(all.get(9).id()), scene.auth.firstBrokenAuditEntry(), "one taken out shows too");
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
        assertEquals(Optional.empty(), scene.auth.firstBrokenAuditEntry());
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
            denied(other.api().identify(new AuthApi.Presented(owner.access(), "127.0.0.1", "r")));
            assertTrue(other.api().identify(new AuthApi.Presented(key.secret(), "127.0.0.1", "r")) instanceof Reply.Ok);
            Caller there = scene.caller(owner);
            value(other.api().revokeKey(there, new KeyId(key.key().id()), soon()));
            value(other.api().endSession(there, new SessionId(session), soon()));
            assertEquals(Optional.empty(), other.firstBrokenAuditEntry());
        }
        scene.caller(key.secret());
        scene.auth.changed("note:1");
        scene.auth.changed("session:" + session);
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (scene.identify(owner.access()) instanceof Reply.Ok && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        denied(scene.identify(owner.access()));
        denied(scene.identify(key.secret()));
        assertEquals(Optional.empty(), scene.auth.firstBrokenAuditEntry());
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

    private List<AuthApi.Key> keys(Caller caller) {
        return value(scene.api().keys(caller, new ListKeys(Optional.empty()), soon()))
                .keys();
    }

    private List<AuthApi.User> users() {
        return value(scene.api().users(scene.local(), Nothing.NOTHING, soon())).users();
    }

    private AuditPage auditPage(Optional<String> before) {
        return value(scene.api().audit(scene.local(), new AuditQuery(before, Optional.of(10)), soon()));
    }

    private static ChangeUser role(String user, Role role) {
        return new ChangeUser(user, Optional.of(role), Optional.empty(), Optional.empty());
    }

    private static ChangeUser disabled(String user, boolean disabled) {
        return new ChangeUser(user, Optional.empty(), Optional.of(disabled), Optional.empty());
    }

    private static ChangeUser password(String user) {
        return new ChangeUser(user, Optional.empty(), Optional.empty(), Optional.of("another long password"));
    }
}
