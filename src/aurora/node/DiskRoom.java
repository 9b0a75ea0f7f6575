package aurora.node;

import aurora.base.Refusal;
import aurora.keep.KeepConfig;
import aurora.keep.files.DataRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    static Path enough(KeepConfig programs, Path data) throws IOException {
        long free = DataRoom.of(data).freeBytes();
        boolean fresh = programs.postgres().isEmpty() && !Files.exists(data.resolve("postgres"));
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

    /** The folders whose disks must not fill: the home, and those of this node's own database. */
    static List<Path> folders(KeepConfig programs, Path home, Path data) {
        List<Path> folders = new ArrayList<>(List.of(home));
        if (programs.postgres().isEmpty()) {
            folders.addAll(DataRoom.folders(data));
        }
        return List.copyOf(folders);
    }

    /** Bytes free where this node's own database lies; somebody else's looks after itself. */
    static LongSupplier free(KeepConfig programs, Path data) throws IOException {
        if (programs.postgres().isPresent()) {
            return () -> Long.MAX_VALUE;
        }
        DataRoom room = DataRoom.of(data);
        return () -> {
            try {
                return room.freeBytes();
            } catch (IOException unknown) {
                return Long.MAX_VALUE; // then the database finds out by itself
            }
        };
    }
}
