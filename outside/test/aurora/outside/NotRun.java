package aurora.outside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Tells by name which tests could not run here, and why. */
final class NotRun {
    private static final Path FILE = Path.of("target", "not-run.txt");

    private NotRun() {}

    /** Notes that {@code test} was not run. */
    static void note(String test, String reason) {
        System.out.println("NOT RUN: " + test + ": " + reason);
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(
                    FILE,
                    test + ": " + reason + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether a program is on the PATH. */
    static boolean has(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** Runs a tool and tells what it wrote when it failed; empty when it worked. */
    static String trouble(Duration max, String... command) throws InterruptedException {
        try (Program tool = Program.start(Map.of(), "", List.of(command))) {
            int code = tool.awaitEnd(max);
            return code == 0 ? "" : String.join(" ", command) + " ended with " + code + ":\n" + tool.output();
        }
    }
}
