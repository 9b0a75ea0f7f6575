package aurora.ground.http.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.Seed;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.ClosedPort;
import aurora.ground.http.client.HttpAnswer.Read;
import aurora.ground.http.wire.HttpFailure;
import aurora.ground.http.wire.HttpFailure.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The client against servers that are slow, broken or hostile, over real sockets. */
final class HttpCallTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static Deadline in(Duration length) {
        return Deadline.after(Clock.system(), length);
    }

    private static HttpResult fetch(HostileServer server) throws HttpFailure {
        try (HttpTarget target = HttpTarget.of(server.uri(), Clock.system())) {
            return target.call("POST", "/x").fetch("{}".getBytes(StandardCharsets.UTF_8), 100_000, in(LONG));
        }
    }

    private static List<String> lines(HttpAnswer answer) throws HttpFailure {
        List<String> lines = new ArrayList<>();
        while (true) {
            switch (answer.readLine(LONG)) {
                case LINE ->
                    lines.add(
                            new String(answer.line(), answer.lineStart(), answer.lineLength(), StandardCharsets.UTF_8));
                case IDLE -> throw new AssertionError("nothing came");
                case END -> {
                    return lines;
                }
            }
        }
    }

    @Test
    void readsEveryFraming() throws IOException {
        for (String answer : List.of(
                OK + "Content-Length: 5\r\nX-A:  b \r\n\r\nhello",
                OK + "transfer-encoding: chunked\r\nx-a: b\r\n\r\n2;q=1\r\nhe\r\n003\r\nllo\r\n0\r\ntrailer: t\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\na: b\r\n\r\nHTTP/1.1 200\r\nx-a: b\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\nX-A: b\r\n\r\nhello")) {
            try (HostileServer server = HostileServer.saying(answer)) {
                HttpResult result = fetch(server);
                assertEquals(200, result.status());
                assertEquals("hello", result.text());
                assertEquals("b", result.header("x-A").orElse(""));
                assertTrue(result.header("x-none").isEmpty());
            }
        }
    }

    @Test
    void answersWithoutBodyEndWithTheirHead() throws IOException {
        String head = "HTTP/1.1 204 No Content\r\ncontent-length: 7\r\n\r\n";
        try (HostileServer server = new HostileServer((_, _, peer) -> peer.say(head))) {
            assertArrayEquals(new byte[0], fetch(server).body());
            try (HttpTarget target = HttpTarget.of(server.uri(), Clock.system())) {
                assertEquals(204, target.call("HEAD", "/").fetch(10, in(LONG)).status());
            }
        }
    }

    @Test
    void oneByteAtATimeWithWaitsBetweenLosesNothing() throws IOException {
        String body = "5\r\none\r\n\r\n6\r\ntwo\nth\r\n5\r\nree\r\n\r\n4\r\nlast\r\n0\r\nt: u\r\n\r\n";
        try (HostileServer server = new HostileServer(
                        (_, _, peer) -> peer.dribble(OK + "transfer-encoding: chunked\r\n\r\n" + body));
                HttpTarget target = HttpTarget.of(server.uri(), Clock.system());
                HttpAnswer answer = target.call("GET", "/").send(in(LONG))) {
            List<String> lines = new ArrayList<>();
            Deadline deadline = in(LONG);
            Read read = Read.IDLE;
            while (read != Read.END && !deadline.passed()) {
                read = answer.readLine(Duration.ZERO);
                if (read == Read.LINE) {
                    lines.add(
                            new String(answer.line(), answer.lineStart(), answer.lineLength(), StandardCharsets.UTF_8));
                }
            }
            assertEquals(List.of("one", "two", "three", "last"), lines);
            assertEquals(1, target.idleCount());
        }
    }

    @Test
    void linesSurviveAnySplitIntoChunksAndPackets() throws IOException {
        long seed = Seed.next();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append("line ")
                    .append(i)
                    .append(" ")
                    .append("x".repeat(random.nextInt(10) == 0 ? 40_000 : 50))
                    .append('\n');
        }
        StringBuilder wire = new StringBuilder(OK + "transfer-encoding: chunked\r\n\r\n");
        for (int at = 0; at < text.length(); ) {
            int size = Math.min(text.length() - at, 1 + random.nextInt(random.nextBoolean() ? 30 : 30_000));
            wire.append(Integer.toHexString(size))
                    .append("\r\n")
                    .append(text, at, at + size)
                    .append("\r\n");
            at += size;
        }
        wire.append("0\r\n\r\n");
        try (HostileServer server = new HostileServer((_, _, peer) -> {
                    for (int at = 0; at < wire.length(); ) {
                        int size = Math.min(wire.length() - at, 1 + random.nextInt(20_000));
                        peer.say(wire.substring(at, at + size));
                        at += size;
                    }
                });
                HttpTarget target = HttpTarget.of(server.uri(), Clock.system());
                HttpAnswer answer = target.call("GET", "/").send(in(LONG))) {
            assertEquals(List.of(text.toString().split("\n")), lines(answer), "seed " + seed);
        }
    }

    @Test
    void aLineWithoutAnEndIsRefused() throws IOException {
        try (HostileServer server = HostileServer.saying(OK + "\r\n" + "x".repeat(HttpAnswer.LINE_MAX + 1));
                HttpTarget target = HttpTarget.of(server.uri(), Clock.system());
                HttpAnswer answer = target.call("GET", "/").send(in(LONG))) {
            assertEquals(
                    Kind.PROTOCOL,
                    assertThrows(HttpFailure.class, () -> lines(answer)).kind());
        }
    }

    @Test
    void serverThatNeverAnswersIsLeftAtTheDeadline() throws IOException {
        CountDownLatch left = new CountDownLatch(1);
        try (HostileServer server = new HostileServer((_, _, peer) -> {
                    peer.awaitLeave();
                    left.countDown();
                });
                HttpTarget target = HttpTarget.of(server.uri(), Clock.system())) {
            HttpFailure failure = assertThrows(
                    HttpFailure.class, () -> target.call("GET", "/").fetch(10, in(Duration.ofSeconds(1))));
            assertEquals(Kind.DEADLINE, failure.kind());
            assertTrue(awaits(left), "the server sees that the client is gone");
        }
    }

    @Test
    void slowHeadersAreIdleAndThenComplete() throws IOException {
        CountDownLatch goOn = new CountDownLatch(1);
        try (HostileServer server = new HostileServer((_, _, peer) -> {
                    peer.say("HTTP/1.1 200 OK\r\ncontent-");
                    goOn.await();
                    peer.say("length: 3\r\n\r\nabc");
                });
                HttpTarget target = HttpTarget.of(server.uri(), Clock.system());
                HttpAnswer answer = target.call("GET", "/").send(in(LONG))) {
            assertEquals(Read.IDLE, answer.readLine(SHORT));
            goOn.countDown();
            assertTrue(answer.awaitHead(LONG));
            assertEquals(List.of("abc"), lines(answer));
        }
    }

    @Test
    void closingFromAnotherThreadEndsAReadThatWaits() throws Exception {
        try (HostileServer server = new HostileServer((_, _, peer) -> {
                    peer.say(OK + "\r\nfirst\n");
                    peer.awaitLeave();
                });
                HttpTarget target = HttpTarget.of(server.uri(), Clock.system());
                HttpAnswer answer = target.call("GET", "/").send(in(LONG))) {
            assertEquals(Read.LINE, answer.readLine(LONG));
            AtomicReference<Kind> seen = new AtomicReference<>();
            Thread reader = Thread.ofVirtual()
                    .start(() -> seen.set(assertThrows(HttpFailure.class, () -> answer.readLine(LONG))
                            .kind()));
            while (reader.getState() == Thread.State.NEW) {
                Thread.onSpinWait();
            }
            Runnable leave = answer::close;
            leave.run();
            assertTrue(reader.join(LONG));
            assertEquals(Kind.CLOSED, seen.get());
        }
    }

    @Test
    void keepsConnectionsOnlyAfterWholeAnswers() throws IOException {
        try (HostileServer server =
                        new HostileServer((_, _, peer) -> peer.say(OK + "content-length: 6\r\n\r\none\ntw"));
                HttpTarget target = HttpTarget.of(server.uri(), Clock.system())) {
            HttpCall call = target.call("GET", "/");
            for (int i = 0; i < 3; i++) {
                assertEquals("one\ntw", call.fetch(100, in(LONG)).text());
            }
            assertEquals(1, server.connections.get());
            try (HttpAnswer half = call.send(in(LONG))) {
                assertEquals(Read.LINE, half.readLine(LONG));
            }
            assertEquals(0, target.idleCount());
            HttpAnswer finished = call.send(in(LONG));
            assertEquals(Read.LINE, finished.readLine(LONG));
            finished.finish(LONG);
            assertEquals(1, target.idleCount());
            assertEquals(2, server.connections.get());
        }
    }

    @Test
    void surplusBytesBehindAnAnswerSpoilTheConnection() throws IOException {
        try (HostileServer server =
                        new HostileServer((_, _, peer) -> peer.say(OK + "content-length: 2\r\n\r\nok" + OK));
                HttpTarget target = HttpTarget.of(server.uri(), Clock.system())) {
            assertEquals("ok", target.call("GET", "/").fetch(100, in(LONG)).text());
            assertEquals(0, target.idleCount());
        }
    }

    @Test
    void aStaleConnectionIsReplacedOnce() throws IOException {
        try (HostileServer server = new HostileServer((connection, request, peer) -> {
                    if (request == 1 && connection < 3) {
                        peer.say(OK + "content-length: 2\r\n\r\nok");
                    } else {
                        peer.socket().close();
                    }
                });
                HttpTarget target = HttpTarget.of(server.uri(), Clock.system())) {
            HttpCall call = target.call("POST", "/");
            byte[] body = {'{', '}'};
            assertEquals("ok", call.fetch(body, 100, in(LONG)).text());
            assertEquals(
                    "ok",
                    call.fetch(body, 100, in(LONG)).text(),
                    "the second request of a connection fails, a new one works");
            assertEquals(2, server.connections.get());
            assertEquals(
                    Kind.CUT,
                    assertThrows(HttpFailure.class, () -> call.fetch(body, 100, in(LONG)))
                            .kind());
            assertEquals(3, server.connections.get(), "no second replacement");
            assertEquals(5, server.requests.get());
        }
    }

    @Test
    void aConnectionThatBreaksAfterTheFirstByteIsNotReplaced() throws IOException {
        try (HostileServer server = new HostileServer((_, request, peer) -> {
                    peer.say(request == 1 ? OK + "content-length: 2\r\n\r\nok" : "H");
                    if (request == 2) {
                        peer.socket().close();
                    }
                });
                HttpTarget target = HttpTarget.of(server.uri(), Clock.system())) {
            HttpCall call = target.call("GET", "/");
            assertEquals("ok", call.fetch(100, in(LONG)).text());
            assertEquals(
                    Kind.CUT,
                    assertThrows(HttpFailure.class, () -> call.fetch(100, in(LONG)))
                            .kind());
            assertEquals(1, server.connections.get());
        }
    }

    @Test
    void idleConnectionsAreBounded() throws Exception {
        int many = HttpTarget.IDLE_MAX + 10;
        try (HostileServer server = new HostileServer((_, _, peer) -> peer.say(OK + "content-length: 2\r\n\r\nok"));
                HttpTarget target = HttpTarget.of(server.uri(), Clock.system())) {
            List<HttpAnswer> answers = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                answers.add(target.call("GET", "/").send(in(LONG)));
            }
            for (HttpAnswer answer : answers) {
                answer.finish(LONG);
            }
            assertEquals(HttpTarget.IDLE_MAX, target.idleCount());
            Runnable shut = target::close;
            shut.run();
            assertEquals(0, target.idleCount());
        }
    }

    @Test
    void aServerThatNeverReadsCannotHoldASender() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0);
                HttpTarget target =
                        HttpTarget.of(URI.create("http://127.0.0.1:" + deaf.getLocalPort()), Clock.system())) {
            byte[] much = new byte[64 * 1024 * 1024];
            HttpFailure failure = assertThrows(
                    HttpFailure.class,
                    () -> target.call("POST", "/").send(much, much.length, in(Duration.ofMillis(300))));
            assertEquals(Kind.DEADLINE, failure.kind());
        }
    }

    @Test
    void saysWhyThereIsNoConnection() {
        try (ClosedPort port = new ClosedPort()) {
            noConnection("http://127.0.0.1:" + port.number(), "nothing listens");
            noConnection("http://localhost:" + port.number(), "nothing listens");
        }
        noConnection("http://name.invalid:1", "its name");
    }

    private static void noConnection(String url, String why) {
        try (HttpTarget target = HttpTarget.of(URI.create(url), Clock.system())) {
            HttpFailure failure = assertThrows(
                    HttpFailure.class, () -> target.call("GET", "/").fetch(10, in(LONG)));
            assertEquals(Kind.UNREACHABLE, failure.kind(), url);
            assertTrue(failure.toString().contains(why), url);
            assertFalse(failure.getMessage().contains(URI.create(url).getHost()), "whoever may not know it hears it");
        }
    }

    @Test
    void refusesAddressesAndHeadersThatAreNone() {
        for (String url : List.of("ftp://a", "http:///x", "http://user@host/", "nothing", "http://a:70000")) {
            assertThrows(IllegalArgumentException.class, () -> HttpTarget.of(URI.create(url), Clock.system()), url);
        }
        try (HttpTarget target = HttpTarget.of(URI.create("http://127.0.0.1:1/v1/"), Clock.system())) {
            assertThrows(IllegalArgumentException.class, () -> target.call("GET", "/a\r\nb: c"));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> target.call("GET", "/").with("a", "b\r\nc: d"));
        }
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(10, java.util.concurrent.TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
