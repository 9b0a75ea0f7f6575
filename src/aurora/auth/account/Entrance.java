package aurora.auth.account;

import aurora.auth.AuthApi.Arrival;
import aurora.auth.AuthApi.Me;
import aurora.auth.AuthApi.Refresh;
import aurora.auth.AuthApi.Setup;
import aurora.auth.AuthApi.SetupChecked;
import aurora.auth.AuthApi.SetupState;
import aurora.auth.AuthApi.SignIn;
import aurora.auth.AuthApi.SignedIn;
import aurora.auth.audit.Audit;
import aurora.auth.credential.Entries;
import aurora.auth.credential.Names;
import aurora.auth.credential.Passwords;
import aurora.auth.credential.SetupLink;
import aurora.auth.credential.Throttle;
import aurora.auth.store.Account;
import aurora.auth.store.AuthStore;
import aurora.auth.store.AuthStore.Found;
import aurora.auth.store.State;
import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.data.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Coming in: the first owner by the set-up link, everybody else by name and password. Thread-safe. */
public final class Entrance {
    private static final String SIGN_IN = "session.sign-in";
    private static final String SETUP = "owner.setup";

    /** What an unknown user's password is looked up under, so that it takes as long as a known one's. */
    private static final String NOBODY = "nobody";

    private final Tools tools;
    private final Entries entries;
    private final Passwords passwords;
    private final Throttle throttle;
    private final DeviceSessions sessions;
    private final SetupLink link;

    /** Lets in who proves who it is. */
    public Entrance(
            Tools tools,
            Entries entries,
            Passwords passwords,
            Throttle throttle,
            DeviceSessions sessions,
            SetupLink link) {
        this.tools = tools;
        this.entries = entries;
        this.passwords = passwords;
        this.throttle = throttle;
        this.sessions = sessions;
        this.link = link;
    }

    /** Whether the first owner is still to be made. */
    public Reply<SetupState> state() {
        return Reply.ok(new SetupState(tools.known().firstOwner().isEmpty(), tools.node()));
    }

    /** Who comes to the page. What a refresh token is worth only its use tells; here no look-up is made for it. */
    public Reply<Arrival> arrive(Caller caller, Refresh request) {
        Optional<Me> me = caller.kind() == Caller.Kind.SESSION
                ? Optional.of(new Me(caller.user(), caller.name(), caller.role(), tools.node()))
                : Optional.empty();
        boolean renewable = me.isEmpty() && sessions.isRenewable(request);
        return Reply.ok(new Arrival(me, renewable, tools.known().firstOwner().isEmpty(), tools.node()));
    }

    /** Whether that code makes the first owner. A wrong one counts as a try to do so. */
    public Reply<SetupChecked> check(Caller caller, String code) {
        if (tools.known().firstOwner().isPresent()) {
            return Reply.ok(new SetupChecked(false, false));
        }
        Optional<Duration> wait = throttle.take(Throttle.Action.SETUP, "", caller.address());
        if (wait.isPresent()) {
            return slow(wait.get());
        }
        if (!link.accepts(code)) {
            tools.audit().refused(Audit.Event.of(caller, SETUP, "", Audit.Outcome.DENIED));
            return Reply.ok(new SetupChecked(false, true));
        }
        throttle.succeeded(Throttle.Action.SETUP, "", caller.address());
        return Reply.ok(new SetupChecked(true, true));
    }

    /** Makes the first owner. */
    public Reply<SignedIn> setup(Caller caller, Setup request, Deadline deadline) {
        if (tools.known().firstOwner().isPresent()) {
            return ownerExists();
        }
        Optional<Duration> wait = throttle.take(Throttle.Action.SETUP, "", caller.address());
        if (wait.isPresent()) {
            return slow(wait.get());
        }
        if (!link.accepts(request.code())) {
            tools.audit().refused(Audit.Event.of(caller, SETUP, "", Audit.Outcome.DENIED));
            return new Reply.Denied<>(
                    false, "This set-up link is not valid any more; the node prints a new one each time it starts.");
        }
        return entries.newName("name", request.name())
                .then(name -> entries.newPassword("password", request.password(), name)
                        .then(good -> device(request.device())
                                .then(device -> passwords
                                        .hash(good, deadline)
                                        .then(hash -> firstOwner(caller, name, device, hash)))));
    }

    private Reply<SignedIn> firstOwner(Caller caller, String name, String device, String hash) {
        long now = tools.clock().millis();
        State.User state = new State.User(name, Role.OWNER, false, now, now, hash);
        Account owner = Account.of(tools.ids().next(), state);
        DeviceSessions.Begun session = sessions.begin(owner.id(), owner.epoch(), device, caller);
        List<Change> changes = new ArrayList<>(Accounts.newUser(owner.id(), state, true));
        changes.add(session.change());
        try {
            tools.audit()
                    .write(
                            changes,
                            new Audit.Event(SETUP, name, name, Audit.Outcome.OK, caller),
                            () -> tools.known().put(owner));
        } catch (DatabaseException raced) {
            if (raced.kind() != DatabaseException.Kind.CONFLICT) {
                throw raced;
            }
            return ownerExists();
        }
        throttle.succeeded(Throttle.Action.SETUP, "", caller.address());
        sessions.recognised(owner, session.id(), caller.address());
        return Reply.ok(sessions.begun(owner, session));
    }

    /** Signs in with name and password. */
    public Reply<SignedIn> signIn(Caller caller, SignIn request, Deadline deadline) {
        return entries.name("name", request.name())
                .then(name -> entries.password("password", request.password())
                        .then(password -> device(request.device())
                                .then(device -> signIn(caller, new Claim(name, password, device), deadline))));
    }

    private Reply<SignedIn> signIn(Caller caller, Claim claim, Deadline deadline) {
        Optional<Duration> wait = throttle.take(Throttle.Action.SIGN_IN, claim.name(), caller.address());
        if (wait.isPresent()) {
            return slow(wait.get());
        }
        String id = tools.known()
                .userNamed(claim.name())
                .or(() -> tools.known().userNamed(Names.plain(claim.name())))
                .map(Account::id)
                .orElse(NOBODY);
        Optional<Found<State.User>> found = tools.store().user(id);
        String stored = found.map(user -> user.state().password()).orElse(passwords.nobodys());
        return passwords.matches(claim.password(), stored, deadline).then(matches -> {
            if (!matches || found.isEmpty()) {
                // A name nobody has may be a password typed into the wrong field, so it is not kept.
                String who = found.map(user -> user.state().name()).orElse("unknown");
                tools.audit().refused(new Audit.Event(SIGN_IN, who, "", Audit.Outcome.DENIED, caller));
                return new Reply.Denied<>(true, "The name or the password is wrong.");
            }
            return proven(caller, claim, found.get(), deadline);
        });
    }

    private Reply<SignedIn> proven(Caller caller, Claim claim, Found<State.User> found, Deadline deadline) {
        throttle.succeeded(Throttle.Action.SIGN_IN, claim.name(), caller.address());
        Account user = Account.of(found.key(), found.state());
        if (user.disabled()) {
            tools.audit().refused(new Audit.Event(SIGN_IN, user.name(), "disabled", Audit.Outcome.DENIED, caller));
            return Reply.denied("This account is disabled; an owner or admin can enable it.");
        }
        if (passwords.isOutdated(found.state().password())) {
            passwords.hash(claim.password(), deadline).map(hash -> rehash(caller, found, hash));
        }
        return AuthStore.untilAlone(() -> {
            DeviceSessions.Begun session = sessions.begin(user.id(), user.epoch(), claim.device(), caller);
            List<Change> ended = sessions.room(user);
            List<Change> changes = new ArrayList<>(ended);
            changes.add(session.change());
            tools.audit()
                    .write(
                            changes,
                            new Audit.Event(SIGN_IN, user.name(), session.id(), Audit.Outcome.OK, caller),
                            () -> sessions.ended(ended));
            sessions.recognised(user, session.id(), caller.address());
            return Reply.ok(sessions.begun(user, session));
        });
    }

    /** The same password under today's parameters; if the user changes meanwhile, the next sign-in does it. */
    private boolean rehash(Caller caller, Found<State.User> found, String hash) {
        State.User next = found.state().password(hash, found.state().epoch());
        try {
            tools.audit()
                    .write(
                            List.of(Accounts.write(found.key(), next).ifStamp(found.stamp())),
                            new Audit.Event("password.rehash", next.name(), "", Audit.Outcome.OK, caller),
                            () -> {});
            return true;
        } catch (DatabaseException raced) {
            if (raced.kind() != DatabaseException.Kind.CONFLICT) {
                throw raced;
            }
            return false;
        }
    }

    private Reply<String> device(Optional<String> named) {
        return entries.label("device", named.orElse("unnamed device"));
    }

    private static <T> Reply<T> slow(Duration wait) {
        return new Reply.Busy<>(wait, "Too many tries; wait a moment and try again.");
    }

    private static <T> Reply<T> ownerExists() {
        return Reply.denied("An owner exists already; sign in.");
    }

    /** Who somebody claims to be. */
    private record Claim(String name, String password, String device) {
        @Override
        public String toString() {
            return "Claim[" + name + "]";
        }
    }
}
