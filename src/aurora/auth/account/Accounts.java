package aurora.auth.account;

import aurora.auth.AuthApi.AddUser;
import aurora.auth.AuthApi.ChangePassword;
import aurora.auth.AuthApi.ChangeUser;
import aurora.auth.AuthApi.User;
import aurora.auth.AuthApi.Users;
import aurora.auth.audit.Audit;
import aurora.auth.credential.Entries;
import aurora.auth.credential.Names;
import aurora.auth.credential.Passwords;
import aurora.auth.credential.Throttle;
import aurora.auth.store.Account;
import aurora.auth.store.AuthStore;
import aurora.auth.store.AuthStore.Found;
import aurora.auth.store.AuthStore.KeyRow;
import aurora.auth.store.Known;
import aurora.auth.store.State;
import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.ground.json.Json;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.contract.Nothing;
import aurora.mesh.data.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Users: made, changed, disabled; their passwords. A change of role or password, and disabling, raise the user's epoch,
 * which ends its sessions and all their tokens at once; a change of role ends its API keys too. Thread-safe.
 */
public final class Accounts {
    private static final String ABOVE = "Only an owner changes roles, admins and owners.";

    private final Tools tools;
    private final Entries entries;
    private final Passwords passwords;
    private final Throttle throttle;
    private final DeviceSessions sessions;

    /** Users in {@code tools}'s store. */
    public Accounts(Tools tools, Entries entries, Passwords passwords, Throttle throttle, DeviceSessions sessions) {
        this.tools = tools;
        this.entries = entries;
        this.passwords = passwords;
        this.throttle = throttle;
        this.sessions = sessions;
    }

    /** All users, oldest first. */
    public Reply<Users> list() {
        return Reply.ok(
                new Users(tools.known().allUsers().stream().map(Account::shown).toList()));
    }

    /** Makes a user. */
    public Reply<User> add(Caller caller, AddUser request, Deadline deadline) {
        Role role = request.role().orElse(Role.MEMBER);
        if (role == Role.NONE) {
            return Reply.invalid("role", "A user is a member, an admin or an owner.");
        }
        if (role != Role.MEMBER && !caller.atLeast(Role.OWNER)) {
            return Reply.denied("Only an owner makes owners and admins.");
        }
        boolean first = tools.known().firstOwner().isEmpty();
        if (first && role != Role.OWNER) {
            return Reply.invalid("role", "The first user must be an owner.");
        }
        if (tools.known().userCount() >= Known.USERS_MAX) {
            return Reply.invalid("", "This node has " + Known.USERS_MAX + " users, the most it takes.");
        }
        return entries.newName("name", request.name())
                .then(name -> tools.known().userNamed(name).isPresent() ? taken() : Reply.ok(name))
                .then(name -> looksLikeAnother(name) ? alike() : Reply.ok(name))
                .then(name -> entries.newPassword("password", request.password(), name)
                        .then(good -> passwords.hash(good, deadline))
                        .then(hash -> {
                            long now = tools.clock().millis();
                            return add(caller, new State.User(name, role, false, now, now, hash), first);
                        }));
    }

    private boolean looksLikeAnother(String name) {
        String look = Names.look(name);
        return tools.known().allUsers().stream()
                .anyMatch(user -> Names.look(user.name()).equals(look));
    }

    private Reply<User> add(Caller caller, State.User state, boolean first) {
        Account account = Account.of(tools.ids().next(), state);
        try {
            tools.audit()
                    .write(
                            newUser(account.id(), state, first),
                            Audit.Event.of(caller, "user.add", state.name(), Audit.Outcome.OK),
                            () -> tools.known().put(account));
        } catch (DatabaseException raced) {
            if (raced.kind() != DatabaseException.Kind.CONFLICT) {
                throw raced;
            }
            return first
                    ? Reply.denied("Somebody else has just made the first owner; if it was not you, find out who.")
                    : taken();
        }
        return Reply.ok(account.shown());
    }

    /** What is written for a new user. */
    static List<Change> newUser(String id, State.User state, boolean firstOwner) {
        List<Change> changes = new ArrayList<>();
        changes.add(write(id, state).ifStamp(0));
        String nameKey = State.UserName.key(state.name());
        changes.add(Change.set(State.UserName.ENTITY, nameKey, Json.text(new State.UserName(id)))
                .ifStamp(0));
        if (firstOwner) {
            String first = Json.text(new State.FirstOwner(id));
            changes.add(Change.set(State.FirstOwner.ENTITY, State.FirstOwner.KEY, first)
                    .ifStamp(0));
        }
        return changes;
    }

    static Change write(String id, State.User state) {
        return Change.set(State.User.ENTITY, id, Json.text(state));
    }

    /** Changes a user's role or password, disables or enables it. */
    public Reply<User> change(Caller caller, ChangeUser request, Deadline deadline) {
        Optional<Account> target = tools.known().userByEither(request.user());
        if (target.isEmpty()) {
            return Reply.notFound("user");
        }
        boolean isOwner = caller.atLeast(Role.OWNER);
        if (!isOwner && (target.get().role() != Role.MEMBER || request.role().isPresent())) {
            return Reply.denied(ABOVE);
        }
        if (request.role().equals(Optional.of(Role.NONE))) {
            return Reply.invalid("role", "A user is a member, an admin or an owner; to shut one out, disable it.");
        }
        if (request.password().isEmpty()) {
            return change(caller, target.get(), request, Optional.empty());
        }
        return entries.newPassword(
                        "password", request.password().get(), target.get().name())
                .then(good -> passwords.hash(good, deadline))
                .then(hash -> change(caller, target.get(), request, Optional.of(hash)));
    }

    private Reply<User> change(Caller caller, Account target, ChangeUser request, Optional<String> hash) {
        // Nothing else is written meanwhile, so that two owners cannot take each other's role at once.
        return tools.audit()
                .still(() -> AuthStore.untilAlone(() -> {
                    Optional<Found<State.User>> present = tools.store().user(target.id());
                    if (present.isEmpty()) {
                        return Reply.notFound("user");
                    }
                    Found<State.User> found = present.get();
                    State.User old = found.state();
                    if (!caller.atLeast(Role.OWNER) && old.role() != Role.MEMBER) {
                        return Reply.denied(ABOVE);
                    }
                    Role role = request.role().orElse(old.role());
                    boolean disabled = request.disabled().orElse(old.disabled());
                    if (role == old.role() && disabled == old.disabled() && hash.isEmpty()) {
                        return Reply.ok(Account.of(found.key(), old).shown());
                    }
                    State.User next = new State.User(
                            old.name(), role, disabled, old.created(), laterEpoch(old), hash.orElse(old.password()));
                    Account after = Account.of(found.key(), next);
                    if (Account.of(found.key(), old).isActiveOwner()
                            && !after.isActiveOwner()
                            && tools.known().activeOwners() <= 1) {
                        return Reply.invalid(
                                disabled ? "disabled" : "role",
                                "This is the last owner; make another user an owner first.");
                    }
                    Audit.Event event = Audit.Event.of(
                            caller,
                            hash.isPresent() ? "user.password" : "user.change",
                            old.name() + differences(old, next),
                            Audit.Outcome.OK);
                    // A key may have been made by whoever was above the user, and must not rise with it.
                    List<KeyRow> keys =
                            role == old.role() ? List.of() : tools.known().keysOf(found.key());
                    List<Change> changes = new ArrayList<>();
                    changes.add(write(found.key(), next).ifStamp(found.stamp()));
                    keys.forEach(key -> changes.add(Change.delete(State.ApiKey.ENTITY, key.id())));
                    tools.audit().write(changes, event, () -> {
                        keys.forEach(key -> tools.known().revoked(key.hint()));
                        tools.known().put(after);
                    });
                    tools.bus().publish(DeviceSessions.CHANNEL, found.key());
                    return Reply.ok(after.shown());
                }));
    }

    private static String differences(State.User old, State.User next) {
        String role = old.role() == next.role() ? "" : ", " + old.role() + " to " + next.role();
        String access = old.disabled() == next.disabled() ? "" : next.disabled() ? ", disabled" : ", enabled";
        return role.toLowerCase(Locale.ROOT) + access;
    }

    /** Changes the caller's own password. */
    public Reply<Nothing> changePassword(Caller caller, ChangePassword request, Deadline deadline) {
        Optional<Found<State.User>> user =
                caller.user().isEmpty() ? Optional.empty() : tools.store().user(caller.user());
        if (user.isEmpty()) {
            return nobodyYet();
        }
        Found<State.User> found = user.get();
        Optional<Duration> wait = throttle.take(Throttle.Action.PASSWORD, found.key(), caller.address());
        if (wait.isPresent()) {
            return new Reply.Busy<>(wait.get(), "Too many tries; wait a moment and try again.");
        }
        return entries.password("current", request.current())
                .then(current -> passwords.matches(current, found.state().password(), deadline))
                .then(matches -> {
                    if (!matches) {
                        tools.audit().refused(Audit.Event.of(caller, "password.change", "", Audit.Outcome.DENIED));
                        return Reply.invalid("current", "This is not your password.");
                    }
                    throttle.succeeded(Throttle.Action.PASSWORD, found.key(), caller.address());
                    return entries.newPassword(
                            "next", request.next(), found.state().name());
                })
                .then(good -> passwords.hash(good, deadline))
                .then(hash -> renew(
                        caller,
                        "password.change",
                        old -> old.password().equals(found.state().password()) ? Optional.of(hash) : Optional.empty()));
    }

    /** Ends all of the caller's sessions but the one that calls. */
    public Reply<Nothing> endOtherSessions(Caller caller) {
        return caller.user().isEmpty()
                ? nobodyYet()
                : renew(caller, "session.end-others", old -> Optional.of(old.password()));
    }

    /**
     * Raises the caller's epoch and lets the session it calls by go on. {@code password} is the hash from now on;
     * empty when the user is not any more what the caller saw.
     */
    private Reply<Nothing> renew(Caller caller, String action, Renewal password) {
        return AuthStore.untilAlone(() -> {
            Optional<Found<State.User>> present = tools.store().user(caller.user());
            if (present.isEmpty()) {
                return new Reply.Denied<>(true, "This user was removed meanwhile.");
            }
            Found<State.User> found = present.get();
            Optional<String> hash = password.of(found.state());
            if (hash.isEmpty()) {
                return Reply.invalid("current", "The password was changed meanwhile.");
            }
            State.User next = found.state().password(hash.get(), laterEpoch(found.state()));
            List<Change> changes = new ArrayList<>();
            changes.add(write(found.key(), next).ifStamp(found.stamp()));
            Optional<Found<State.Session>> current = sessions.current(caller);
            current.ifPresent(session -> changes.add(
                    DeviceSessions.write(session.key(), session.state().epoch(next.epoch()))
                            .ifStamp(session.stamp())));
            tools.audit().write(changes, Audit.Event.of(caller, action, "", Audit.Outcome.OK), () -> {
                current.ifPresent(session -> tools.known().raised(session.key(), next.epoch()));
                tools.known().put(Account.of(found.key(), next));
            });
            tools.bus().publish(DeviceSessions.CHANNEL, found.key());
            return Reply.ok(Nothing.NOTHING);
        });
    }

    private long laterEpoch(State.User user) {
        return Math.max(tools.clock().millis(), user.epoch() + 1);
    }

    private static <T> Reply<T> taken() {
        return Reply.invalid("name", "Another user has this name.");
    }

    private static <T> Reply<T> alike() {
        return Reply.invalid("name", "This name looks like that of another user; take one that is told apart from it.");
    }

    /** The answer to the machine's owner before any user exists. */
    static <T> Reply<T> nobodyYet() {
        return Reply.invalid(
                "",
                "This node has no owner yet: open the set-up link, or run \"./aurora user add NAME --role owner\".");
    }

    private interface Renewal {
        Optional<String> of(State.User old);
    }
}
