package aurora.auth;

import aurora.auth.account.Accounts;
import aurora.auth.account.ApiKeys;
import aurora.auth.account.DeviceSessions;
import aurora.auth.account.Entrance;
import aurora.auth.account.Removal;
import aurora.auth.account.SessionProof;
import aurora.auth.account.Tools;
import aurora.auth.audit.Checkpoints;
import aurora.auth.audit.Trail;
import aurora.auth.credential.LocalCredential;
import aurora.auth.credential.Tokens;
import aurora.auth.store.Account;
import aurora.auth.store.AuthStore.KeyRow;
import aurora.auth.store.Known;
import aurora.base.Caller;
import aurora.base.Caller.Kind;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.mesh.contract.Nothing;
import java.util.Optional;
import java.util.Set;

/** Auth: checks the caller, then hands over to the part that knows. Thread-safe. */
final class AuthService implements AuthApi {
    private static final Reply<Caller> NOT_VALID =
            new Reply.Denied<>(true, "This token or key is not valid, or not any more.");

    private final Tools tools;
    private final Tokens tokens;
    private final LocalCredential local;
    private final Entrance entrance;
    private final DeviceSessions sessions;
    private final SessionProof proof;
    private final Accounts accounts;
    private final Removal removal;
    private final ApiKeys keys;
    private final Trail trail;
    private final Checkpoints checkpoints;

    AuthService(Tools tools, Tokens tokens, LocalCredential local, Parts parts) {
        this.tools = tools;
        this.tokens = tokens;
        this.local = local;
        this.entrance = parts.entrance();
        this.sessions = parts.sessions();
        this.proof = parts.proof();
        this.accounts = parts.accounts();
        this.removal = parts.removal();
        this.keys = parts.keys();
        this.trail = parts.trail();
        this.checkpoints = parts.checkpoints();
    }

    /** Those that do the work. */
    record Parts(
            Entrance entrance,
            DeviceSessions sessions,
            SessionProof proof,
            Accounts accounts,
            Removal removal,
            ApiKeys keys,
            Trail trail,
            Checkpoints checkpoints) {}

    @Override
    public Reply<Caller> identify(Presented presented) {
        String token = presented.token();
        Optional<Reply<Caller>> caller;
        if (token.startsWith(ApiKeys.PREFIX)) {
            caller = keys.find(token).flatMap(key -> byKey(key, presented)).map(Reply::ok);
        } else if (token.startsWith(LocalCredential.PREFIX)) {
            caller = token.length() <= 100 && local.is(token)
                    ? Optional.of(Reply.ok(atTheMachine(presented)))
                    : Optional.empty();
        } else {
            caller = tokens.verify(token).flatMap(claims -> bySession(claims, presented));
        }
        return caller.orElse(NOT_VALID);
    }

    /** However the token travels: who was sent a session's cookie could present it in another way. */
    private Optional<Reply<Caller>> bySession(Tokens.Claims claims, Presented presented) {
        Known.Ticket ticket = new Known.Ticket(claims.session(), claims.epoch(), claims.issued());
        return tools.known()
                .user(claims.user())
                .filter(user -> !user.disabled() && tools.known().holds(ticket, user))
                .map(user -> proof.holds(claims.session(), presented.proof())
                        ? Reply.ok(caller(Kind.SESSION, user, Set.of(), claims.session(), presented))
                        : SessionProof.missing());
    }

    private Optional<Caller> byKey(KeyRow key, Presented presented) {
        return tools.known()
                .user(key.user())
                .filter(user -> !user.disabled())
                .map(user -> caller(Kind.KEY, user, key.scopes(), key.id(), presented));
    }

    private Caller atTheMachine(Presented presented) {
        return tools.known()
                .firstOwner()
                .map(owner -> caller(Kind.LOCAL, owner, Set.of(), "", presented))
                .orElseGet(() -> new Caller(
                        Kind.LOCAL, "", "", Role.OWNER, Set.of(), "", presented.address(), presented.request()));
    }

    private static Caller caller(Kind kind, Account user, Set<Scope> scopes, String credential, Presented presented) {
        return new Caller(
                kind,
                user.id(),
                user.name(),
                user.role(),
                scopes,
                credential,
                presented.address(),
                presented.request());
    }

    @Override
    public Reply<SetupState> setupState(Caller caller, Nothing request, Deadline deadline) {
        return entrance.state();
    }

    @Override
    public Reply<Arrival> arrive(Caller caller, Refresh request, Deadline deadline) {
        return entrance.arrive(caller, request);
    }

    @Override
    public Reply<SetupChecked> checkSetup(Caller caller, SetupCheck request, Deadline deadline) {
        return entrance.check(caller, request.code());
    }

    @Override
    public Reply<SignedIn> setup(Caller caller, Setup request, Deadline deadline) {
        return entrance.setup(caller, request, deadline);
    }

    @Override
    public Reply<SignedIn> signIn(Caller caller, SignIn request, Deadline deadline) {
        return entrance.signIn(caller, request, deadline);
    }

    @Override
    public Reply<SignedIn> refresh(Caller caller, Refresh request, Deadline deadline) {
        return sessions.refresh(caller, request);
    }

    @Override
    public Reply<SignedOut> signOut(Caller caller, Nothing request, Deadline deadline) {
        return caller.mayInPerson(Role.MEMBER, () -> sessions.signOut(caller));
    }

    @Override
    public Reply<Me> me(Caller caller, Nothing request, Deadline deadline) {
        return caller.may(
                Role.MEMBER,
                Scope.MODELS,
                () -> Reply.ok(new Me(caller.user(), caller.name(), caller.role(), tools.node())));
    }

    @Override
    public Reply<AuthApi.Sessions> sessions(Caller caller, Nothing request, Deadline deadline) {
        return caller.mayInPerson(Role.MEMBER, () -> sessions.list(caller));
    }

    @Override
    public Reply<Nothing> endSession(Caller caller, SessionId request, Deadline deadline) {
        return caller.mayInPerson(Role.MEMBER, () -> sessions.end(caller, request.session()));
    }

    @Override
    public Reply<Nothing> endOtherSessions(Caller caller, Nothing request, Deadline deadline) {
        return caller.mayInPerson(Role.MEMBER, () -> accounts.endOtherSessions(caller));
    }

    @Override
    public Reply<Nothing> changePassword(Caller caller, ChangePassword request, Deadline deadline) {
        return caller.mayInPerson(Role.MEMBER, () -> accounts.changePassword(caller, request, deadline));
    }

    @Override
    public Reply<Keys> keys(Caller caller, ListKeys request, Deadline deadline) {
        return caller.mayInPerson(
                Role.MEMBER, () -> keys.list(caller, request.all().orElse(false)));
    }

    @Override
    public Reply<NewKey> addKey(Caller caller, AddKey request, Deadline deadline) {
        return caller.mayInPerson(Role.MEMBER, () -> keys.add(caller, request));
    }

    @Override
    public Reply<Nothing> revokeKey(Caller caller, KeyId request, Deadline deadline) {
        return caller.mayInPerson(Role.MEMBER, () -> keys.revoke(caller, request.key()));
    }

    @Override
    public Reply<Users> users(Caller caller, Nothing request, Deadline deadline) {
        return caller.may(Role.ADMIN, Scope.ADMIN, accounts::list);
    }

    @Override
    public Reply<User> addUser(Caller caller, AddUser request, Deadline deadline) {
        return caller.mayInPerson(Role.ADMIN, () -> accounts.add(caller, request, deadline));
    }

    @Override
    public Reply<User> changeUser(Caller caller, ChangeUser request, Deadline deadline) {
        return caller.mayInPerson(Role.ADMIN, () -> accounts.change(caller, request, deadline));
    }

    @Override
    public Reply<Nothing> removeUser(Caller caller, UserId request, Deadline deadline) {
        return caller.mayInPerson(Role.OWNER, () -> removal.remove(caller, request.user()));
    }

    @Override
    public Reply<AuditPage> audit(Caller caller, AuditQuery request, Deadline deadline) {
        return caller.may(Role.ADMIN, Scope.ADMIN, () -> trail.list(request));
    }

    @Override
    public Reply<AuditCheck> checkAudit(Caller caller, Nothing request, Deadline deadline) {
        return caller.may(Role.ADMIN, Scope.ADMIN, () -> checkpoints.examine(deadline));
    }
}
