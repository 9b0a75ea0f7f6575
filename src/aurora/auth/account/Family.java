package aurora.auth.account;

import aurora.auth.store.State;
import java.time.Duration;

/**
 * What becomes of a session when a genuine refresh token of it is presented (RFC 9700, section 4.14.2). Each token
 * works once; its predecessor works for 30 s more while the current one is unused, and yields the current one again,
 * because an answer may be lost on its way; anything older means that somebody copied a token.
 */
final class Family {
    /** How long the predecessor of the current token still works. */
    static final Duration PREDECESSOR = Duration.ofSeconds(30);

    private Family() {}

    /** What to do. */
    sealed interface Step {}

    /** Give the next token, and remember {@code next}. */
    record Rotate(State.Session next) implements Step {}

    /** Give the current token again. */
    record Repeat() implements Step {}

    /** End the session: an old token came back. */
    record Stolen() implements Step {}

    /** The session is over. */
    record Over() implements Step {}

    /** Decides about the token of {@code generation}, which came from {@code address}. */
    static Step step(State.Session session, int generation, String address, Moment at) {
        if (!alive(session, at)) {
            return new Over();
        }
        if (generation == session.generation()) {
            return new Rotate(session.next(address, at.now()));
        }
        boolean recent = at.now() - session.rotated() <= PREDECESSOR.toMillis();
        return generation == session.generation() - 1 && recent ? new Repeat() : new Stolen();
    }

    /** Whether the session goes on at that moment. */
    static boolean alive(State.Session session, Moment at) {
        return session.ended() == 0
                && at.now() < session.expires()
                && at.now() - session.lastUsed() <= at.idle().toMillis()
                && session.epoch() >= at.userEpoch();
    }

    /**
     * What the decision depends on besides the session.
     *
     * @param now milliseconds since 1970
     * @param idle how long a session may stay unused
     * @param userEpoch the user's epoch
     */
    record Moment(long now, Duration idle, long userEpoch) {}
}
