package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.outside.Node.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The life of a node where it does not go as planned: ended while it starts, hung, copied. */
final class LifeTest {
    private static final int FAILED = 1;
    private static final int NOT_RUNNING = 3;
    private static final int REFUSED = 4;
    private static final Duration STEP_MAX = Duration.ofSeconds(120);
    private static final Duration END_MAX = Duration.ofSeconds(60);

    /** Stopped by a signal: the kernel takes its connections, and it does nothing. */
    @Test
    void aNodeThatHangsIsNamedAndEnded() throws InterruptedException {
        try (Node node = Node.start("")) {
            Client owner = node.setUp();
            String conversation = owner.begin();
            node.program().signal("STOP");
            long began = System.nanoTime();
            Ran status = node.run("", "status");
            assertEquals(NOT_RUNNING, status.code(), status::output);
            String pid = "process " + node.program().pid();
            assertTrue(status.output().contains(pid + " but does not answer"), status::output);
            assertTrue(status.output().contains("./aurora down --home " + node.home()), status::output);
            assertEquals(FAILED, node.run("", "doctor").code());
            Ran down = node.run("", "down");
            assertEquals(0, down.code(), down::output);
            assertTrue(down.output().contains(pid + " is killed"), down::output);
            System.out.println("LifeTest: a hung node named, examined and ended in "
                    + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
            node.awaitNothingLeft(END_MAX);
            node.startAgain();
            owner.conversation(conversation);
        }
    }

    @Test
    void aFirstStartThatIsEndedStopsThereAndTheNextOneWorks() throws IOException, InterruptedException {
        for (List<String> one : List.of(
                List.of("unpacking PostgreSQL", "INT", "130"), List.of("preparing the database", "TERM", "143"))) {
            Path folder = Files.createTempDirectory("aurora-outside-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path home = folder.resolve("home");
            Map<String, String> programs =
                    Map.of("AURORA_PROGRAMS", folder.resolve("programs").toString());
            try (Program up = Program.aurora(
                    programs, "", "up", "--home", home.toString(), "--port", "" + Ports.free(), "--no-browser")) {
                up.awaitLine(one.get(0), STEP_MAX);
                long began = System.nanoTime();
                up.signal(one.get(1));
                int code = up.awaitEnd(END_MAX);
                System.out.println("LifeTest: ended while " + one.get(0) + " after "
                        + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
                assertEquals(Integer.parseInt(one.get(2)), code, up::output);
                assertFalse(up.output().contains("is ready"), up::output);
                assertTrue(up.output().contains("Ended before the node was ready"), up::output);
            }
            assertEquals(List.of(), Program.withCommandLine(List.of(folder.toString())), "nothing is left");
            try (Node node = Node.startIn(home, "ollama:\n  url: \"off\"\n", programs)) {
                node.setUp().ask("GET", "/api/auth/me").expect(200);
            }
        }
    }

    @Test
    void aCopiedHomeDoesNotRunOnTheDatabasesOfTheFirst() throws IOException, InterruptedException {
        try (Node node = Node.start("")) {
            if (!Files.exists(node.home().resolve("data-folder"))) {
                NotRun.note("LifeTest, a copied home", "only a home of root's has its databases elsewhere");
                return;
            }
            node.stop("TERM", END_MAX);
            Path copy = node.home().resolveSibling("copy");
            try (Stream<Path> all = Files.walk(node.home())) {
                for (Path file : all.toList()) {
                    Files.copy(file, copy.resolve(node.home().relativize(file)));
                }
            }
            try (Program second = Program.aurora("up", "--home", copy.toString(), "--no-browser")) {
                int code = second.awaitEnd(STEP_MAX);
                assertEquals(REFUSED, code, second::output);
                assertTrue(second.output().contains("is a copy of the home " + node.home()), second::output);
            }
            node.startAgain();
        }
    }
}
