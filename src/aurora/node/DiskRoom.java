package aurora.node;

import aurora.base.Refusal;
import aurora.keep.KeepConfig;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Whether there is room for the data. */
final class DiskRoom {
    private static final long FRESH_MIN = 300L << 20;
    private static final long START_MIN = 64L << 20;

    private DiskRoom() {}

    /**
     * {@code data}, when there is room to start in it.
     *
     * @throws Refusal when there is not: the database would say so in a way that helps nobody
     */
    static Path enough(Path data) throws IOException {
        long free = Files.getFileStore(data).getUsableSpace();
        boolean fresh = !Files.exists(data.resolve("postgres"));
        if (free < (fresh ? FRESH_MIN : START_MIN)) {
            throw new Refusal(
                    "Only " + (free >> 20) + " MB are free where " + data + " is; "
                            + (fresh
                                    ? "a new node needs " + (FRESH_MIN >> 20)
                                            + " MB. Free some, or choose another home with --home."
                                    : "this node needs " + (START_MIN >> 20)
                                            + " MB to start. Free some, then start it again."),
                    null);
        }
        return data;
    }

    /** Bytes free where this node's own database lies; somebody else's looks after itself. */
    static LongSupplier free(KeepConfig programs, Path data) throws IOException {
        if (programs.postgres().isPresent()) {
            return () -> Long.MAX_VALUE;
        }
        FileStore disk = Files.getFileStore(data);
        return () -> {
            try {
                return disk.getUsableSpace();
            } catch (IOException unknown) {
                return Long.MAX_VALUE; // then the database finds out by itself
            }
        };
    }
}
