package aurora.auth.credential;

import aurora.base.Ids;
import aurora.ground.crypto.Digests;
import aurora.ground.crypto.SecretFile;
import java.nio.file.Path;

/**
 * The credential of the machine's owner at the command line: a secret that each start of the node writes anew into a
 * file of the home which only its owner can read.
 */
public final class LocalCredential {
    /** How it begins. */
    public static final String PREFIX = "lo_";

    private static final int SECRET_BYTES = 32;

    private final String hash;

    /** Writes a new one into {@code file}. */
    public LocalCredential(Path file, Ids ids) {
        String secret = PREFIX + ids.secret(SECRET_BYTES);
        SecretFile.replace(file, secret);
        this.hash = Digests.sha256Hex(secret);
    }

    /** Whether {@code presented} is it. */
    public boolean is(String presented) {
        return Digests.same(Digests.sha256Hex(presented), hash);
    }
}
