package aurora.auth;

import static aurora.auth.Replies.value;
import static aurora.auth.Scene.PASSWORD;
import static aurora.auth.Scene.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import aurora.auth.AuthApi.AddKey;
import aurora.auth.AuthApi.AuditQuery;
import aurora.auth.AuthApi.ChangeUser;
import aurora.auth.AuthApi.KeyId;
import aurora.auth.AuthApi.NewKey;
import aurora.auth.AuthApi.SessionId;
import aurora.auth.AuthApi.SignedIn;
import aurora.auth.AuthApi.UserId;
import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Clock;
import aurora.base.Reply;
import aurora.mesh.contract.Nothing;
import aurora.mesh.data.Change;
import aurora.mesh.data.LocalReplica;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a row of the table does to somebody else: nobody below an owner does it to an owner. */
final class OwnersTest {
    @TempDir
    Path home;

    /** Somebody things are done to. */
    private record Target(String name, SignedIn session, NewKey key) {
        static Target of(Scene scene, String name) {
            AddKey key = new AddKey("k of " + name, Optional.of(Set.of(Scope.MODELS)), Optional.of(name));
            return new Target(name, scene.signIn(name), value(scene.api().addKey(scene.local(), key, soon())));
        }
    }

    @Test
    void nobodyBelowAnOwnerTouchesOne() {
        try (Scene scene = new Scene(home)) {
            scene.setup();
            scene.add("Otto", Role.OWNER);
            scene.add("adam", Role.ADMIN);
            scene.add("mia", Role.MEMBER);
            Target otto = Target.of(scene, "Otto");
            List<String> wrong = new ArrayList<>();
            for (String below : List.of("adam", "mia")) {
                Caller caller = scene.caller(scene.signIn(below));
                deeds(scene, otto).forEach((what, deed) -> {
                    Reply<?> reply = deed.apply(caller);
                    if (!(reply instanceof Reply.Denied<?> || reply instanceof Reply.NotFound<?>)) {
                        wrong.add(what + " by " + below + ": " + reply);
                    }
                });
            }
            assertEquals(List.of(), wrong);
            assertEquals(Role.OWNER, scene.caller(otto.session()).role(), "nothing has changed");
            scene.caller(otto.key().secret());
            scene.signIn("Otto");
        }
    }

    @Test
    void whatAnAdminMayDoToWhom() {
        try (Scene scene = new Scene(home)) {
            scene.setup();
            scene.add("adam", Role.ADMIN);
            scene.add("abel", Role.ADMIN);
            scene.add("mia", Role.MEMBER);
            Caller adam = scene.caller(scene.signIn("adam"));
            assertEquals(List.of("revoke key by id"), done(scene, "abel", adam));
            assertEquals(List.of("add key", "revoke key by id", "disable", "set password"), done(scene, "mia", adam));
        }
    }

    @Test
    void anOwnerMayDoAllOfThemButEndAnothersSession() {
        try (Scene scene = new Scene(home)) {
            scene.setup();
            scene.add("Otto", Role.OWNER);
            assertEquals(
                    List.of("add key", "revoke key by id", "disable", "change role", "set password", "remove"),
                    done(scene, "Otto", scene.caller(scene.signIn("Olga"))));
        }
    }

    @Test
    void aKeyDoesNotRiseWithItsUser() {
        try (Scene scene = new Scene(home)) {
            scene.setup();
            scene.add("adam", Role.ADMIN);
            scene.add("mia", Role.MEMBER);
            Caller adam = scene.caller(scene.signIn("adam"));
            AddKey wide = new AddKey("trap", Optional.of(Set.of(Scope.ADMIN)), Optional.of("mia"));
            String secret = value(scene.api().addKey(adam, wide, soon())).secret();
            assertEquals(Role.MEMBER, scene.caller(secret).role());
            value(scene.api()
                    .changeUser(scene.local(), change("mia", Optional.of(Role.OWNER), Optional.empty()), soon()));
            assertInstanceOf(Reply.Denied.class, scene.identify(secret));
            scene.restart(Scene.CHEAP);
            assertInstanceOf(Reply.Denied.class, scene.identify(secret), "also after a restart");
        }
    }

    @Test
    void aRowThatNobodyCanReadHidesNobodyElse() {
        try (Scene scene = new Scene(home)) {
            scene.setup();
            new LocalReplica(scene.db.app(), Clock.system(), scene.ids)
                    .put(List.of(
                            Change.set("user", "odd", "{}"),
                            Change.set("user", "odder", "{\"name\":5,\"role\":\"king\"}"),
                            Change.set("api_key", "odd", "{\"scopes\":7}"),
                            Change.set("session", "odd", "{}"),
                            Change.set("audit", "odd", "{\"at\":\"yesterday\"}")));
            scene.restart(Scene.CHEAP);
            scene.signIn("Olga");
            value(scene.api().audit(scene.local(), new AuditQuery(Optional.empty(), Optional.empty()), soon()));
            value(scene.api().users(scene.local(), Nothing.NOTHING, soon()));
        }
    }

    /** What of all the deeds is done to {@code name} when {@code caller} tries each once. */
    private static List<String> done(Scene scene, String name, Caller caller) {
        List<String> done = new ArrayList<>();
        deeds(scene, Target.of(scene, name)).forEach((what, deed) -> {
            if (deed.apply(caller) instanceof Reply.Ok<?>) {
                done.add(what);
            }
            if (what.equals("disable")) {
                scene.api().changeUser(scene.local(), change(name, Optional.empty(), Optional.of(false)), soon());
            }
        });
        return done;
    }

    /** Everything in the table that is done to another one's user, keys or sessions. */
    private static Map<String, Function<Caller, Reply<?>>> deeds(Scene scene, Target target) {
        AuthApi api = scene.api();
        String session = scene.caller(target.session()).credential();
        Map<String, Function<Caller, Reply<?>>> deeds = new LinkedHashMap<>();
        deeds.put("end session", caller -> api.endSession(caller, new SessionId(session), soon()));
        deeds.put(
                "add key",
                caller -> api.addKey(caller, new AddKey("k", Optional.empty(), Optional.of(target.name())), soon()));
        deeds.put(
                "revoke key by name",
                caller -> api.revokeKey(caller, new KeyId(target.key().key().name()), soon()));
        deeds.put(
                "revoke key by id",
                caller -> api.revokeKey(caller, new KeyId(target.key().key().id()), soon()));
        deeds.put(
                "revoke key by beginning",
                caller -> api.revokeKey(caller, new KeyId(target.key().key().hint()), soon()));
        deeds.put(
                "disable",
                caller -> api.changeUser(caller, change(target.name(), Optional.empty(), Optional.of(true)), soon()));
        deeds.put(
                "change role",
                caller -> api.changeUser(
                        caller, change(target.name(), Optional.of(Role.MEMBER), Optional.empty()), soon()));
        deeds.put(
                "set password",
                caller -> api.changeUser(
                        caller,
                        new ChangeUser(target.name(), Optional.empty(), Optional.empty(), Optional.of(PASSWORD + "!")),
                        soon()));
        deeds.put("remove", caller -> api.removeUser(caller, new UserId(target.name()), soon()));
        return deeds;
    }

    private static ChangeUser change(String name, Optional<Role> role, Optional<Boolean> disabled) {
        return new ChangeUser(name, role, disabled, Optional.empty());
    }
}
