package aurora.auth;

import aurora.auth.AuthStore.KeyRow;
import aurora.base.Caller;
import aurora.base.Caller.Kind;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.mesh.contract.Nothing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Auth: checks the caller, then hands over to the part that knows. Thread-safe. */
final class AuthService implements AuthApi {
    private static final int AUDIT_STANDARD = 50;
    private static final int AUDIT_MAX = 200;
    private static final Pattern AUDIT_ID = Pattern.compile("[0-9a-f]{12}-[0-9]{10,19}-[^\\p{Cntrl}]{1,100}");
    private static final Reply<Caller> NOT_VALID =
            new Reply.Denied<>(true, "This token or key is not valid, or not any more.");

    private final Tools tools;
    private final Tokens tokens;
    private final LocalCredential local;
    private final Entrance entrance;
    private final DeviceSessions sessions;
    private final Accounts accounts;
    private final ApiKeys keys;

    AuthService(Tools tools, Tokens tokens, LocalCredential local, Parts parts) {
        this.tools = tools;
        this.tokens = tokens;
        this.local = local;
        this.entrance = parts.entrance();
        this.sessions = parts.sessions();
        this.accounts = parts.accounts();
        this.keys = parts.keys();
    }

    /** Those that do the work. */
    record Parts(Entrance entrance, DeviceSessions sessions, Accounts accounts, ApiKeys keys) {}

    @Override
    public Reply<Caller> identify(Presented presented) {
        String token = presented.token();
        Optional<Caller> caller;
        if (token.startsWith(ApiKeys.PREFIX)) {
            caller = keys.find(token).flatMap(key -> byKey(key, presented));
        } else if (token.startsWith(LocalCredential.PREFIX)) {
            caller = token.length() <= 100 && local.is(token) ? Optional.of(atTheMachine(presented)) : Optional.empty();
        } else {
            caller = tokens.verify(token).flatMap(claims -> bySession(claims, presented));
        }
        return caller.map(Reply::ok).orElse(NOT_VALID);
    }

    private Optional<Caller> bySession(Tokens.Claims claims, Presented presented) {
        return tools.known()
                .user(claims.user())
                .filter(user -> !user.disabled() && tools.known().holds(claims, user))
                .map(user -> caller(Kind.SESSION, user, Set.of(), claims.session(), presented));
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
    public Reply<SignedIn> setup(Caller caller, Setup request, Deadline deadline) {
        return entrance.setup(caller, request, deadline);
    }

    @Override
    public Reply<SignedIn> signIn(Caller caller, SignIn request, Deadline deadline) {
        return entrance.signIn(caller, request, deadline);
    }

    @Override
    public Reply<SignedIn> refresh(Caller caller, Refresh request, Deadline deadline) {
        return sessions.refresh(caller, request.token());
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
    public Reply<AuditPage> audit(Caller caller, AuditQuery request, Deadline deadline) {
        return caller.may(Role.ADMIN, Scope.ADMIN, () -> audit(request));
    }

    private Reply<AuditPage> audit(AuditQuery request) {
        int limit = request.limit().orElse(AUDIT_STANDARD);
        if (limit < 1 || limit > AUDIT_MAX) {
            return Reply.invalid("limit", "The limit is 1 to " + AUDIT_MAX + ".");
        }
        if (request.before().isPresent()
                && !AUDIT_ID.matcher(request.before().get()).matches()) {
            return Reply.invalid("before", "This is not the id of an audit entry.");
        }
        List<Audit.Numbered> found = tools.store().audit(request.before(), limit + 1);
        List<AuditEntry> entries = found.stream()
                .limit(limit)
                .map(entry -> entry.entry().shown(entry.id()))
                .toList();
        return Reply.ok(new AuditPage(entries, found.size() > limit));
    }
}
