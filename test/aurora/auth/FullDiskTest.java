package aurora.auth;

import static aurora.auth.Replies.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.AuthApi.AddKey;
import aurora.auth.AuthApi.AddUser;
import aurora.auth.AuthApi.SignedIn;
import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Clock;
import aurora.base.Reply;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.contract.Nothing;
import aurora.mesh.data.LocalReplica;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What auth does while the disk is nearly full: whom it knows comes in and goes out, and nothing new is made. */
final class FullDiskTest {
    @TempDir
    private Path home;

    private static void refused(Runnable what) {
        assertEquals(
                DatabaseException.Kind.NO_ROOM,
                assertThrows(DatabaseException.class, what::run).kind());
    }

    @Test
    void peopleComeInAndGoOutOfANearlyFullNode() {
        AtomicLong free = new AtomicLong(1L << 30);
        try (Scene scene = new Scene(home)) {
            scene.auth.close();
            scene.auth = Auth.start(
                    scene.needs(new LocalReplica(scene.db.app(), Clock.system(), scene.ids, free::get), "star"),
                    scene.passwords);
            SignedIn first = scene.setup();
            Caller olga = scene.caller(first);
            AuthApi api = scene.api();
            AddKey key = new AddKey("laptop", Optional.empty(), Optional.empty());
            String made = value(api.addKey(olga, key, Scene.soon())).key().id();
            scene.add("Mia", Role.MEMBER);

            free.set(40L << 20);
            SignedIn again = scene.signIn("Olga");
            SignedIn renewed = value(scene.refresh(again.refresh()));
            value(api.signOut(scene.caller(renewed), Nothing.NOTHING, Scene.soon()));
            assertTrue(scene.identify(renewed.access()) instanceof Reply.Denied<Caller>);
            assertTrue(scene.trySignIn("Olga", "not the password of hers") instanceof Reply.Denied<SignedIn>);
            value(api.revokeKey(olga, new AuthApi.KeyId(made), Scene.soon()));
            value(api.removeUser(olga, new AuthApi.UserId("Mia"), Scene.soon()));
            refused(() -> api.addKey(olga, key, Scene.soon()));
            refused(() ->
                    api.addUser(olga, new AddUser("Max", Scene.PASSWORD, Optional.of(Role.MEMBER)), Scene.soon()));
            List<String> trail = scene.audit();
            assertTrue(trail.contains("session.sign-out Olga ok"), trail::toString);
            assertTrue(trail.contains("key.revoke Olga ok"), trail::toString);

            free.set(20L << 20);
            refused(() -> scene.signIn("Olga"));
        }
    }
}
