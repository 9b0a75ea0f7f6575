package aurora.ground.http.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.http.wire.HttpFailure;
import aurora.ground.http.wire.HttpFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client refuses: everything that is not plain HTTP/1.1, too much of anything, and answers that were cut. */
final class HttpStrictTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static Deadline in(Duration length) {
        return Deadline.after(Clock.system(), length);
    }

    private static HttpResult fetch(HostileServer server) throws HttpFailure {
        try (HttpTarget target = HttpTarget.of(server.uri(), Clock.system())) {
            return target.call("POST", "/x").fetch("{}".getBytes(StandardCharsets.UTF_8), 100_000, in(LONG));
        }
    }

    private static Kind failure(String answer) throws IOException {
        try (HostileServer server = HostileServer.saying(answer)) {
            return assertThrows(HttpFailure.class, () -> fetch(server)).kind();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 99 Low\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1 101 Switching\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ncontent-length: 5, 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\nhe\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n folded: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nname : x\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\na: b\nc: d\r\n\r\n",
                "HTTP/1.1 200 OK\r\na: b\rc\r\n\r\n",
            })
    void refusesWhatIsNotHttp(String answer) throws IOException {
        assertEquals(Kind.PROTOCOL, failure(answer));
    }

    @Test
    void refusesTooMuchOfAnything() throws IOException {
        assertEquals(Kind.PROTOCOL, failure(OK + "a: " + "x".repeat(20_000) + "\r\n\r\n"));
        assertEquals(Kind.PROTOCOL, failure(OK + "a: " + "x".repeat(9_000) + "\r\n\r\n"));
        assertEquals(Kind.PROTOCOL, failure(OK + "a: b\r\n".repeat(101) + "\r\n"));
        assertEquals(Kind.PROTOCOL, failure("HTTP/1.1 102 Wait\r\n\r\n".repeat(9) + OK + "content-length: 0\r\n\r\n"));
        assertEquals(Kind.PROTOCOL, failure(OK + "content-length: 200000\r\n\r\n" + "x".repeat(200_000)));
        assertEquals(Kind.PROTOCOL, failure(OK + "transfer-encoding: chunked\r\n\r\n1;" + "e".repeat(300) + "\r\n"));
        assertEquals(
                Kind.PROTOCOL,
                failure(OK + "transfer-encoding: chunked\r\n\r\n0\r\n" + "t: u\r\n".repeat(3_000) + "\r\n"));
    }

    @Test
    void aCutAnswerIsNeverTakenForAWholeOne() throws IOException {
        assertEquals(Kind.CUT, failure(""));
        assertEquals(Kind.CUT, failure("HTT"));
        assertEquals(Kind.CUT, failure(OK + "content-le"));
        assertEquals(Kind.CUT, failure(OK + "content-length: 10\r\n\r\nhello"));
        assertEquals(Kind.CUT, failure(OK + "transfer-encoding: chunked\r\n\r\n5\r\nhel"));
        assertEquals(Kind.CUT, failure(OK + "transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n"));
        assertEquals(Kind.CUT, failure(OK + "transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"));
    }
}
