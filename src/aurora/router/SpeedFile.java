package aurora.router;

import aurora.base.Refusal;
import aurora.ground.crypto.SecretFile;
import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import aurora.ground.log.Log;
import aurora.router.policy.learning.Learned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps what was learnt in a file of the home. A loss costs a few requests, so no failure of it is one of the node. */
final class SpeedFile {
    /** A file beyond is not one of ours. */
    private static final long SIZE_MAX = 8 << 20;

    private static final Log LOG = Log.of("router");

    private final Path file;

    SpeedFile(Path home) {
        this.file = home.resolve("router-speeds.json");
    }

    Optional<Learned> read() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > SIZE_MAX) {
                LOG.warn("router.speeds_unread", "why", "the file is too large");
                return Optional.empty();
            }
            return Optional.of(Json.read(Files.readAllBytes(file), Learned.class));
        } catch (IOException | JsonException bad) {
            LOG.warn("router.speeds_unread", "why", String.valueOf(bad.getMessage()));
            return Optional.empty();
        }
    }

    /** Writes the whole file anew, so that a reader finds the old or the new one. */
    synchronized void write(Learned learned) {
        try {
            SecretFile.replace(file, Json.text(learned));
        } catch (Refusal failed) {
            LOG.warn("router.speeds_unwritten", "why", String.valueOf(failed.getMessage()));
        }
    }
}
