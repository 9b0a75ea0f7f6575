package aurora.auth;

import static aurora.mesh.contract.Verb.DELETE;
import static aurora.mesh.contract.Verb.GET;
import static aurora.mesh.contract.Verb.PATCH;
import static aurora.mesh.contract.Verb.POST;

import aurora.auth.AuthApi.*;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.mesh.contract.Contract;
import aurora.mesh.contract.Nothing;
import aurora.mesh.contract.Rules;
import java.time.Duration;

/** Auth as HTTP sees it. */
public final class AuthContract {
    /** Password hashing queues, so signing in may wait longer than other calls. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Following a long audit trail takes time. */
    private static final Duration CHECK = Duration.ofSeconds(25);

    /** The table. */
    // spotless:off
    public static final Contract<AuthApi> TABLE = Contract.of("auth", AuthApi.class)
            .row(GET, "/api/auth/setup", Nothing.class, SetupState.class, AuthApi::setupState,
                    Rules.anyone("Tells whether the first owner is still to be made."))
            .row(GET, "/api/auth/arrival", Refresh.class, Arrival.class, AuthApi::arrive,
                    Rules.anyone("Tells who comes to the page, signed in or not; never 401.")
                            .cookie("token", AuthApi.REFRESH_COOKIE)
                            .header("proof", AuthApi.PROOF_HEADER))
            .row(POST, "/api/auth/setup/check", SetupCheck.class, SetupChecked.class, AuthApi::checkSetup,
                    Rules.anyone("Tells whether a set-up link still works; slowed down like the set-up itself."))
            .row(POST, "/api/auth/setup", Setup.class, SignedIn.class, AuthApi::setup,
                    Rules.anyone("Makes the first owner by the one-time set-up code, and signs in.").patience(PATIENCE))
            .row(POST, "/api/auth/sign-in", SignIn.class, SignedIn.class, AuthApi::signIn,
                    Rules.anyone("Signs in with name and password; the tokens come as cookies, their proof does not.")
                            .patience(PATIENCE))
            .row(POST, "/api/auth/refresh", Refresh.class, SignedIn.class, AuthApi::refresh,
                    Rules.anyone("Goes on with a session by its refresh cookie.")
                            .cookie("token", AuthApi.REFRESH_COOKIE)
                            .header("proof", AuthApi.PROOF_HEADER))
            .row(POST, "/api/auth/sign-out", Nothing.class, SignedOut.class, AuthApi::signOut,
                    Rules.inPerson(Role.MEMBER, "Ends the session."))
            .row(GET, "/api/auth/me", Nothing.class, Me.class, AuthApi::me,
                    Rules.member(Scope.MODELS, "Tells who is calling."))
            .row(GET, "/api/auth/sessions", Nothing.class, Sessions.class, AuthApi::sessions,
                    Rules.inPerson(Role.MEMBER, "Lists the caller's sessions."))
            .row(DELETE, "/api/auth/sessions/{session}", SessionId.class, Nothing.class, AuthApi::endSession,
                    Rules.inPerson(Role.MEMBER, "Ends one of the caller's sessions."))
            .row(POST, "/api/auth/sessions/end-others", Nothing.class, Nothing.class, AuthApi::endOtherSessions,
                    Rules.inPerson(Role.MEMBER, "Ends all of the caller's other sessions."))
            .row(POST, "/api/auth/password", ChangePassword.class, Nothing.class, AuthApi::changePassword,
                    Rules.inPerson(Role.MEMBER, "Changes the caller's password and ends its other sessions.")
                            .patience(PATIENCE))
            .row(GET, "/api/auth/keys", ListKeys.class, Keys.class, AuthApi::keys,
                    Rules.inPerson(Role.MEMBER, "Lists API keys."))
            .row(POST, "/api/auth/keys", AddKey.class, NewKey.class, AuthApi::addKey,
                    Rules.inPerson(Role.MEMBER, "Makes an API key and tells its secret, once."))
            .row(DELETE, "/api/auth/keys/{key}", KeyId.class, Nothing.class, AuthApi::revokeKey,
                    Rules.inPerson(Role.MEMBER, "Revokes an API key."))
            .row(GET, "/api/auth/users", Nothing.class, Users.class, AuthApi::users,
                    Rules.admin("Lists the users."))
            .row(POST, "/api/auth/users", AddUser.class, User.class, AuthApi::addUser,
                    Rules.inPerson(Role.ADMIN, "Makes a user.").patience(PATIENCE))
            .row(PATCH, "/api/auth/users/{user}", ChangeUser.class, User.class, AuthApi::changeUser,
                    Rules.inPerson(Role.ADMIN, "Changes a user's role or password, or disables it.").patience(PATIENCE))
            .row(DELETE, "/api/auth/users/{user}", UserId.class, Nothing.class, AuthApi::removeUser,
                    Rules.inPerson(Role.OWNER, "Removes a user, its sessions and keys; its conversations stay unseen."))
            .row(GET, "/api/auth/audit", AuditQuery.class, AuditPage.class, AuthApi::audit,
                    Rules.admin("Lists what happened, newest first."))
            .row(GET, "/api/auth/audit/check", Nothing.class, AuditCheck.class, AuthApi::checkAudit,
                    Rules.admin("Tells whether the audit trail is what was written.").patience(CHECK))
            .done();
    // spotless:on

    private AuthContract() {}
}
