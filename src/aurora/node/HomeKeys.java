package aurora.node;

import aurora.auth.Auth;
import aurora.ground.log.Log;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The keys in the home that what is stored depends on. A missing one is made anew, which a person has to know. */
final class HomeKeys {
    /** Name of the file that holds the key that seals secrets in the database. */
    static final String SEAL = "seal.key";

    private static final Log LOG = Log.of("node");

    private HomeKeys() {}

    private record Key(String name, String then) {}

    private static final List<Key> ALL = List.of(
            new Key(SEAL, "everybody signs in again, and engines' keys must be given again"),
            new Key(Auth.SIGNING_KEY, "everybody's page renews its access by itself"),
            new Key(
                    Auth.AUDIT_KEY,
                    "the checkpoints of the audit trail signed so far cannot be verified, which ./aurora doctor says"));

    /** A sentence for each that {@code home} lacks although it has a database in {@code data} already. */
    static List<String> missing(Path home, Path data) {
        List<String> said = new ArrayList<>();
        if (!Files.exists(data.resolve("postgres"))) {
            return said;
        }
        for (Key key : ALL) {
            if (!Files.exists(home.resolve(key.name()))) {
                LOG.warn("node.key.missing", "file", key.name(), "then", key.then());
                said.add("The file " + key.name() + " was missing in " + home + " and was made anew: " + key.then()
                        + ". If you have a copy of it, end the node and put it back.");
            }
        }
        return said;
    }
}
