package aurora;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Tells by name which tests could not run here, and why; {@code test/run} repeats it at the end. */
public final class NotRun {
    private static final Path FILE = Path.of("target", "not-run.txt");

    private NotRun() {}

    /** Whether what {@code test} needs is missing; if so, notes that it was not run. */
    public static boolean unless(boolean there, String test, String reason) {
        if (!there) {
            System.out.println("NOT RUN: " + test + ": " + reason);
            try {
                Files.createDirectories(FILE.getParent());
                Files.writeString(
                        FILE, test + ": " + reason + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return !there;
    }
}
