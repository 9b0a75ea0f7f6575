package aurora.auth.account;

import aurora.base.Reply;
import aurora.ground.crypto.Digests;
import aurora.ground.crypto.Seal;
import java.util.Optional;

/**
 * What a page shows besides its cookies. Browsers keep no cookies apart by port, so whatever listens at another port of
 * the same name is sent them; the proof lies where the page's origin alone reads it, and travels in a header that other
 * origins cannot set. It is derived from the session's id under a key of this node, and the same while the session
 * lasts. Checking it needs no look-up, so whoever has the cookies alone neither uses nor burns a refresh token, nor
 * stands in the session's line. Thread-safe.
 */
public final class SessionProof {
    private static final int LENGTH_MAX = 100;

    private final String key;

    /** Proofs under a key of {@code seal}. */
    public SessionProof(Seal seal) {
        this.key = seal.derived("session proof");
    }

    /** The proof of the session of that id. */
    public String of(String session) {
        return Digests.hmacBase64Url(key, session);
    }

    /** Whether {@code shown} is the proof of that session. */
    public boolean holds(String session, Optional<String> shown) {
        return shown.filter(text -> text.length() <= LENGTH_MAX)
                .filter(text -> Digests.same(text, of(session)))
                .isPresent();
    }

    /** What is told to whoever has a session's token without its proof; the session goes on. */
    public static <T> Reply<T> missing() {
        return new Reply.Denied<>(true, "This page holds no proof of its session: sign in once more.");
    }
}
