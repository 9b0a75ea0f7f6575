package aurora.auth;

import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.mesh.contract.Nothing;
import aurora.mesh.contract.SetsCookies;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may come in. Every method checks the caller itself. */
public interface AuthApi {
    /** Plain name of the cookie with the access token. */
    String ACCESS_COOKIE = "aurora";

    /** Plain name of the cookie with the refresh token; sent to {@code /api/auth/} only. */
    String REFRESH_COOKIE = "aurora_refresh";

    /** The header with the proof of a session, without which neither of its tokens is worth anything. */
    String PROOF_HEADER = "Aurora-Proof";

    /**
     * Who presents this token, an access token or an API key. Fast: no I/O. {@code Denied} when it is not valid (any
     * more).
     */
    Reply<Caller> identify(Presented presented);

    /** Whether the first owner is still to be made. */
    Reply<SetupState> setupState(Caller caller, Nothing request, Deadline deadline);

    /** Who comes to the page; tells it with a plain answer, signed in or not. */
    Reply<Arrival> arrive(Caller caller, Refresh request, Deadline deadline);

    /** Whether the code of a set-up link works, before a form is filled in. Slowed down like {@link #setup}. */
    Reply<SetupChecked> checkSetup(Caller caller, SetupCheck request, Deadline deadline);

    /** Makes the first owner by the code of the one-time set-up link, and signs in. */
    Reply<SignedIn> setup(Caller caller, Setup request, Deadline deadline);

    /** Signs in with name and password. */
    Reply<SignedIn> signIn(Caller caller, SignIn request, Deadline deadline);

    /** A new pair of tokens for a refresh token. */
    Reply<SignedIn> refresh(Caller caller, Refresh request, Deadline deadline);

    /** Ends the caller's session. */
    Reply<SignedOut> signOut(Caller caller, Nothing request, Deadline deadline);

    /** Who the caller is. */
    Reply<Me> me(Caller caller, Nothing request, Deadline deadline);

    /** The caller's sessions, newest first. */
    Reply<Sessions> sessions(Caller caller, Nothing request, Deadline deadline);

    /** Ends one of the caller's sessions. */
    Reply<Nothing> endSession(Caller caller, SessionId request, Deadline deadline);

    /** Ends all of the caller's sessions but the one that calls. */
    Reply<Nothing> endOtherSessions(Caller caller, Nothing request, Deadline deadline);

    /** Changes the caller's password; ends its other sessions. */
    Reply<Nothing> changePassword(Caller caller, ChangePassword request, Deadline deadline);

    /** The caller's API keys; all users' for admins with {@code all}. */
    Reply<Keys> keys(Caller caller, ListKeys request, Deadline deadline);

    /** Makes an API key; the only time its secret is told. */
    Reply<NewKey> addKey(Caller caller, AddKey request, Deadline deadline);

    /** Revokes an API key by its id, or by its name when only one of the caller's has it. */
    Reply<Nothing> revokeKey(Caller caller, KeyId request, Deadline deadline);

    /** All users. */
    Reply<Users> users(Caller caller, Nothing request, Deadline deadline);

    /** Makes a user. Only an owner makes owners and admins. */
    Reply<User> addUser(Caller caller, AddUser request, Deadline deadline);

    /** Changes a user's role, or disables it and ends its sessions. The last owner stays. */
    Reply<User> changeUser(Caller caller, ChangeUser request, Deadline deadline);

    /** Removes a user, its sessions and its keys; the name may be taken again. The last owner stays. */
    Reply<Nothing> removeUser(Caller caller, UserId request, Deadline deadline);

    /** What happened, newest first. */
    Reply<AuditPage> audit(Caller caller, AuditQuery request, Deadline deadline);

    /** Follows this node's audit trail from end to end, and tells whether it is what was written. */
    Reply<AuditCheck> checkAudit(Caller caller, Nothing request, Deadline deadline);

    /** A credential as presented; a session's needs {@code proof}, others do not. */
    record Presented(String token, Optional<String> proof, String address, String request) {
        @Override
        public String toString() {
            return "Presented[" + address + " " + request + "]";
        }
    }

    /** {@code needed}: no owner exists yet; {@code node}: this node's name. */
    record SetupState(boolean needed, String node) {}

    /**
     * Who came.
     *
     * @param me absent without a session that lives
     * @param renewable the session may go on by its refresh token
     * @param setupNeeded no owner exists yet
     */
    record Arrival(Optional<Me> me, boolean renewable, boolean setupNeeded, String node) {}

    /** The code of a set-up link. */
    record SetupCheck(String code) {
        @Override
        public String toString() {
            return "SetupCheck[]";
        }
    }

    /** {@code valid}: an owner can be made by that code; {@code needed}: no owner exists yet. */
    record SetupChecked(boolean valid, boolean needed) {}

    /** {@code code} is the one in the set-up link; {@code device} as for {@link SignIn}. */
    record Setup(String code, String name, String password, Optional<String> device) {
        @Override
        public String toString() {
            return "Setup[" + name + "]";
        }
    }

    /** Name and password; {@code device} is how the session is called in the list, such as the browser. */
    record SignIn(String name, String password, Optional<String> device) {
        @Override
        public String toString() {
            return "SignIn[" + name + "]";
        }
    }

    /** The refresh token, taken from the cookie, and the session's proof, from {@link #PROOF_HEADER}. */
    record Refresh(Optional<String> token, Optional<String> proof) {
        @Override
        public String toString() {
            return "Refresh[]";
        }
    }

    /**
     * A session has begun or goes on; the tokens travel in cookies only, the proof never does.
     *
     * @param proof what the page must send in {@link #PROOF_HEADER} from now on; told once, when the session begins
     */
    record SignedIn(
            Me me,
            Instant expires,
            Optional<String> proof,
            @JsonIgnore String access,
            @JsonIgnore String refresh,
            @JsonIgnore Duration accessLife,
            @JsonIgnore Duration refreshLife)
            implements SetsCookies {
        @Override
        public List<Cookie> cookies() {
            return List.of(
                    new Cookie(ACCESS_COOKIE, access, "/", accessLife),
                    new Cookie(REFRESH_COOKIE, refresh, "/api/auth/", refreshLife));
        }

        @Override
        public String toString() {
            return "SignedIn[" + me.name() + "]";
        }
    }

    /** The session is over and its cookies are removed. */
    record SignedOut() implements SetsCookies {
        @Override
        public List<Cookie> cookies() {
            return List.of(
                    new Cookie(ACCESS_COOKIE, "", "/", Duration.ZERO),
                    new Cookie(REFRESH_COOKIE, "", "/api/auth/", Duration.ZERO));
        }
    }

    /** The user a caller acts for. */
    record Me(String id, String name, Role role, String node) {}

    /** The caller's sessions. */
    record Sessions(List<Session> sessions) {}

    /** A device that is signed in. {@code current}: the one that asks. */
    record Session(
            String id,
            String device,
            String address,
            Instant created,
            Instant lastUsed,
            Instant expires,
            boolean current) {}

    /** Names a session. */
    record SessionId(String session) {}

    /** Both passwords in the clear, once. */
    record ChangePassword(String current, String next) {
        @Override
        public String toString() {
            return "ChangePassword[]";
        }
    }

    /** {@code all}: of every user, for admins. */
    record ListKeys(Optional<Boolean> all) {}

    /** API keys without their secrets. */
    record Keys(List<Key> keys) {}

    /** An API key; {@code hint} is its beginning, {@code lastUsed} is exact to the minute. */
    record Key(
            String id,
            String name,
            String user,
            Set<Scope> scopes,
            String hint,
            Instant created,
            Optional<Instant> lastUsed) {}

    /**
     * {@code scopes} absent: models, which is what OpenAI clients need. {@code user} absent: the caller; another one's
     * name needs an admin.
     */
    record AddKey(String name, Optional<Set<Scope>> scopes, Optional<String> user) {}

    /** The key and its secret, told once. */
    record NewKey(Key key, String secret) {
        @Override
        public String toString() {
            return "NewKey[" + key + "]";
        }
    }

    /** Id or name of an API key. */
    record KeyId(String key) {}

    /** All users. */
    record Users(List<User> users) {}

    /** A user. */
    record User(String id, String name, Role role, boolean disabled, Instant created) {}

    /** {@code role} absent: member. */
    record AddUser(String name, String password, Optional<Role> role) {
        @Override
        public String toString() {
            return "AddUser[" + name + "]";
        }
    }

    /** Absent members stay as they are. {@code user} is an id or a name. */
    record ChangeUser(String user, Optional<Role> role, Optional<Boolean> disabled, Optional<String> password) {
        @Override
        public String toString() {
            return "ChangeUser[" + user + "]";
        }
    }

    /** Id or name of a user. */
    record UserId(String user) {}

    /** {@code before}: entries older than that id; {@code limit} 1 to 200, else 50. */
    record AuditQuery(Optional<String> before, Optional<Integer> limit) {}

    /** Entries, newest first; {@code more} when older ones exist. */
    record AuditPage(List<AuditEntry> entries, boolean more) {}

    /**
     * Whether the audit trail is what was written.
     *
     * @param entries how many are
     * @param broken the id of the first that is not; absent when none or unknown
     * @param says the same for people
     */
    record AuditCheck(boolean whole, long entries, Optional<String> broken, String says) {}

    /** One thing that happened. {@code outcome}: ok, denied, failed. */
    record AuditEntry(
            String id,
            Instant at,
            String action,
            String user,
            String subject,
            String address,
            String outcome,
            String request) {}
}
