package aurora.ground.http.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RawClientTest {
    private static final byte[] REQUEST =
            "POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nhi".getBytes(StandardCharsets.US_ASCII);

    @Test
    void readsAnswersOfBothFramingsOverOneConnection() throws Exception {
        byte[] whole = "one\ntwo\n".getBytes(StandardCharsets.US_ASCII);
        RawServer.Handler handler = exchange -> {
            String body = new String(exchange.bytes(), exchange.bodyStart(), exchange.bodyLength());
            assertEquals("hi", body);
            exchange.answer(200, "text/plain", "", whole);
            if (exchange.keepsAlive() && exchange.path().equals("/x")) {
                // the next one on this connection comes in chunks that cut lines anywhere
                exchange.nextRequest();
                exchange.begin(201, "text/plain");
                for (String piece : List.of("on", "e\ntw", "o\n", "x".repeat(3000) + "\n")) {
                    byte[] bytes = piece.getBytes(StandardCharsets.US_ASCII);
                    exchange.chunk(bytes, 0, bytes.length);
                    exchange.flush();
                }
                exchange.end();
            }
        };
        try (RawServer server = RawServer.start(0, handler, Clock.system());
                RawClient client = RawClient.to(server.port(), REQUEST, Duration.ofSeconds(10))) {
            for (int round = 0; round < 3; round++) {
                assertEquals(List.of("200", "one", "two"), read(client));
                assertEquals(List.of("201", "one", "two", "x".repeat(3000)), read(client));
            }
        }
    }

    @Test
    void aCrowdAsksUntilItsTimeIsOver() throws Exception {
        AtomicInteger served = new AtomicInteger();
        RawServer.Handler handler = exchange -> {
            served.incrementAndGet();
            exchange.answer(200, "text/plain", "", "x".repeat(20_000).getBytes(StandardCharsets.US_ASCII));
        };
        try (RawServer server = RawServer.start(0, handler, Clock.system())) {
            List<Long> times = new ArrayList<>();
            RawCrowd.ask(server.port(), REQUEST, 7, Duration.ofMillis(200), Clock.system(), (status, nanos) -> {
                assertEquals(200, status);
                times.add(nanos);
            });
            assertEquals(served.get(), times.size());
            assertTrue(times.size() >= 7 && times.stream().allMatch(nanos -> nanos > 0), times::toString);
        }
    }

    @Test
    void readersHearEveryPieceOfEveryStream() throws Exception {
        RawServer.Handler handler = exchange -> {
            exchange.begin(200, "text/event-stream");
            for (String text : List.of("data: {t:''}", "data: {t:'a'}", "data: {t:'b'} data: {t:'c'}", "data: DONE")) {
                byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
                exchange.chunk(bytes, 0, bytes.length);
                exchange.flush();
            }
            exchange.end();
        };
        try (RawServer server = RawServer.start(0, handler, Clock.system())) {
            int[] counts = new int[3];
            long[] last = new long[3];
            RawReaders.read(
                    server.port(), asked(), List.of(3_000_000L, 0L, 1_000_000L), Clock.system(), (stream, nanos) -> {
                        counts[stream]++;
                        assertTrue(nanos >= last[stream]);
                        last[stream] = nanos;
                    });
            assertEquals(List.of(3, 3, 3), Arrays.stream(counts).boxed().toList());
        }
    }

    @Test
    void readersSayWhenAnAnswerIsNoneOrBreaksOff() throws Exception {
        for (String answer : List.of("HTTP/1.1 503 x\r\ncontent-length: 0\r\n\r\n", "HTTP/1.1 200 x\r\n\r\n{t:'a'}")) {
            RawServer.Handler handler = exchange -> {
                exchange.garbage(answer.getBytes(StandardCharsets.US_ASCII));
                exchange.flush();
            };
            try (RawServer server = RawServer.start(0, handler, Clock.system())) {
                assertThrows(
                        IOException.class,
                        () -> RawReaders.read(
                                server.port(), asked(), List.of(0L), Clock.system(), (stream, nanos) -> {}));
            }
        }
    }

    private static RawReaders.Asked asked() {
        return new RawReaders.Asked(new String(REQUEST, StandardCharsets.US_ASCII), "t:'", '\'', "DONE");
    }

    @Test
    void saysWhenAnAnswerBreaksOff() throws Exception {
        RawServer.Handler handler = exchange -> {
            exchange.garbage("HTTP/1.1 200 x\r\ncontent-length: 9\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII));
            exchange.flush();
        };
        try (RawServer server = RawServer.start(0, handler, Clock.system());
                RawClient client = RawClient.to(server.port(), REQUEST, Duration.ofSeconds(10))) {
            assertThrows(IOException.class, () -> read(client));
        }
    }

    private static List<String> read(RawClient client) throws IOException {
        List<String> read = new ArrayList<>();
        int status =
                client.answer((bytes, length) -> read.add(new String(bytes, 0, length, StandardCharsets.US_ASCII)));
        read.addFirst(String.valueOf(status));
        return read;
    }
}
