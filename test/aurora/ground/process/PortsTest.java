package aurora.ground.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Refusal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void aDamagedFileIsWrittenAnew() throws Exception {
        Path file = folder.resolve("ports");
        byte[] noText = {(byte) 0xff, (byte) 0xfe, 3, (byte) 0x80, 5, 6, 7};
        for (byte[] damage : List.of(noText, "redis=99999".getBytes(StandardCharsets.UTF_8))) {
            Files.write(file, damage);
            int port = new Ports(file).freeOf("redis");
            assertEquals("redis=" + port + "\n", Files.readString(file));
        }
        Files.delete(file);
        Files.createDirectory(file);
        String why = String.valueOf(
                assertThrows(Refusal.class, () -> new Ports(file)).getMessage());
        assertTrue(why.contains(file + ", where the ports") && why.contains("nothing is lost"), why);
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
