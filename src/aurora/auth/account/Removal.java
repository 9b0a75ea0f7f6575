package aurora.auth.account;

import aurora.auth.audit.Audit;
import aurora.auth.store.Account;
import aurora.auth.store.AuthStore;
import aurora.auth.store.AuthStore.Found;
import aurora.auth.store.AuthStore.KeyRow;
import aurora.auth.store.State;
import aurora.base.Caller;
import aurora.base.Reply;
import aurora.mesh.contract.Nothing;
import aurora.mesh.data.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a user away, with the name, the live sessions and the keys. Other services' data about it stays: whoever takes
 * the name later has another id and sees nothing of it. Thread-safe.
 */
public final class Removal {
    private final Tools tools;
    private final DeviceSessions sessions;

    /** Removes from {@code tools}'s store. */
    public Removal(Tools tools, DeviceSessions sessions) {
        this.tools = tools;
        this.sessions = sessions;
    }

    /** Removes the user of that id or name; the last owner stays. */
    public Reply<Nothing> remove(Caller caller, String idOrName) {
        // Nothing else is written meanwhile, so that two owners cannot remove each other at once.
        return tools.audit()
                .still(() -> AuthStore.untilAlone(() -> {
                    Optional<Found<State.User>> found = tools.known()
                            .userByEither(idOrName)
                            .flatMap(account -> tools.store().user(account.id()));
                    if (found.isEmpty()) {
                        return Reply.notFound("user");
                    }
                    Account user = Account.of(found.get().key(), found.get().state());
                    if (user.isActiveOwner() && tools.known().activeOwners() <= 1) {
                        return Reply.invalid("user", "This is the last owner; make another user an owner first.");
                    }
                    remove(caller, user, found.get().stamp());
                    return Reply.ok(Nothing.NOTHING);
                }));
    }

    private void remove(Caller caller, Account user, long stamp) {
        List<KeyRow> keys = tools.known().keysOf(user.id());
        List<Change> changes = new ArrayList<>();
        changes.add(Change.delete(State.User.ENTITY, user.id()).ifStamp(stamp));
        changes.add(Change.delete(State.UserName.ENTITY, State.UserName.key(user.name())));
        keys.forEach(key -> changes.add(Change.delete(State.ApiKey.ENTITY, key.id())));
        changes.addAll(sessions.gone(user));
        tools.audit().write(changes, Audit.Event.of(caller, "user.remove", user.name(), Audit.Outcome.OK), () -> {
            keys.forEach(key -> tools.known().revoked(key.hint()));
            tools.known().removed(user);
        });
        tools.bus().publish(DeviceSessions.CHANNEL, user.id());
        // Apart, because one write holds a bounded number of changes; left over, it would say nothing to anybody.
        if (!keys.isEmpty()) {
            tools.store()
                    .write(keys.stream()
                            .map(key -> Change.delete(State.ApiKeyUse.ENTITY, key.id()))
                            .toList());
        }
    }
}
