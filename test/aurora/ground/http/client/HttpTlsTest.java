package aurora.ground.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.http.client.HttpAnswer.Read;
import aurora.ground.http.wire.HttpFailure;
import aurora.ground.http.wire.HttpFailure.Kind;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client over TLS: certificates and names are checked, and waits lose nothing there either. */
final class HttpTlsTest {
    private static final char[] WORD = "changeit".toCharArray();
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @TempDir
    static Path folder;

    private static SSLContext tls;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(WORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, WORD);
        }
        KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        mine.init(keys, WORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        tls = SSLContext.getInstance("TLS");
        tls.init(mine.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    private static HostileServer serve(HostileServer.Script script) throws Exception {
        ServerSocket listener =
                tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new HostileServer(script, listener);
    }

    private static Deadline soon() {
        return Deadline.after(Clock.system(), LONG);
    }

    private static URI uri(String host, int port) {
        return URI.create("https://" + host + ":" + port);
    }

    @Test
    void reusesConnectionsAndChecksNameAndCertificate() throws Exception {
        try (HostileServer server = serve((_, _, peer) -> peer.say(OK + "content-length: 2\r\n\r\nok"))) {
            try (HttpTarget target = HttpTarget.of(uri("localhost", server.port()), Clock.system(), tls)) {
                for (int i = 0; i < 3; i++) {
                    assertEquals("ok", target.call("GET", "/").fetch(10, soon()).text());
                }
                assertEquals(1, target.idleCount());
            }
            try (HttpTarget wrongName = HttpTarget.of(uri("127.0.0.1", server.port()), Clock.system(), tls);
                    HttpTarget stranger = HttpTarget.of(uri("localhost", server.port()), Clock.system())) {
                for (HttpTarget target : List.of(wrongName, stranger)) {
                    HttpFailure failure = assertThrows(
                            HttpFailure.class, () -> target.call("GET", "/").fetch(10, soon()));
                    assertEquals(Kind.UNREACHABLE, failure.kind());
                    assertTrue(failure.toString().contains("no safe connection"), failure.toString());
                }
            }
        }
    }

    @Test
    void theSchemeThatAPortSpeaksIsSeen() throws Exception {
        SchemeCheck check = new SchemeCheck(Clock.system(), AddressRule.STANDARD);
        try (HostileServer secure = serve((_, _, peer) -> peer.say(OK + "content-length: 2\r\n\r\nok"));
                HostileServer plain = new HostileServer((_, _, peer) -> peer.say(OK + "content-length: 2\r\n\r\nok"))) {
            URI wrong = URI.create("http://localhost:" + secure.port() + "/v1");
            assertEquals(
                    Optional.of(URI.create("https://localhost:" + secure.port() + "/v1")), check.other(wrong, soon()));
            assertEquals(Optional.empty(), check.other(uri("localhost", secure.port()), soon()));
            assertEquals(
                    Optional.of(URI.create("http://localhost:" + plain.port())),
                    check.other(uri("localhost", plain.port()), soon()));
            assertEquals(
                    Optional.empty(),
                    check.other(
                            URI.create("http://localhost:" + plain.port()),
                            Deadline.after(Clock.system(), Duration.ofMillis(300))));
        }
    }

    @Test
    void oneByteAtATimeWithWaitsBetweenLosesNothing() throws Exception {
        String body = "5\r\none\r\n\r\n6\r\ntwo\nth\r\n5\r\nree\r\n\r\n4\r\nlast\r\n0\r\n\r\n";
        try (HostileServer server =
                        serve((_, _, peer) -> peer.dribble(OK + "transfer-encoding: chunked\r\n\r\n" + body));
                HttpTarget target = HttpTarget.of(uri("localhost", server.port()), Clock.system(), tls);
                HttpAnswer answer = target.call("GET", "/").send(soon())) {
            List<String> lines = new ArrayList<>();
            Deadline deadline = soon();
            Read read = Read.IDLE;
            while (read != Read.END && !deadline.passed()) {
                read = answer.readLine(Duration.ZERO);
                if (read == Read.LINE) {
                    lines.add(
                            new String(answer.line(), answer.lineStart(), answer.lineLength(), StandardCharsets.UTF_8));
                }
            }
            assertEquals(List.of("one", "two", "three", "last"), lines);
        }
    }

    @Test
    void aServerThatNeverShakesHandsIsLeft() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0);
                HttpTarget target = HttpTarget.of(uri("localhost", deaf.getLocalPort()), Clock.system(), tls)) {
            Deadline deadline = Deadline.after(Clock.system(), Duration.ofMillis(300));
            HttpFailure failure = assertThrows(
                    HttpFailure.class, () -> target.call("GET", "/").fetch(10, deadline));
            assertEquals(Kind.DEADLINE, failure.kind());
        }
    }

    @Test
    void anOrderlyEndOfTlsIsTheEndOfAnUnframedBody() throws Exception {
        try (HostileServer server = serve((_, _, peer) -> {
                    peer.say(OK + "\r\nhalf");
                    peer.socket().close();
                });
                HttpTarget target = HttpTarget.of(uri("localhost", server.port()), Clock.system(), tls)) {
            assertEquals("half", target.call("GET", "/").fetch(10, soon()).text());
        }
    }
}
