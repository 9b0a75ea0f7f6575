package aurora.auth.account;

import static aurora.auth.Replies.denied;
import static aurora.auth.Replies.invalid;
import static aurora.auth.Replies.value;
import static aurora.auth.Scene.PASSWORD;
import static aurora.auth.Scene.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.Auth;
import aurora.auth.AuthApi;
import aurora.auth.AuthApi.AddKey;
import aurora.auth.AuthApi.AddUser;
import aurora.auth.AuthApi.ChangePassword;
import aurora.auth.AuthApi.ChangeUser;
import aurora.auth.AuthApi.NewKey;
import aurora.auth.AuthApi.SignedIn;
import aurora.auth.Scene;
import aurora.auth.store.State;
import aurora.base.Caller;
import aurora.base.Caller.Kind;
import aurora.base.Caller.Role;
import aurora.base.Reply;
import aurora.mesh.contract.Nothing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users: made, changed, disabled; the machine's owner. */
final class AccountsTest {
    private final Path home;

    @AutoClose
    private final Scene scene;

    AccountsTest(@TempDir Path home) {
        this.home = home;
        scene = new Scene(home);
    }

    @Test
    void nobodyLooksLikeSomebodyElse() {
        scene.setup();
        scene.add("Paco", Role.MEMBER);
        for (String alike : List.of("paco", "ＰＡＣＯ", "\u0440\u0430\u0441\u043e", "\u0420\u0410\u0421\u041e")) {
            Reply<AuthApi.User> reply = scene.api()
                    .addUser(scene.local(), new AddUser(alike, Scene.PASSWORD, Optional.empty()), Scene.soon());
            assertInstanceOf(Reply.Invalid.class, reply, alike);
        }
        scene.add("ｌｉｓａ", Role.MEMBER);
        assertEquals("lisa", scene.signIn("ｌｉｓａ").me().name());
        assertEquals("lisa", scene.signIn("Lisa").me().name());
    }

    @Test
    void aNameThatIsThereGoesOnWorking() {
        scene.setup();
        State.User old = new State.User(
                "p\u0430ul.", Role.MEMBER, false, 1, 1, value(scene.passwords.hash(Scene.PASSWORD, Scene.soon())));
        scene.db.replica().put(Accounts.newUser("0198c1d0-0000-7000-8000-000000000001", old, false));
        scene.restart(Scene.CHEAP);
        assertEquals("p\u0430ul.", scene.signIn("p\u0430ul.").me().name());
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
        List<Reply<AuthApi.User>> replies = Scene.atOnce(IntStream.range(0, 4)
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
        List<Reply<AuthApi.User>> replies = Scene.atOnce(List.of("mia", "MIA", "Mia", "mIa").stream()
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
        List<Reply<AuthApi.User>> replies = Scene.atOnce(List.<Callable<Reply<AuthApi.User>>>of(
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

    private NewKey addKey(Caller caller, String name) {
        return value(scene.api().addKey(caller, new AddKey(name, Optional.empty(), Optional.empty()), soon()));
    }

    private List<AuthApi.User> users() {
        return value(scene.api().users(scene.local(), Nothing.NOTHING, soon())).users();
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
