package aurora.ground.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The ordinary user that child programs run as when Aurora itself runs as root.
 *
 * @param name its name
 * @param uid its number
 * @param gid the number of its group
 */
public record RunAs(String name, int uid, int gid) {
    private static final Path USERS = Path.of("/etc/passwd");

    /** Whether this process runs as root. */
    public static boolean isRoot() {
        Path self = Path.of("/proc/self");
        try {
            return Files.exists(self)
                    ? uidOf(self) == 0
                    : System.getProperty("user.name", "").equals("root");
        } catch (IOException noProc) {
            return System.getProperty("user.name", "").equals("root");
        }
    }

    /**
     * Whom to be instead of root: the first of {@code names} that this machine has. Empty when not root, or when it
     * has none of them.
     */
    public static Optional<RunAs> insteadOfRoot(List<String> names) throws IOException {
        if (!isRoot()) {
            return Optional.empty();
        }
        List<String[]> users = Files.readAllLines(USERS).stream()
                .map(line -> line.split(":", -1))
                .filter(field -> field.length >= 4)
                .toList();
        for (String name : names) {
            for (String[] field : users) {
                if (field[0].equals(name) && field[2].matches("\\d{1,9}") && field[3].matches("\\d{1,9}")) {
                    return Optional.of(new RunAs(name, Integer.parseInt(field[2]), Integer.parseInt(field[3])));
                }
            }
        }
        return Optional.empty();
    }

    /** Makes this user the owner of {@code path}. */
    public void own(Path path) throws IOException {
        Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }

    private static int uidOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }
}
