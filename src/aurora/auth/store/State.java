package aurora.auth.store;

import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import java.util.Locale;
import java.util.Set;

/** What auth keeps, one record per entity, stored as JSON. Times are milliseconds since 1970; 0: not (yet). */
public sealed interface State {

    /**
     * A person. {@code epoch}: sessions and tokens that began under an earlier one are dead; {@code password}: its
     * Argon2id hash.
     */
    record User(String name, Role role, boolean disabled, long created, long epoch, String password) implements State {
        /** The entity's name. */
        public static final String ENTITY = "user";

        /** The same with another password, and sessions from {@code newEpoch} on only. */
        public User password(String hash, long newEpoch) {
            return new User(name, role, disabled, created, newEpoch, hash);
        }

        @Override
        public String toString() {
            return "User[" + name + "]";
        }
    }

    /** Who has a name; the key is the name in lower case, so that two users cannot share it. */
    record UserName(String user) implements State {
        /** The entity's name. */
        public static final String ENTITY = "user_name";

        /** The key under which a name is unique. */
        public static String key(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    /** Who was the first owner; written once, so that two set-ups at once make one owner. */
    record FirstOwner(String user) implements State {
        /** The entity's name. */
        public static final String ENTITY = "auth_first";
        /** The only key. */
        public static final String KEY = "owner";
    }

    /**
     * A device that is signed in.
     *
     * @param epoch the user's when it signed in
     * @param generation how many refresh tokens came before the current one
     * @param rotated when the current one was first given
     * @param family the secret its refresh tokens are derived from, sealed for the node it began on
     */
    record Session(
            String user,
            String device,
            String address,
            long created,
            long lastUsed,
            long expires,
            long ended,
            long epoch,
            int generation,
            long rotated,
            String family)
            implements State {
        /** The entity's name. */
        public static final String ENTITY = "session";

        /** The same after its next refresh token was given to {@code from}. */
        public Session next(String from, long now) {
            return new Session(user, device, from, created, now, expires, ended, epoch, generation + 1, now, family);
        }

        /** The same, ended. */
        public Session end(long now) {
            return new Session(
                    user, device, address, created, lastUsed, expires, now, epoch, generation, rotated, family);
        }

        /** The same under a newer epoch of its user. */
        public Session epoch(long newer) {
            return new Session(
                    user, device, address, created, lastUsed, expires, ended, newer, generation, rotated, family);
        }

        @Override
        public String toString() {
            return "Session[" + user + " " + generation + "]";
        }
    }

    /** An API key: {@code hash} is the SHA-256 of the whole key, which has 256 random bits. */
    record ApiKey(String user, String name, Set<Scope> scopes, String hint, String hash, long created, long revoked)
            implements State {
        /** The entity's name. */
        public static final String ENTITY = "api_key";

        /** A key with its own set of scopes. */
        public ApiKey {
            scopes = Set.copyOf(scopes);
        }

        /** The same, revoked. */
        public ApiKey revoke(long now) {
            return new ApiKey(user, name, scopes, hint, hash, created, now);
        }

        @Override
        public String toString() {
            return "ApiKey[" + hint + "]";
        }
    }

    /** When a key was last used; apart from the key, so that noting it can never bring a revoked key back. */
    record ApiKeyUse(long lastUsed) implements State {
        /** The entity's name. */
        public static final String ENTITY = "api_key_use";
    }

    /** The latest checkpoint of a node's chain, signed; the key is the node. */
    record AuditCheckpoint(String signed) implements State {
        /** The entity's name. */
        public static final String ENTITY = "audit_checkpoint";
    }

    /**
     * What happened, and its place in the chain of its node.
     *
     * @param hash over everything else here and the hash of the entry before
     */
    record AuditEntry(
            String at,
            String action,
            String user,
            String subject,
            String address,
            String outcome,
            String request,
            String node,
            long number,
            String hash)
            implements State {
        /** The entity's name. */
        public static final String ENTITY = "audit";
    }
}
