package aurora.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Progress;
import aurora.ground.process.Spawner;
import aurora.keep.files.Places;
import aurora.keep.files.Unpacked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A first start that is ended while it unpacks or makes the database: it ends there, and the next one works. */
final class EndedEarlyTest {
    private static final Clock CLOCK = Clock.system();
    private static final KeepConfig CONFIG =
            new KeepConfig(Optional.empty(), Optional.empty(), true, Optional.empty(), true);

    private final Spawner spawner = new Spawner(CLOCK);
    private Path folder = Path.of("/");
    private Places places = new Places(folder, folder, folder, Optional.empty());

    @BeforeEach
    void open() throws IOException {
        folder = Files.createTempDirectory("aurora-early-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        places = Places.below(folder);
    }

    @AfterEach
    void close() throws IOException {
        spawner.close();
        Unpacked.delete(folder);
    }

    @Test
    void whileItUnpacks() throws Exception {
        Path programs = Places.folder(folder.resolve("programs"), "rwxr-xr-x");
        places = new Places(places.home(), places.data(), programs, places.user());
        endAt("unpacking PostgreSQL");
        assertEquals(List.of(), whole(programs), "it was not unpacked to the end");
    }

    @Test
    void whileTheDatabaseIsMade() throws Exception {
        endAt("preparing the database");
        assertFalse(Files.exists(places.data().resolve("postgres")), "it was not made to the end");
        try (Keep again = new Keep(CONFIG, places, spawner, CLOCK, Progress.SILENT)) {
            again.start();
            again.awaitDatabase(Deadline.after(CLOCK, Duration.ofSeconds(60)));
        }
        assertEquals(List.of(), processes(), "nothing is left");
    }

    /** Ends it where {@code step} is heard of, which goes on only when the end has begun. */
    private void endAt(String step) throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch ending = new CountDownLatch(1);
        Keep keep = new Keep(CONFIG, places, spawner, CLOCK, (what, done) -> {
            if (what.equals(step)) {
                there.countDown();
                awaitQuietly(ending);
            }
        });
        keep.start();
        assertTrue(there.await(60, TimeUnit.SECONDS));
        Thread waiting = Thread.currentThread();
        waiting.interrupt();
        try {
            keep.awaitDatabase(Deadline.after(CLOCK, Duration.ofSeconds(60)));
            throw new AssertionError("it was ended");
        } catch (InterruptedException ended) {
            assertFalse(Thread.interrupted());
        }
        keep.close();
        assertEquals(List.of(), processes(), "nothing is left");
    }

    /** Until the worker is interrupted, which it hears of once more. */
    private static void awaitQuietly(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> whole(Path programs) throws IOException {
        try (Stream<Path> all = Files.list(programs)) {
            return all.map(each -> each.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock") && !name.endsWith(".half"))
                    .toList();
        }
    }

    private List<String> processes() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(folder.toString()))
                .toList();
    }
}
