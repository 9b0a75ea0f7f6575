package aurora.keep.files;

import aurora.base.Ids;
import aurora.base.Refusal;
import aurora.ground.process.Programs;
import aurora.ground.process.RunAs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the kept programs, their data, their logs and their passwords lie, and whom they run as. See
 * docs/decisions/0002-postgres-as-root.md.
 *
 * @param home the node's home; ports, passwords and logs lie there
 * @param data the programs' data
 * @param programs unpacked programs, shared by all nodes of this machine's user
 * @param user whom the programs run as; empty: the node's own user
 */
public record Places(Path home, Path data, Path programs, Optional<RunAs> user) {
    private static final List<String> INSTEAD_OF_ROOT = List.of("aurora", "postgres", "nobody");
    private static final Path OF_ROOT = Path.of("/var/lib/aurora");

    /** The places of the node whose home is {@code home}, which is created when missing. */
    public static Places of(Path home, Ids ids) {
        try {
            folder(home, "rwx------");
            Optional<RunAs> user = RunAs.insteadOfRoot(INSTEAD_OF_ROOT);
            if (RunAs.isRoot() && (user.isEmpty() || Programs.find("setpriv").isEmpty())) {
                throw new Refusal(
                        "PostgreSQL does not run as root, and this machine lacks a user or the program setpriv for it:"
                                + " start Aurora as an ordinary user.",
                        null);
            }
            if (user.isEmpty()) {
                return new Places(
                        home, folder(home.resolve("data"), "rwx------"), folder(programs(false), "rwxr-xr-x"), user);
            }
            return new Places(
                    home, DataFolder.of(home, DataFolder.NODES, ids), folder(programs(true), "rwxr-xr-x"), user);
        } catch (IOException failed) {
            throw new Refusal(
                    "Cannot make the folders of " + home + ": " + failed + ". Choose another home with --home.",
                    failed);
        }
    }

    /**
     * Places that all lie below {@code folder}, unpacked programs excepted; for tests and tools. Others may pass
     * through the folder.
     */
    public static Places below(Path folder) throws IOException {
        Optional<RunAs> user = RunAs.insteadOfRoot(INSTEAD_OF_ROOT);
        folder(folder, "rwxr-xr-x");
        return new Places(
                folder,
                folder(folder.resolve("data"), "rwxr-xr-x"),
                folder(programs(user.isPresent()), "rwxr-xr-x"),
                user);
    }

    /** A folder for the data of one program: private to whom it runs as. */
    public Path own(String name) throws IOException {
        Path folder = folder(data.resolve(name), "rwx------");
        if (user.isPresent()) {
            user.get().own(folder);
        }
        return folder;
    }

    /** Where the output of a program goes. */
    public Path log(String name) throws IOException {
        return folder(home.resolve("logs"), "rwx------").resolve(name + ".log");
    }

    /**
     * A password kept in the home, readable by its owner only; made when it is missing.
     *
     * @param lost what it means, and what to do, when it is damaged and there is no copy of it
     * @throws Refusal when it is damaged
     */
    public String password(String name, Ids ids, String lost) throws IOException {
        Path file = folder(home.resolve("passwords"), "rwx------").resolve(name);
        if (Files.exists(file)) {
            String kept = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            if (!kept.matches("\\p{Graph}{1,1000}")) {
                throw new Refusal(
                        file + " is damaged: it does not hold a password. Put it back from a copy of the home. " + lost,
                        null);
            }
            return kept;
        }
        String made = ids.secret(24);
        write(file, made, "rw-------");
        return made;
    }

    /** Makes {@code folder} and what is missing above it, with {@code permissions} for itself. */
    public static Path folder(Path folder, String permissions) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path above = folder.toAbsolutePath().getParent();
            if (above != null && !Files.isDirectory(above)) {
                folder(above, "rwxr-xr-x");
            }
            Set<PosixFilePermission> wanted = PosixFilePermissions.fromString(permissions);
            try {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(wanted));
                Files.setPosixFilePermissions(folder, wanted);
            } catch (FileAlreadyExistsException made) {
                // by another program's start at the same moment; a file of that name is none
                if (!Files.isDirectory(folder)) {
                    throw made;
                }
            }
        }
        return folder;
    }

    /** Writes a new file whose permissions are right from the first byte on. */
    public static void write(Path file, String text, String permissions) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(file, text, StandardOpenOption.WRITE);
    }

    private static Path programs(boolean root) {
        String chosen = System.getenv().getOrDefault("AURORA_PROGRAMS", "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        if (root) {
            return OF_ROOT.resolve("programs");
        }
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        Path base = cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("aurora").resolve("programs");
    }
}
