package aurora.auth.account;

import static aurora.auth.Replies.denied;
import static aurora.auth.Replies.invalid;
import static aurora.auth.Replies.value;
import static aurora.auth.Scene.PASSWORD;
import static aurora.auth.Scene.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.AuthApi;
import aurora.auth.AuthApi.AddKey;
import aurora.auth.AuthApi.AddUser;
import aurora.auth.AuthApi.KeyId;
import aurora.auth.AuthApi.ListKeys;
import aurora.auth.AuthApi.NewKey;
import aurora.auth.AuthApi.SignedIn;
import aurora.auth.Scene;
import aurora.base.Caller;
import aurora.base.Caller.Kind;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API keys: made, used, revoked, and by whom. */
final class ApiKeysTest {
    @AutoClose
    private final Scene scene;

    ApiKeysTest(@TempDir Path home) {
        scene = new Scene(home);
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
        assertEquals(Set.of(Scope.MODELS), caller.scopes(), "what an OpenAI client needs, and no more");
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
        NewKey second = addKey(owner, "other");
        assertEquals(
                "key",
                invalid(scene.api().revokeKey(scene.local(), new KeyId("k"), soon())),
                "keys of several users have this name");
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
    void aUserHasOneKeyOfAName() {
        Caller owner = scene.caller(scene.setup());
        addKey(owner, "laptop");
        AddKey again = new AddKey(" laptop", Optional.empty(), Optional.empty());
        assertEquals("name", invalid(scene.api().addKey(owner, again, soon())));
        assertEquals(1, keys(owner).size());
        value(scene.api().revokeKey(owner, new KeyId("laptop"), soon()));
        value(scene.api().addKey(owner, again, soon()));
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
        for (Object shown : List.of(owner, key, new AddUser("a", PASSWORD, Optional.empty()))) {
            secrets.forEach(secret -> assertFalse(shown.toString().contains(secret), "a secret is in a text form"));
        }
    }

    private NewKey addKey(Caller caller, String name) {
        return value(scene.api().addKey(caller, new AddKey(name, Optional.empty(), Optional.empty()), soon()));
    }

    private List<AuthApi.Key> keys(Caller caller) {
        return value(scene.api().keys(caller, new ListKeys(Optional.empty()), soon()))
                .keys();
    }
}
