package aurora.base;

import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who calls a service, as verified by auth: a person with a session, an API key acting for its user, the machine's
 * owner at the command line, or nobody yet.
 *
 * @param kind how the caller proved itself
 * @param user id of the user it acts for; empty for {@link Kind#NOBODY}
 * @param name the user's sign-in name; empty for {@link Kind#NOBODY}
 * @param role what the user may do
 * @param scopes what an API key may do; ignored for other kinds
 * @param credential id of the session or the API key; empty otherwise
 * @param address where the call came from, for throttling and audit
 * @param request id of the request, the same in every log line it causes
 */
public record Caller(
        Kind kind,
        String user,
        String name,
        Role role,
        Set<Scope> scopes,
        String credential,
        String address,
        String request) {

    /** How a caller proved itself. */
    public enum Kind {
        NOBODY,
        SESSION,
        KEY,
        LOCAL
    }

    /** Roles, each allowed all that those before it are. */
    public enum Role {
        NONE,
        MEMBER,
        ADMIN,
        OWNER
    }

    /** What an API key may be used for. */
    public enum Scope {
        /** List models and ask them. */
        MODELS,
        /** Read and write the user's conversations. */
        CHAT,
        /** Everything the user's role allows, sessions and passwords excepted. */
        ADMIN
    }

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** A caller that has not proved who it is. */
    public static Caller nobody(String address, String request) {
        return new Caller(Kind.NOBODY, "", "", Role.NONE, Set.of(), "", address, request);
    }

    /** Whether this caller's role is {@code least} or more. */
    public boolean atLeast(Role least) {
        return role.compareTo(least) >= 0;
    }

    /** Whether this is a key without {@code scope}; a key with {@link Scope#ADMIN} lacks nothing. */
    public boolean lacks(Scope scope) {
        return kind == Kind.KEY && !scopes.contains(scope) && !scopes.contains(Scope.ADMIN);
    }

    /** Whether what concerns everybody is shown to this caller: an admin or owner, and no key for less than that. */
    public boolean administers() {
        return atLeast(Role.ADMIN) && !lacks(Scope.ADMIN);
    }

    /**
     * Does {@code work} when this caller's role is {@code least} or more and, if it is a key, the key has {@code
     * scope}; else answers {@code Denied}. Services begin each method with it.
     */
    public <T> Reply<T> may(Role least, Scope scope, Supplier<Reply<T>> work) {
        if (!atLeast(least)) {
            return kind == Kind.NOBODY
                    ? new Reply.Denied<>(true, "Sign in first.")
                    : Reply.denied("This needs the role " + least.name().toLowerCase(Locale.ROOT) + ".");
        }
        if (lacks(scope)) {
            return Reply.denied("This API key lacks the scope " + scope.name().toLowerCase(Locale.ROOT) + ".");
        }
        return work.get();
    }

    /** As {@link #may}, for what no API key may do at all: passwords, sessions, keys. */
    public <T> Reply<T> mayInPerson(Role least, Supplier<Reply<T>> work) {
        return kind == Kind.KEY ? Reply.denied("An API key may not do this; sign in.") : may(least, Scope.ADMIN, work);
    }
}
