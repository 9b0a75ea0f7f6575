package aurora.keep.files;

import aurora.ground.log.Log;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who may look into a home: its owner alone, whatever the umask is and whoever copied the home. What the databases keep
 * is theirs to guard, and the owner's own model files are no secret.
 */
public final class HomeRights {
    private static final Log LOG = Log.of("keep");
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Set<String> PASSED_BY = Set.of("data", "models");

    /** A home has about thirty files; so many are looked at. */
    private static final int LOOKED_AT_MAX = 2_000;

    private HomeRights() {}

    /** What in {@code home}, itself included, others than its owner may use; links are not followed. */
    public static List<Path> wide(Path home) throws IOException {
        List<Path> wide = new ArrayList<>();
        if (!Files.isDirectory(home)) {
            return wide;
        }
        Path top = home.toRealPath();
        int[] looked = {0};
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) throws IOException {
                look(folder);
                boolean own =
                        top.equals(folder.getParent()) && PASSED_BY.contains(String.valueOf(folder.getFileName()));
                return own ? FileVisitResult.SKIP_SUBTREE : next();
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
                if (!facts.isSymbolicLink()) {
                    look(file);
                }
                return next();
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return next();
            }

            private void look(Path at) throws IOException {
                if (!OWNER.containsAll(Files.getPosixFilePermissions(at, LinkOption.NOFOLLOW_LINKS))) {
                    wide.add(at);
                }
            }

            private FileVisitResult next() {
                looked[0]++;
                return looked[0] < LOOKED_AT_MAX ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }
        });
        return wide;
    }

    /** Takes what is wide from all others, and answers what a person should know of that; empty when all was right. */
    public static List<String> tighten(Path home) throws IOException {
        List<String> said = new ArrayList<>();
        List<Path> tightened = new ArrayList<>();
        for (Path path : wide(home)) {
            Set<PosixFilePermission> before = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
            Set<PosixFilePermission> after = EnumSet.noneOf(PosixFilePermission.class);
            after.addAll(before);
            after.retainAll(OWNER);
            try {
                Files.setPosixFilePermissions(path, after);
                tightened.add(path);
                LOG.warn("keep.rights.tightened", "path", path, "were", PosixFilePermissions.toString(before));
            } catch (IOException notOurs) {
                LOG.warn("keep.rights.wide", "path", path, "why", String.valueOf(notOurs.getMessage()));
                said.add("Others than its owner may use " + path + " (" + PosixFilePermissions.toString(before)
                        + "), and this node may not change that. Take it from them: it may tell secrets.");
            }
        }
        if (!tightened.isEmpty()) {
            String more = tightened.size() == 1 ? "" : " and " + (tightened.size() - 1) + " more";
            said.add(tightened.getFirst() + more + " could be used by others than the owner; that is ended. If"
                    + " others use this machine, they may have read passwords and keys: docs/security.md tells which"
                    + " files hold them.");
        }
        return said;
    }
}
