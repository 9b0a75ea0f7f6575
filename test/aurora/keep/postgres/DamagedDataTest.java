package aurora.keep.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Progress;
import aurora.base.Refusal;
import aurora.ground.process.Child;
import aurora.ground.process.Ports;
import aurora.ground.process.Spawner;
import aurora.keep.driver.Host;
import aurora.keep.files.Places;
import aurora.keep.files.Unpacked;
import aurora.keep.supervisor.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that was damaged, or written by another PostgreSQL, while the node was down. */
final class DamagedDataTest {
    private static final Clock CLOCK = Clock.system();

    private final Spawner spawner = new Spawner(CLOCK);
    private Path folder = Path.of("/");
    private Path data = Path.of("/");

    @BeforeEach
    void makeADatabase() throws Exception {
        folder = Files.createTempDirectory("aurora-damaged-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = folder.resolve("data").resolve("postgres");
        PostgresServer server = server();
        Child child = server.start(Progress.SILENT);
        server.awaitReady(child, in(60));
        server.closeProbe();
        child.stop(Duration.ofSeconds(20));
    }

    @AfterEach
    void close() throws IOException {
        spawner.close();
        Unpacked.delete(folder);
    }

    @Test
    void theReasonIsSaidAtOnce() throws Exception {
        Path control = data.resolve("global").resolve("pg_control");
        Files.write(control, new byte[(int) Files.size(control)]);
        String why = refused();
        assertTrue(why.startsWith("PostgreSQL does not start: "), why);
        assertTrue(why.matches(".*(FATAL|PANIC|ERROR): .*"), why);
        assertTrue(why.contains("put back a copy of " + data) && why.contains("postgres.log"), why);
        Files.writeString(data.resolve("PG_VERSION"), "99\n");
        String newer = refused();
        assertTrue(newer.contains(" is of PostgreSQL 99, and this Aurora brings 18"), newer);
        Files.delete(data.resolve("PG_VERSION"));
        String gone = refused();
        assertTrue(gone.contains("PG_VERSION is missing") && gone.contains("put back a copy"), gone);
    }

    @Test
    void theGraveLineIsFoundWithItsDetails() {
        List<String> lines = List.of(
                "2026-11-25 23:00:00.000 UTC [1] LOG:  starting",
                "2026-11-25 23:00:00.000 UTC [1] FATAL:  not a  data directory",
                "2026-11-25 23:00:00.000 UTC [1] DETAIL:  File is missing.",
                "2026-11-25 23:00:00.000 UTC [1] HINT:  You need to initdb.",
                "2026-11-25 23:00:00.000 UTC [1] LOG:  database system is shut down");
        assertEquals("FATAL: not a data directory | DETAIL: File is missing", DataCheck.reason(lines));
        assertEquals("a | b", DataCheck.reason(List.of("a", "b")));
        assertEquals("it says nothing", DataCheck.reason(List.of()));
    }

    private String refused() throws Exception {
        PostgresServer server = server();
        try (Program program = new Program(new Postgres(server, CLOCK, Progress.SILENT), CLOCK, Ids.secure())) {
            program.start();
            Refusal why = assertThrows(Refusal.class, () -> program.awaitReady(in(60), Progress.SILENT));
            return String.valueOf(why.getMessage());
        } finally {
            server.closeProbe();
        }
    }

    private PostgresServer server() throws IOException {
        Host host = new Host(Places.below(folder), spawner, new Ports(folder.resolve("ports")));
        return new PostgresServer(host, CLOCK, Map.of("fsync", "off"));
    }

    private static Deadline in(int seconds) {
        return Deadline.after(CLOCK, Duration.ofSeconds(seconds));
    }
}
