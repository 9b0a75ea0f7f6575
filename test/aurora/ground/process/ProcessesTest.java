package aurora.ground.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.NotRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProcessesTest {
    /** The shell becomes a program that fetches no child. */
    @Test
    void whatItsParentDoesNotFetchHasEnded() throws Exception {
        boolean possible = Files.exists(Path.of("/proc/self/stat"));
        if (NotRun.unless(possible, "ProcessesTest, a child that nobody fetches", "no /proc")) {
            return;
        }
        Process parent = new ProcessBuilder("/bin/sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try (var out = parent.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(out.readLine().strip())).orElseThrow();
            assertFalse(Processes.ended(child));
            assertFalse(Processes.ended(child, Duration.ofMillis(200)));
            assertFalse(Processes.ended(parent.toHandle()));
            child.destroyForcibly();
            assertTrue(Processes.ended(child, Duration.ofSeconds(20)));
            assertTrue(child.isAlive(), "which Java says of one that was not fetched");
        } finally {
            parent.destroyForcibly();
        }
        assertEquals(137, parent.waitFor());
        assertTrue(Processes.ended(parent.toHandle(), Duration.ofSeconds(1)));
    }
}
