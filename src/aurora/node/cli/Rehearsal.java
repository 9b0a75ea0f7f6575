package aurora.node.cli;

import aurora.base.Clock;
import aurora.ground.log.Log;
import aurora.ground.process.ChildSpec;
import aurora.ground.process.Programs;
import aurora.ground.process.Signal;
import aurora.ground.process.Spawner;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the start-up cache of the program that runs: a node of its own lives a short life while the JVM records what it
 * loads, then a second process makes the cache of the record. Both end with this process. The file appears whole or not
 * at all; an empty one tells that it could not be made, so that nobody tries again.
 */
final class Rehearsal {
    /** Names the program's folder; the launcher sets it where there is no cache yet. */
    private static final String PROPERTY = "aurora.rehearsal";

    private static final String CACHE = "aurora.aot";

    /** Begins the names of what is not finished. */
    private static final String UNFINISHED = "aurora.aot.";

    /** A step takes seconds; a machine that has other things to do leaves it little. */
    private static final Duration STEP_MAX = Duration.ofMinutes(10);

    private static final Log LOG = Log.of("node");

    private final Path install;
    private final boolean beside;

    /** The rehearsal for the program in {@code install}. */
    private Rehearsal(Path install, boolean beside) {
        this.install = install;
        this.beside = beside;
    }

    /** What is to be rehearsed, now; empty when the program has its cache. */
    static Optional<Rehearsal> due() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(folder -> new Rehearsal(Path.of(folder), false));
    }

    /** The same beside what a person waits for: at the lowest priority, and not when another process is at it. */
    Rehearsal beside() {
        return new Rehearsal(install, true);
    }

    /**
     * Makes the cache, unless it is there.
     *
     * @return what a person should know when it could not be made
     * @throws InterruptedException when the thread is interrupted; nothing is left of it
     */
    Optional<String> run() throws InterruptedException {
        Path log = install.resolve("rehearse.log");
        try (FileChannel channel = FileChannel.open(
                        install.resolve("rehearse.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = beside ? channel.tryLock() : channel.lock()) {
            if (lock != null && !Files.exists(install.resolve(CACHE))) {
                make(log);
            }
            return Optional.empty();
        } catch (IOException failed) {
            LOG.warn("rehearsal.failed", "why", String.valueOf(failed.getMessage()));
            giveUp();
            return Optional.of("Preparing a fast start did not work; Aurora starts a second slower. The reason is in "
                    + log + ".");
        }
    }

    private void make(Path log) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("aurora-rehearsal-");
        try (Spawner spawner = new Spawner(Clock.system())) {
            List<String> live = List.of("rehearse", "--home", home.toString());
            // a name of its own: what a killed node began may still be writing
            Path part = install.resolve(UNFINISHED + ProcessHandle.current().pid());
            String record = "-XX:AOTConfiguration=" + part + ".record";
            spawner.run(
                    step("rehearsal", List.of("-XX:AOTMode=record", record), live)
                            .loggedTo(log),
                    STEP_MAX);
            List<String> create = List.of("-XX:AOTMode=create", record, "-XX:AOTCache=" + part);
            spawner.run(step("cache", create, List.of()).loggedTo(log).endedBy(Signal.KILL), STEP_MAX);
            Files.move(part, install.resolve(CACHE), StandardCopyOption.ATOMIC_MOVE);
            LOG.info("rehearsal.done");
        } finally {
            clean(home);
        }
    }

    private void clean(Path home) {
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(install, UNFINISHED + "*")) {
            for (Path one : unfinished) {
                Files.deleteIfExists(one);
            }
            RehearseCommand.remove(home);
        } catch (IOException left) {
            LOG.warn("rehearsal.left", "home", home, "why", String.valueOf(left.getMessage()));
        }
    }

    /** This JVM's own flags and class path: a cache is good for exactly these. */
    private ChildSpec step(String name, List<String> flags, List<String> arguments) {
        List<String> command = new ArrayList<>();
        Programs.find("nice")
                .filter(nice -> beside)
                .ifPresent(nice -> command.addAll(List.of(nice.toString(), "-n", "19")));
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(flags);
        command.addAll(List.of("-Xlog:aot=off", "-Xlog:cds=off"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), "aurora.node.Main"));
        command.addAll(arguments);
        return ChildSpec.of(name, command);
    }

    private void giveUp() {
        try {
            Files.createFile(install.resolve(CACHE));
        } catch (IOException unwritable) {
            LOG.warn("rehearsal.unmarked", "why", String.valueOf(unwritable.getMessage()));
        }
    }
}
