package aurora.auth.credential;

import aurora.base.Ids;
import aurora.ground.crypto.Digests;

/**
 * The code of the set-up link, by which the first owner is made. It is written down nowhere: it works until an owner
 * exists or the node starts anew. That it makes one owner only, also when two use it at once, is the data's
 * doing.
 */
public final class SetupLink {
    private static final int CODE_BYTES = 24;

    private final String code;

    /** A new code. */
    public SetupLink(Ids ids) {
        this.code = ids.secret(CODE_BYTES);
    }

    /** The code. */
    public String code() {
        return code;
    }

    /** Whether {@code presented} is the code. */
    public boolean accepts(String presented) {
        return Digests.same(Digests.sha256Hex(presented), Digests.sha256Hex(code));
    }
}
