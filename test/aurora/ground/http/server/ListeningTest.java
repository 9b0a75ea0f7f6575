package aurora.ground.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import aurora.NotRun;
import aurora.base.Clock;
import aurora.ground.process.Ports;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the server listens: on all of its addresses, or not at all. */
final class ListeningTest {
    private static HttpServer listen(List<InetAddress> addresses, int port) throws IOException {
        return HttpServer.start(
                addresses,
                port,
                Clock.system(),
                exchange -> exchange.answer(200, List.of(), "here".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        List<InetAddress> loopback = List.of(InetAddress.getLoopbackAddress());
        try (HttpServer first = listen(loopback, 0)) {
            assertThrows(BindException.class, () -> listen(loopback, first.port()));
        }
    }

    /** Browsers try ::1 first for localhost: a program that listened there would be this server to them. */
    @Test
    void nobodyElseIsLocalhostAtItsPort() throws IOException {
        List<InetAddress> both = Ports.loopbacks();
        if (NotRun.unless(both.size() == 2, "nobodyElseIsLocalhostAtItsPort", "this machine has no ::1")) {
            return;
        }
        try (HttpServer whole = listen(both, 0)) {
            for (InetAddress address : both) {
                try (Socket socket = new Socket(address, whole.port())) {
                    String request = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
                    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                    String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                    assertEquals("HTTP/1.1 200", answer.substring(0, 12));
                }
                assertThrows(BindException.class, () -> new ServerSocket(whole.port(), 1, address).close());
            }
        }
        try (ServerSocket other = new ServerSocket(0, 1, both.getLast())) {
            int taken = other.getLocalPort();
            assertFalse(Ports.free(taken));
            assertThrows(BindException.class, () -> listen(both, taken));
            new ServerSocket(taken, 1, both.getFirst()).close();
        }
    }
}
