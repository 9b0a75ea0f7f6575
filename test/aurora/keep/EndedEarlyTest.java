package aurora.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Progress;
import aurora.keep.files.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A first start that is ended while it unpacks or makes the database: it ends there, and the next one works. */
final class EndedEarlyTest {
    private static final Clock CLOCK = Clock.system();
    private static final KeepConfig CONFIG =
            new KeepConfig(Optional.empty(), Optional.empty(), true, Optional.empty(), true);

    @RegisterExtension
    final ProgramsFolder here = new ProgramsFolder();

    @Test
    void whileItUnpacks() throws Exception {
        Path programs = Places.folder(here.path().resolve("programs"), "rwxr-xr-x");
        Places usual = here.places();
        endAt("unpacking PostgreSQL", new Places(usual.home(), usual.data(), programs, usual.user()));
        assertEquals(List.of(), whole(programs), "it was not unpacked to the end");
    }

    @Test
    void whileTheDatabaseIsMade() throws Exception {
        endAt("preparing the database", here.places());
        assertFalse(Files.exists(here.places().data().resolve("postgres")), "it was not made to the end");
        try (Keep again = new Keep(CONFIG, here.places(), here.spawner(), CLOCK, Progress.SILENT)) {
            again.start();
            again.awaitDatabase(Deadline.after(CLOCK, Duration.ofSeconds(60)));
        }
        assertEquals(List.of(), processes(), "nothing is left");
    }

    /** Ends it where {@code step} is heard of, which goes on only when the end has begun. */
    private void endAt(String step, Places places) throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch ending = new CountDownLatch(1);
        Keep keep = new Keep(CONFIG, places, here.spawner(), CLOCK, (what, done) -> {
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
                .filter(line -> line.contains(here.path().toString()))
                .toList();
    }
}
