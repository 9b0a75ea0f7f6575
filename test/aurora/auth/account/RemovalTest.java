package aurora.auth.account;

import static aurora.auth.Replies.denied;
import static aurora.auth.Replies.invalid;
import static aurora.auth.Replies.value;
import static aurora.auth.Scene.PASSWORD;
import static aurora.auth.Scene.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.AuthApi;
import aurora.auth.AuthApi.AddKey;
import aurora.auth.AuthApi.ListKeys;
import aurora.auth.AuthApi.NewKey;
import aurora.auth.AuthApi.SignedIn;
import aurora.auth.AuthApi.UserId;
import aurora.auth.Scene;
import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Reply;
import aurora.mesh.contract.Nothing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users that are removed: what ends with them, and who stays. */
final class RemovalTest {
    @AutoClose
    private final Scene scene;

    RemovalTest(@TempDir Path home) {
        scene = new Scene(home);
    }

    @Test
    void allItHadEndsAndTheNameIsFree() {
        scene.setup();
        scene.add("mia", Role.MEMBER);
        SignedIn session = scene.signIn("mia");
        String id = scene.caller(session).user();
        NewKey key = value(
                scene.api().addKey(scene.caller(session), new AddKey("k", Optional.empty(), Optional.empty()), soon()));
        scene.caller(key.secret());
        value(remove(scene.local(), "MIA"));
        assertGone(session, key);
        assertTrue(scene.audit().contains("user.remove Olga ok"));
        assertInstanceOf(Reply.NotFound.class, remove(scene.local(), "mia"));
        scene.restart(Scene.CHEAP);
        assertGone(session, key);
        assertEquals(List.of("Olga"), users().stream().map(AuthApi.User::name).toList());
        assertEquals(
                List.of(),
                value(scene.api().keys(scene.local(), new ListKeys(Optional.of(true)), soon()))
                        .keys());
        assertEquals(0, stored(id), "nothing of it is left but the trail");

        scene.add("mia", Role.MEMBER);
        SignedIn other = scene.signIn("mia");
        assertNotEquals(id, scene.caller(other).user(), "the same name is another person");
        assertGone(session, key);
    }

    private void assertGone(SignedIn session, NewKey key) {
        denied(scene.identify(session.access()));
        denied(scene.refresh(session.refresh()));
        denied(scene.identify(key.secret()));
    }

    private long stored(String user) {
        return scene.db
                .owner()
                .first(
                        "SELECT count(*) AS n FROM aurora.head WHERE NOT deleted AND entity IN"
                                + " ('user', 'session', 'api_key', 'api_key_use', 'user_name')"
                                + " AND (key = ? OR payload->>'user' = ?)",
                        row -> row.number("n"),
                        user,
                        user)
                .orElseThrow();
    }

    @Test
    void theLastOwnerStays() throws Exception {
        SignedIn olga = scene.setup();
        assertEquals("user", invalid(remove(scene.local(), "Olga")));
        assertEquals(
                "user", invalid(remove(scene.caller(olga), scene.caller(olga).user())));
        scene.add("Otto", Role.OWNER);
        Caller one = scene.caller(olga);
        Caller two = scene.caller(scene.signIn("Otto"));
        List<Reply<Nothing>> replies =
                Scene.atOnce(List.<Callable<Reply<Nothing>>>of(() -> remove(one, "Otto"), () -> remove(two, "Olga")));
        assertEquals(1, replies.stream().filter(Reply.Ok.class::isInstance).count(), replies.toString());
        assertEquals(1, users().size());
        assertEquals(Role.OWNER, scene.local().role());
    }

    @Test
    void anOwnerMayGoWhenAnotherStays() {
        SignedIn olga = scene.setup();
        scene.add("Otto", Role.OWNER);
        value(remove(scene.caller(olga), "Olga"));
        denied(scene.identify(olga.access()));
        denied(scene.trySignIn("Olga", PASSWORD));
        assertEquals("Otto", scene.local().name(), "the machine's owner acts for the one who stays");
        scene.signIn("Otto");
    }

    private Reply<Nothing> remove(Caller caller, String user) {
        return scene.api().removeUser(caller, new UserId(user), soon());
    }

    private List<AuthApi.User> users() {
        return value(scene.api().users(scene.local(), Nothing.NOTHING, soon())).users();
    }
}
