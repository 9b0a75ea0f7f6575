package aurora.ground.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortsTest {
    @TempDir
    Path folder;

    @Test
    void aPortIsChosenOnceAndKept() throws Exception {
        Path file = folder.resolve("ports");
        int postgres = new Ports(file).of("postgres");
        int redis = new Ports(file).of("redis");
        assertNotEquals(postgres, redis);
        Ports later = new Ports(file);
        assertEquals(postgres, later.of("postgres"));
        assertEquals(redis, later.freeOf("redis"));
        assertEquals("postgres=" + postgres + "\nredis=" + redis + "\n", Files.readString(file));
    }

    @Test
    void aPortTakenByAnotherIsReplaced() throws Exception {
        Path file = folder.resolve("ports");
        Files.writeString(file, "damaged\nredis=x\n");
        Ports ports = new Ports(file);
        int port = ports.of("redis");
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(!Ports.free(other.getLocalPort()));
            int next = ports.freeOf("redis");
            assertNotEquals(port, next);
            assertEquals(next, new Ports(file).of("redis"));
        }
    }
}
