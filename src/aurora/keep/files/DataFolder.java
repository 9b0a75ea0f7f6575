package aurora.keep.files;

import aurora.base.Ids;
import aurora.base.Refusal;
import aurora.ground.log.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where the databases of a home of root's lie: root's home is closed to the user that PostgreSQL runs as, so they lie
 * elsewhere. A file in the home says where, and a file beside the databases says whose they are, so that a copied home
 * does not run on the databases of the first. A home that was moved takes its databases along.
 */
public final class DataFolder {
    /** Where the folders of all homes lie. */
    public static final Path NODES = Path.of("/var/lib/aurora/nodes");

    private static final String WHERE = "data-folder";
    private static final String WHOSE = "home";

    /** So many folders without a home are told of; who has more of them removes these first. */
    private static final int LEFT_MAX = 20;

    private static final String DAMAGED = " is damaged: it does not hold a path. ";
    private static final Log LOG = Log.of("keep");

    private DataFolder() {}

    /**
     * A folder whose home is gone.
     *
     * @param folder it
     * @param home the home that it was of; empty when it never said
     * @param bytes what it takes
     */
    public record Left(Path folder, Optional<Path> home, long bytes) {}

    /**
     * The folder of {@code home}, made below {@code nodes} when the home has none yet.
     *
     * @throws Refusal when it is another home's, of which this one is a copy
     */
    static Path of(Path home, Path nodes, Ids ids) throws IOException {
        Path here = home.toRealPath();
        Optional<Path> leading = path(home.resolve(WHERE), () -> whereOf(here, nodes));
        if (leading.isEmpty()) {
            Places.write(home.resolve(WHERE), nodes.resolve(ids.brief()).toString(), "rw-------");
        }
        Path data = Places.folder(elsewhere(home).orElseThrow(), "rwxr-xr-x");
        Optional<Path> owner = path(
                data.resolve(WHOSE),
                () -> "It names the home that the databases in " + data + " are of. If that is " + here
                        + ", write just this path into it.");
        if (owner.filter(here::equals).isPresent()) {
            return data;
        }
        if (owner.isPresent() && leads(owner.get(), data) && !Files.isSameFile(owner.get(), here)) {
            throw new Refusal(
                    home + " is a copy of the home " + owner.get() + ", and both lead to the same databases in " + data
                            + ", which two nodes would destroy. To make the copy a node of its own, with an empty"
                            + " database, remove " + home.resolve(WHERE) + "; to use the copy instead, remove "
                            + owner.get().resolve(WHERE) + ".",
                    null);
        }
        Places.write(data.resolve(WHOSE), here.toString(), "rw-------");
        return data;
    }

    /** The folder outside of {@code home} in which its databases lie, when there is one. */
    public static Optional<Path> elsewhere(Path home) throws IOException {
        return path(home.resolve(WHERE), () -> "Put it back from a copy of the home.");
    }

    /** What to do about a home whose file is damaged: its folder still says whose it is. */
    private static String whereOf(Path home, Path nodes) {
        String what = "What belongs there is the path of this home's databases. ";
        if (Files.isDirectory(nodes)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(nodes, Files::isDirectory)) {
                for (Path folder : all) {
                    if (path(folder.resolve(WHOSE), () -> "")
                            .filter(home::equals)
                            .isPresent()) {
                        return what + "They lie in " + folder + ": write just this path into it.";
                    }
                }
            } catch (IOException | DirectoryIteratorException | Refusal unknown) {
                LOG.info("keep.data-folder.unknown", "home", home, "why", unknown);
            }
        }
        return what + "Put it back from a copy of the home; if there is none, remove it: the node begins with an empty"
                + " database.";
    }

    /** The folders below {@code nodes} that no home leads to and no server works in, at most 20. */
    public static List<Left> left(Path nodes) throws IOException {
        List<Left> left = new ArrayList<>();
        if (!Files.isDirectory(nodes)) {
            return left;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(nodes, Files::isDirectory)) {
            for (Path folder : all) {
                if (left.size() < LEFT_MAX) {
                    ofNobody(folder).ifPresent(left::add);
                }
            }
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
        return left;
    }

    /** A folder of which files that are damaged or cannot be read leave open whose it is counts as somebody's. */
    private static Optional<Left> ofNobody(Path folder) {
        try {
            Optional<Path> home = path(folder.resolve(WHOSE), () -> "");
            boolean used = home.isPresent() && leads(home.get(), folder);
            return used || serves(folder) ? Optional.empty() : Optional.of(new Left(folder, home, bytes(folder)));
        } catch (Refusal | IOException unclear) {
            LOG.warn("keep.data-folder.unclear", "folder", folder, "why", unclear);
            return Optional.empty();
        }
    }

    /** Whether the process that PostgreSQL noted in its data lives, or another with its number: rather no than yes. */
    private static boolean serves(Path folder) throws IOException {
        Path file = folder.resolve("postgres").resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return false;
        }
        String pid = Files.readString(file).lines().findFirst().orElse("").strip();
        return !pid.matches("\\d{1,10}")
                || ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    private static boolean leads(Path home, Path data) throws IOException {
        return elsewhere(home).filter(data::equals).isPresent();
    }

    private static Optional<Path> path(Path file, Supplier<String> advice) throws IOException {
        try {
            String text = Files.readString(file).strip();
            if (!text.isEmpty() && !text.startsWith("/")) {
                throw new Refusal(file + DAMAGED + advice.get(), null);
            }
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (InvalidPathException | CharacterCodingException damaged) {
            throw new Refusal(file + DAMAGED + advice.get(), damaged);
        }
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.mapToLong(DataFolder::size).sum();
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private static long size(Path file) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            return facts.isRegularFile() ? facts.size() : 0;
        } catch (IOException gone) {
            return 0;
        }
    }
}
