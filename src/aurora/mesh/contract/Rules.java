package aurora.mesh.contract;

import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import java.time.Duration;
import java.util.Map;

/**
 * The rules of one row.
 *
 * @param least the role a caller needs; {@link Role#NONE} lets anybody in
 * @param scope what an API key needs
 * @param inPerson whether API keys are refused
 * @param bodyMax bytes of the request's body at most
 * @param patience how long the caller waits for the answer; for a stream: for its beginning
 * @param raw whether the body is not JSON and goes as text into the request's member {@code content}
 * @param cookies members of the request that are filled from cookies: member to the cookie's name
 * @param headers members of the request that are filled from headers: member to the header's name
 * @param says one sentence for the documentation
 */
public record Rules(
        Role least,
        Scope scope,
        boolean inPerson,
        int bodyMax,
        Duration patience,
        boolean raw,
        Map<String, String> cookies,
        Map<String, String> headers,
        String says) {

    /** 16 KiB: what a request's body may have when nothing else is said. */
    public static final int BODY = 16 << 10;

    private static Rules of(Role least, Scope scope, boolean inPerson, String says) {
        return new Rules(least, scope, inPerson, BODY, Duration.ofSeconds(10), false, Map.of(), Map.of(), says);
    }

    /** Anybody may call. */
    public static Rules anyone(String says) {
        return of(Role.NONE, Scope.ADMIN, false, says);
    }

    /** Any signed-in user may call, and keys with {@code scope}. */
    public static Rules member(Scope scope, String says) {
        return of(Role.MEMBER, scope, false, says);
    }

    /** Admins may call, and their keys with {@link Scope#ADMIN}. */
    public static Rules admin(String says) {
        return of(Role.ADMIN, Scope.ADMIN, false, says);
    }

    /** Users with {@code least} may call, keys may not. */
    public static Rules inPerson(Role least, String says) {
        return of(least, Scope.ADMIN, true, says);
    }

    /** The same with another limit of the body. */
    public Rules body(int bytes) {
        return new Rules(least, scope, inPerson, bytes, patience, raw, cookies, headers, says);
    }

    /** The same with another patience. */
    public Rules patience(Duration length) {
        return new Rules(least, scope, inPerson, bodyMax, length, raw, cookies, headers, says);
    }

    /** The same with a body that is text, not JSON. */
    public Rules rawBody(int bytes) {
        return new Rules(least, scope, inPerson, bytes, patience, true, cookies, headers, says);
    }

    /** The same with a member of the request filled from a cookie. */
    public Rules cookie(String member, String cookie) {
        return new Rules(least, scope, inPerson, bodyMax, patience, raw, Map.of(member, cookie), headers, says);
    }

    /** The same with a member of the request filled from a header. */
    public Rules header(String member, String header) {
        return new Rules(least, scope, inPerson, bodyMax, patience, raw, cookies, Map.of(member, header), says);
    }
}
