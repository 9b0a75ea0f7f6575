package aurora.auth;

import aurora.base.Ids;
import aurora.ground.crypto.Digests;
import aurora.ground.crypto.SecretFile;
import java.nio.file.Path;

/**
 * The credential of the machine's owner at the command line: a secret that each start of the node writes anew into a
 * file of the home which only its owner can read.
 */
final class LocalCredential {
    static final String PREFIX = "lo_";
    private static final int SECRET_BYTES = 32;

    private final String hash;

    LocalCredential(Path file, Ids ids) {
        String secret = PREFIX + ids.secret(SECRET_BYTES);
        SecretFile.replace(file, secret);
        this.hash = Digests.sha256Hex(secret);
    }

    boolean is(String presented) {
        return Digests.same(Digests.sha256Hex(presented), hash);
    }
}
