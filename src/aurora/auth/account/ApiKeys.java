package aurora.auth.account;

import aurora.auth.AuthApi;
import aurora.auth.AuthApi.AddKey;
import aurora.auth.AuthApi.Keys;
import aurora.auth.AuthApi.NewKey;
import aurora.auth.audit.Audit;
import aurora.auth.credential.Entries;
import aurora.auth.store.Account;
import aurora.auth.store.AuthStore;
import aurora.auth.store.AuthStore.KeyRow;
import aurora.auth.store.Known.LiveKey;
import aurora.auth.store.State;
import aurora.base.Caller;
import aurora.base.Caller.Kind;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Reply;
import aurora.ground.crypto.Digests;
import aurora.ground.json.Json;
import aurora.mesh.contract.Nothing;
import aurora.mesh.data.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * API keys: {@code ak_}, eight characters by which a key is known in lists, and 32 random bytes. Only the SHA-256 of a
 * key is kept, which is enough for what nobody can guess. Thread-safe.
 */
public final class ApiKeys {
    /** How a key begins. */
    public static final String PREFIX = "ak_";

    /** Live keys of a user. */
    static final int PER_USER_MAX = 100;

    /** How exact a key's last use is on disk. */
    public static final Duration USE_EXACT = Duration.ofMinutes(1);

    private static final String TOO_HIGH = "Making a key for this user needs a higher role.";
    private static final int HINT_LENGTH = PREFIX.length() + 8;
    private static final int SECRET_BYTES = 32;
    private static final int LENGTH = HINT_LENGTH + 43;
    private static final int USES_AT_ONCE = 200;

    private final Tools tools;
    private final Entries entries;

    /** Keys in {@code tools}'s store. */
    public ApiKeys(Tools tools, Entries entries) {
        this.tools = tools;
        this.entries = entries;
    }

    /** The key that was presented, if it is one; notes its use. */
    public Optional<KeyRow> find(String presented) {
        if (presented.length() != LENGTH) {
            return Optional.empty();
        }
        Optional<LiveKey> found = tools.known()
                .key(presented.substring(0, HINT_LENGTH))
                .filter(key ->
                        Digests.same(Digests.sha256Hex(presented), key.row().hash()));
        found.ifPresent(key -> key.used().lazySet(tools.clock().millis()));
        return found.map(LiveKey::row);
    }

    /** The caller's keys, or those of all users. */
    public Reply<Keys> list(Caller caller, boolean all) {
        if (all && !caller.atLeast(Role.ADMIN)) {
            return Reply.denied("Only admins and owners list the keys of all users.");
        }
        return Reply.ok(new Keys(tools.known().keys().stream()
                .filter(key -> all || key.row().user().equals(caller.user()))
                .map(key -> shown(key.row(), key.used().get()))
                .toList()));
    }

    /** Makes a key. */
    public Reply<NewKey> add(Caller caller, AddKey request) {
        Set<Scope> scopes = request.scopes().orElse(Set.of(Scope.MODELS));
        if (scopes.isEmpty()) {
            return Reply.invalid("scopes", "A key without scopes could do nothing; leave scopes out for models.");
        }
        return entries.label("name", request.name())
                .then(name -> holder(caller, request.user()).then(user -> add(caller, user, name, scopes)));
    }

    /** Whom the new key acts for: nobody may make a key that can do more than himself. */
    private Reply<Account> holder(Caller caller, Optional<String> wanted) {
        Optional<Account> user = wanted.isPresent()
                ? tools.known().userByEither(wanted.get())
                : tools.known().user(caller.user());
        if (user.isEmpty() && wanted.isEmpty()) {
            return Accounts.nobodyYet();
        }
        if (user.isEmpty() && caller.atLeast(Role.ADMIN)) {
            return Reply.invalid("user", "There is no user of that name.");
        }
        if (user.isEmpty()) {
            return Reply.denied(TOO_HIGH);
        }
        Account holder = user.get();
        boolean own = holder.id().equals(caller.user());
        boolean below = caller.atLeast(Role.ADMIN) && holder.role().compareTo(caller.role()) < 0;
        if (!own && !below && !caller.atLeast(Role.OWNER)) {
            return Reply.denied(TOO_HIGH);
        }
        return holder.disabled() ? Reply.invalid("user", "This user is disabled.") : Reply.ok(holder);
    }

    private Reply<NewKey> add(Caller caller, Account user, String name, Set<Scope> scopes) {
        return tools.audit().still(() -> {
            if (tools.known().user(user.id()).isEmpty()) {
                return Reply.invalid("user", "This user was removed meanwhile.");
            }
            List<KeyRow> live = tools.known().keys().stream()
                    .map(LiveKey::row)
                    .filter(key -> key.user().equals(user.id()))
                    .toList();
            if (live.size() >= PER_USER_MAX) {
                return Reply.invalid("name", "This user has " + PER_USER_MAX + " keys; revoke one first.");
            }
            if (live.stream().anyMatch(key -> key.name().equals(name))) {
                return Reply.invalid(
                        "name", "This user has a key of this name already; choose another, or revoke that one first.");
            }
            String hint = freeHint();
            String secret = hint + tools.ids().secret(SECRET_BYTES);
            State.ApiKey state = new State.ApiKey(
                    user.id(),
                    name,
                    scopes,
                    hint,
                    Digests.sha256Hex(secret),
                    tools.clock().millis(),
                    0);
            String id = tools.ids().next();
            KeyRow row = new KeyRow(id, user.id(), name, scopes, hint, state.hash(), state.created(), 0);
            tools.audit()
                    .write(
                            List.of(write(id, state).ifStamp(0)),
                            Audit.Event.of(caller, "key.add", hint + " for " + user.name(), Audit.Outcome.OK),
                            () -> tools.known().put(row));
            return Reply.ok(new NewKey(shown(row, 0), secret));
        });
    }

    /** Revokes the key of that id, beginning or name. */
    public Reply<Nothing> revoke(Caller caller, String idOrName) {
        List<LiveKey> all = tools.known().keys();
        Optional<LiveKey> byId = all.stream()
                .filter(key ->
                        key.row().id().equals(idOrName) || key.row().hint().equals(idOrName))
                .filter(key -> caller.atLeast(Role.ADMIN) || key.row().user().equals(caller.user()))
                .findFirst();
        if (byId.isPresent()) {
            return isAbove(caller, byId.get().row())
                    ? Reply.denied("Only an owner revokes an owner's key.")
                    : revoke(caller, byId.get().row());
        }
        List<LiveKey> named = all.stream()
                .filter(key -> key.row().name().equals(idOrName))
                .filter(key -> caller.kind() == Kind.LOCAL || key.row().user().equals(caller.user()))
                .toList();
        if (named.size() > 1) {
            return Reply.invalid("key", named.size() + " keys have this name; say which one by its id.");
        }
        return named.isEmpty()
                ? Reply.notFound("key")
                : revoke(caller, named.getFirst().row());
    }

    private boolean isAbove(Caller caller, KeyRow key) {
        return !caller.atLeast(Role.OWNER)
                && tools.known()
                        .user(key.user())
                        .filter(holder -> holder.role() == Role.OWNER)
                        .isPresent();
    }

    private Reply<Nothing> revoke(Caller caller, KeyRow key) {
        return AuthStore.untilAlone(() -> tools.store()
                .apiKey(key.id())
                .filter(found -> found.state().revoked() == 0)
                .map(found -> {
                    State.ApiKey next = found.state().revoke(tools.clock().millis());
                    tools.audit()
                            .write(
                                    List.of(write(key.id(), next).ifStamp(found.stamp())),
                                    Audit.Event.of(caller, "key.revoke", key.hint(), Audit.Outcome.OK),
                                    () -> tools.known().revoked(key.hint()));
                    return Reply.ok(Nothing.NOTHING);
                })
                .orElseGet(() -> Reply.notFound("key")));
    }

    /** Writes when keys were used, where that is {@code exact} behind. */
    public void writeUses(Duration exact) {
        List<LiveKey> behind = tools.known().keys().stream()
                .filter(key -> key.used().get() > key.written().get()
                        && key.used().get() - key.written().get() >= exact.toMillis())
                .limit(USES_AT_ONCE)
                .toList();
        if (behind.isEmpty()) {
            return;
        }
        List<Long> used = behind.stream().map(key -> key.used().get()).toList();
        List<Change> changes = IntStream.range(0, behind.size())
                .mapToObj(i -> Change.set(
                        State.ApiKeyUse.ENTITY, behind.get(i).row().id(), Json.text(new State.ApiKeyUse(used.get(i)))))
                .toList();
        tools.store().write(changes);
        for (int i = 0; i < behind.size(); i++) {
            behind.get(i).written().set(used.get(i));
        }
    }

    private String freeHint() {
        String hint = PREFIX + tools.ids().brief().substring(0, HINT_LENGTH - PREFIX.length());
        while (tools.known().key(hint).isPresent()) {
            hint = PREFIX + tools.ids().brief().substring(0, HINT_LENGTH - PREFIX.length());
        }
        return hint;
    }

    private AuthApi.Key shown(KeyRow row, long used) {
        String user = tools.known().user(row.user()).map(Account::name).orElse("");
        return new AuthApi.Key(
                row.id(),
                row.name(),
                user,
                row.scopes(),
                row.hint(),
                Instant.ofEpochMilli(row.created()),
                used == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(used)));
    }

    private static Change write(String id, State.ApiKey state) {
        return Change.set(State.ApiKey.ENTITY, id, Json.text(state));
    }
}
