package aurora.ground.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.http.wire.HttpFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where no call goes, however the address is written. */
final class AddressRuleTest {
    private static boolean refused(String host) throws UnknownHostException {
        return AddressRule.STANDARD
                .refusal(new InetSocketAddress(InetAddress.getByName(host), 80))
                .isPresent();
    }

    @Test
    void linkLocalAndMetadataAddressesAreRefused() throws UnknownHostException {
        for (String host : List.of(
                "169.254.169.254",
                "169.254.0.1",
                "2852039166",
                "fe80::1",
                "febf::1",
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "64:ff9b::169.254.169.254",
                "2002:a9fe:a9fe::1",
                "fd00:ec2::254",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192")) {
            assertTrue(refused(host), host);
        }
    }

    @Test
    void thePrivateNetworkAndTheWorldAreNot() throws UnknownHostException {
        for (String host : List.of(
                "127.0.0.1",
                "::1",
                "10.0.0.7",
                "172.16.4.4",
                "192.168.1.20",
                "100.64.1.1",
                "fd12:3456::1",
                "64:ff9b::8.8.8.8",
                "8.8.8.8",
                "2001:4860:4860::8888")) {
            assertFalse(refused(host), host);
        }
    }

    @Test
    void ownPortsAreRefusedOnThisMachineOnly() throws UnknownHostException {
        AddressRule rule = AddressRule.notHere(() -> Map.of(5432, "the database"));
        for (String here : List.of("127.0.0.1", "127.8.8.8", "::1", "0.0.0.0")) {
            InetSocketAddress to = new InetSocketAddress(InetAddress.getByName(here), 5432);
            assertEquals(
                    "port 5432 of this machine is the database",
                    rule.refusal(to).orElseThrow(),
                    here);
        }
        assertTrue(rule.refusal(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 5433))
                .isEmpty());
        assertTrue(rule.refusal(new InetSocketAddress(InetAddress.getByName("10.99.99.99"), 5432))
                .isEmpty());
    }

    @Test
    void aRefusedAddressIsNotConnectedTo() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HttpTarget target = HttpTarget.of(
                        URI.create("http://localhost:" + listener.getLocalPort()),
                        Clock.system(),
                        AddressRule.notHere(() -> Map.of(listener.getLocalPort(), "ours")))) {
            HttpFailure failure = assertThrows(
                    HttpFailure.class,
                    () -> target.call("GET", "/").fetch(100, Deadline.after(Clock.system(), Duration.ofSeconds(5))));
            assertEquals(HttpFailure.Kind.FORBIDDEN, failure.kind());
            listener.setSoTimeout(1);
            assertThrows(IOException.class, listener::accept);
        }
    }
}
