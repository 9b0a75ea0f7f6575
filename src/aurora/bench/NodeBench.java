package aurora.bench;

import aurora.ground.process.Child;
import aurora.keep.files.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A whole node: how long it takes to start, what it takes of memory and disk. */
public final class NodeBench {
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration END_MAX = Duration.ofSeconds(20);

    private NodeBench() {}

    /**
     * Starts a node {@code rounds} times after a first start in an empty home, and looks at the last one when it
     * idles. Its home is made in {@code parent}, or among the temporary files.
     */
    public static String run(int rounds, Optional<Path> parent, Consumer<String> progress)
            throws IOException, InterruptedException {
        try (Rig rig = new Rig(parent)) {
            progress.accept("First start ...");
            long began = rig.clock().nanos();
            Child node = rig.node();
            double first = (rig.clock().nanos() - began) / 1e9;
            List<Double> starts = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                node.stop(END_MAX);
                progress.accept("Start " + (i + 1) + " of " + rounds + " ...");
                began = rig.clock().nanos();
                node = rig.node();
                starts.add((rig.clock().nanos() - began) / 1e9);
            }
            progress.accept("Idling ...");
            rig.clock().pause(IDLE);
            starts.sort(null);
            StringBuilder page = new StringBuilder("| what | figure |\n|---|---|\n");
            line(page, "ready, first start in an empty home", "%.2f s", first);
            line(page, "ready, later start, median", "%.2f s", starts.get(starts.size() / 2));
            long own = memory(node.pid());
            long all = own
                    + ProcessHandle.of(node.pid()).stream()
                            .flatMap(ProcessHandle::descendants)
                            .mapToLong(process -> memory(process.pid()))
                            .sum();
            line(page, "memory of the JVM, idle (proportional set size)", "%.0f MB", own / 1e6);
            line(page, "memory of all processes of the node, idle", "%.0f MB", all / 1e6);
            Path install = Path.of(System.getProperty("aurora.install", "target/classes"));
            line(page, "installed: program, libraries, start-up cache", "%.0f MB", size(install) / 1e6);
            Optional<Path> elsewhere = DataFolder.elsewhere(rig.home());
            long data = elsewhere.isPresent() ? size(elsewhere.get()) : 0;
            line(page, "a fresh home, databases included", "%.0f MB", (size(rig.home()) + data) / 1e6);
            return page.toString();
        }
    }

    private static void line(StringBuilder page, String what, String format, double figure) {
        page.append("| ")
                .append(what)
                .append(" | ")
                .append(String.format(Locale.ROOT, format, figure))
                .append(" |\n");
    }

    /** Proportional set size in bytes: shared pages are counted once over all that share them. */
    private static long memory(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException gone) {
            return 0;
        }
        return 0;
    }

    private static long size(Path path) throws IOException {
        if (!Files.exists(path)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(path)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
