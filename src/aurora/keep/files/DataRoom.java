package aurora.keep.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How much room there is where a node's own database really lies: its folders may be links, or disks of their own. */
public final class DataRoom {
    private static final List<String> PARTS = List.of("postgres", "postgres/base", "postgres/pg_wal");

    private final List<FileStore> disks;

    private DataRoom(List<FileStore> disks) {
        this.disks = disks;
    }

    /** The room of the database in {@code data}. Asked once, since this takes long and the rest does not. */
    public static DataRoom of(Path data) throws IOException {
        List<FileStore> disks = new ArrayList<>();
        for (Path folder : folders(data)) {
            disks.add(Files.getFileStore(folder));
        }
        return new DataRoom(disks);
    }

    /** Those of its folders that are there, {@code data} itself first. */
    public static List<Path> folders(Path data) {
        List<Path> folders = new ArrayList<>(List.of(data));
        PARTS.stream().map(data::resolve).filter(Files::isDirectory).forEach(folders::add);
        return List.copyOf(folders);
    }

    /** What is free where least is. */
    public long freeBytes() throws IOException {
        try {
            return disks.stream().mapToLong(DataRoom::free).min().orElseThrow();
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    private static long free(FileStore disk) {
        try {
            return disk.getUsableSpace();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
