package aurora.auth;

import static aurora.auth.Replies.value;
import static aurora.auth.Scene.PASSWORD;
import static aurora.auth.Scene.nobody;
import static aurora.auth.Scene.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.AuthApi.AddKey;
import aurora.auth.AuthApi.AddUser;
import aurora.auth.AuthApi.AuditQuery;
import aurora.auth.AuthApi.ChangePassword;
import aurora.auth.AuthApi.ChangeUser;
import aurora.auth.AuthApi.KeyId;
import aurora.auth.AuthApi.ListKeys;
import aurora.auth.AuthApi.Refresh;
import aurora.auth.AuthApi.SessionId;
import aurora.auth.AuthApi.SetupCheck;
import aurora.auth.AuthApi.SignIn;
import aurora.auth.AuthApi.UserId;
import aurora.base.Caller;
import aurora.base.Caller.Kind;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.mesh.contract.Nothing;
import aurora.mesh.contract.Row;
import aurora.mesh.contract.Rules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row of the table by every kind of caller: allowed or denied as the table says. */
final class AccessTest {
    @TempDir
    Path home;

    /** Somebody, and the name of the user behind, if any. */
    private record Who(String what, String user, Caller caller) {}

    @Test
    void everyRowAllowsWhomItSays() {
        try (Scene scene = new Scene(home)) {
            scene.setup();
            scene.add("mia", Role.MEMBER);
            scene.add("adam", Role.ADMIN);
            List<String> wrong = new ArrayList<>();
            int calls = 0;
            String plain = key(scene, "Olga", Set.of(Scope.CHAT));
            String models = key(scene, "mia", Set.of(Scope.MODELS));
            String admin = key(scene, "Olga", Set.of(Scope.ADMIN));
            for (Row<AuthApi, ?, ?> row : AuthContract.TABLE.rows()) {
                if (row.path().equals("/api/auth/setup") && row.request() != Nothing.class) {
                    continue; // Nobody may once there is an owner: see the next test.
                }
                for (Who who : List.of(
                        new Who("nobody", "mia", nobody()),
                        new Who("member", "mia", scene.caller(scene.signIn("mia"))),
                        new Who("admin", "adam", scene.caller(scene.signIn("adam"))),
                        new Who("owner", "Olga", scene.caller(scene.signIn("Olga"))),
                        new Who("key without scope", "Olga", scene.caller(plain)),
                        new Who("key of a member", "mia", scene.caller(models)),
                        new Who("key with all scopes", "Olga", scene.caller(admin)),
                        new Who("local", "Olga", scene.local()))) {
                    Reply<?> reply = call(scene, row, who);
                    calls++;
                    boolean expected = allows(row.rules(), who.caller());
                    boolean right = expected ? reply instanceof Reply.Ok<?> : reply instanceof Reply.Denied<?>;
                    if (!right) {
                        wrong.add(row.verb() + " " + row.path() + " by " + who.what() + " should be "
                                + (expected ? "allowed" : "denied") + ": " + reply);
                    }
                }
            }
            assertEquals(List.of(), wrong);
            assertEquals((AuthContract.TABLE.rows().size() - 1) * 8, calls);
        }
    }

    @Test
    void anybodyWithTheCodeMaySetUp() {
        try (Scene scene = new Scene(home)) {
            for (Caller caller : List.of(nobody(), scene.local())) {
                AuthApi.Setup wrong = new AuthApi.Setup("wrong", "Olga", PASSWORD, Optional.empty());
                assertInstanceOf(Reply.Denied.class, scene.api().setup(caller, wrong, soon()));
            }
            scene.setup();
        }
    }

    @Test
    void theTableHasARowPerMethod() {
        long methods = Arrays.stream(AuthApi.class.getMethods())
                .filter(method -> !method.getName().equals("identify"))
                .count();
        assertEquals(methods, AuthContract.TABLE.rows().size());
        assertTrue(AuthContract.TABLE.rows().stream().allMatch(row -> row.action() instanceof Row.Once<?, ?, ?>));
    }

    private static boolean allows(Rules rules, Caller caller) {
        if (rules.least() == Role.NONE) {
            return true;
        }
        if (caller.kind() == Kind.KEY && (rules.inPerson() || caller.lacks(rules.scope()))) {
            return false;
        }
        return caller.atLeast(rules.least());
    }

    private static String key(Scene scene, String user, Set<Scope> scopes) {
        AddKey request = new AddKey("key " + Ids.secure().brief(), Optional.of(scopes), Optional.of(user));
        return value(scene.api().addKey(scene.local(), request, soon())).secret();
    }

    private static <Q, R> Reply<R> call(Scene scene, Row<AuthApi, Q, R> row, Who who) {
        Q request = row.request().cast(request(scene, row.verb() + " " + row.path(), who.user()));
        return switch (row.action()) {
            case Row.Once<AuthApi, Q, R>(Row.Call<AuthApi, Q, R> call) ->
                call.on(scene.api(), who.caller(), request, soon());
            case Row.Stream<AuthApi, Q, R> stream -> throw new AssertionError("auth streams nothing: " + stream);
            case Row.Lines<AuthApi, Q, R> lines -> throw new AssertionError("auth exports nothing: " + lines);
        };
    }

    /** A request that succeeds for whoever may make it. */
    private static Object request(Scene scene, String row, String user) {
        return switch (row) {
            case "GET /api/auth/arrival" -> new Refresh(Optional.empty(), Optional.empty());
            case "POST /api/auth/setup/check" -> new SetupCheck("old");
            case "POST /api/auth/sign-in" -> new SignIn("mia", PASSWORD, Optional.empty());
            case "POST /api/auth/refresh" -> scene.withProof(scene.signIn("mia").refresh());
            case "DELETE /api/auth/sessions/{session}" ->
                new SessionId(scene.caller(scene.signIn(user)).credential());
            case "POST /api/auth/password" -> new ChangePassword(PASSWORD, PASSWORD);
            case "GET /api/auth/keys" -> new ListKeys(Optional.empty());
            case "POST /api/auth/keys" ->
                new AddKey("mine " + Ids.secure().brief(), Optional.empty(), Optional.empty());
            case "DELETE /api/auth/keys/{key}" ->
                new KeyId(scene.caller(key(scene, user, Set.of(Scope.CHAT))).credential());
            case "POST /api/auth/users" -> new AddUser("u" + scene.ids.brief(), PASSWORD, Optional.empty());
            case "PATCH /api/auth/users/{user}" ->
                new ChangeUser("mia", Optional.empty(), Optional.of(false), Optional.empty());
            case "DELETE /api/auth/users/{user}" -> {
                String name = "r" + scene.ids.brief();
                scene.add(name, Role.MEMBER);
                yield new UserId(name);
            }
            case "GET /api/auth/audit" -> new AuditQuery(Optional.empty(), Optional.empty());
            default -> Nothing.NOTHING;
        };
    }
}
