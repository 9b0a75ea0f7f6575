package aurora.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.ground.ClosedPort;
import aurora.ground.json.Json;
import aurora.node.Home;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that cannot be spoken to. */
final class NodeCallTest {
    @TempDir
    Path home;

    /** The kernel takes its connections, as for a process that is stopped. */
    @Test
    void aNodeThatHangsIsNamedSoonWithWhatToDo() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long pid = ProcessHandle.current().pid();
            Files.write(
                    home.resolve("running.json"),
                    Json.write(
                            new Home.Running("attic", silent.getLocalPort(), pid, "0.1.0", Instant.EPOCH, Map.of())));
            Files.writeString(home.resolve("local-credential"), "secret");
            CommandFailure why = assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> assertThrows(CommandFailure.class, () -> NodeCall.to(home)));
            assertEquals(CommandFailure.NOT_RUNNING, why.code());
            String text = String.valueOf(why.getMessage());
            assertTrue(text.contains("process " + pid + " but does not answer"), text);
            assertTrue(text.contains("./aurora down --home " + home), text);
        }
    }

    @Test
    void upDoesNotSendToANodeThatHangs() throws Exception {
        NodeCall.refuseMute(home);
        try (Home held = Home.take(home);
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long pid = ProcessHandle.current().pid();
            held.announce(new Home.Running("attic", silent.getLocalPort(), pid, "0.1.0", Instant.EPOCH, Map.of()));
            CommandFailure why = assertThrows(CommandFailure.class, () -> NodeCall.refuseMute(home));
            assertEquals(CommandFailure.REFUSED, why.code());
            String text = String.valueOf(why.getMessage());
            assertTrue(text.startsWith("The home " + home + " is in use. The node \"attic\" runs as process"), text);
            assertTrue(text.contains("it hangs. End it with ./aurora down"), text);
        }
        NodeCall.refuseMute(home);
    }

    @Test
    void aNodeWhoseDoorIsClosedIsStartingOrEnding() throws Exception {
        long pid = ProcessHandle.current().pid();
        try (ClosedPort closed = new ClosedPort()) {
            Home.Running node = new Home.Running("attic", closed.number(), pid, "0.1.0", Instant.EPOCH, Map.of());
            Files.write(home.resolve("running.json"), Json.write(node));
            assertEquals(NodeCall.Door.CLOSED, NodeCall.door(node));
            CommandFailure why = assertThrows(CommandFailure.class, () -> NodeCall.to(home));
            assertTrue(String.valueOf(why.getMessage()).contains("just starting or ending"), why.toString());
        }
    }

    @Test
    void whereNoNodeRunsTheHomeIsPartOfTheAdvice() {
        CommandFailure why = assertThrows(CommandFailure.class, () -> NodeCall.to(home));
        assertEquals("No node runs in " + home + ". Start it with ./aurora up --home " + home + ".", why.getMessage());
    }

    @Test
    void whatAKilledNodeLeftIsNotHeld() throws Exception {
        assertTrue(!Home.isHeld(home), "nobody was ever here");
        try (Home held = Home.take(home)) {
            assertTrue(Home.isHeld(held.folder()));
        }
        assertTrue(Files.exists(home.resolve("lock")) && !Home.isHeld(home));
    }
}
