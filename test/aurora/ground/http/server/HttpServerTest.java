package aurora.ground.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server on real sockets. */
final class HttpServerTest {
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.start(List.of(InetAddress.getLoopbackAddress()), 0, Clock.system(), this::handle);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void handle(Exchange exchange) throws IOException, InterruptedException {
        switch (exchange.path()) {
            case "/echo" -> {
                try {
                    exchange.answer(200, List.of("Content-Type", "text/plain"), exchange.body(1000));
                } catch (Exchange.BodyTooLargeException large) {
                    exchange.answer(413, List.of(), "large".getBytes(StandardCharsets.UTF_8));
                }
            }
            case "/wait" -> {
                exchange.whenGone(gone::countDown);
                entered.countDown();
                assertTrue(gone.await(10, TimeUnit.SECONDS), "the client's leaving was not noticed");
            }
            case "/watched" -> {
                exchange.whenGone(gone::countDown);
                exchange.answer(200, List.of(), exchange.path().getBytes(StandardCharsets.UTF_8));
            }
            case "/headers" -> {
                String told = exchange.header("Cookie").orElse("none") + "|"
                        + exchange.header("Aurora-Proof").orElse("none") + "|"
                        + exchange.header("Origin").orElse("none");
                exchange.answer(200, List.of(), told.getBytes(StandardCharsets.UTF_8));
            }
            case "/stream" -> {
                try (OutputStream out = exchange.stream(200, List.of("Content-Type", "text/event-stream"))) {
                    for (int i = 0; i < 3; i++) {
                        out.write(("data: " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    }
                }
            }
            case "/endless" -> {
                try (OutputStream out = exchange.stream(200, List.of("Content-Type", "text/plain"))) {
                    entered.countDown();
                    while (true) {
                        out.write(new byte[8192]);
                        out.flush();
                    }
                } catch (IOException | RuntimeException left) {
                    gone.countDown();
                    throw left;
                }
            }
            default -> throw new IllegalStateException("a defect");
        }
    }

    @Test
    void answersBodiesAndLimitsThem() throws Exception {
        assertEquals("hello", post("/echo", "hello").body());
        assertEquals(413, post("/echo", "x".repeat(1001)).statusCode());
        assertEquals("x".repeat(1000), post("/echo", "x".repeat(1000)).body());
    }

    /** Whoever sends one thing twice is not taken at the first word. */
    @Test
    void aHeaderInSeveralLinesIsOneValue() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            String request = "GET /headers HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\nAurora-Proof: good\r\n"
                    + "Cookie: a=2\r\nAurora-Proof: bad\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.endsWith("a=1; a=2|good, bad|none"), answer);
        }
    }

    @Test
    void streams() throws Exception {
        assertEquals("data: 0\n\ndata: 1\n\ndata: 2\n\n", post("/stream", "").body());
    }

    @Test
    void aDefectIsAnsweredAsOne() throws Exception {
        HttpResponse<String> answer = post("/defect", "");
        assertEquals(500, answer.statusCode());
        assertTrue(answer.body().contains("\"code\":\"internal\""), answer.body());
    }

    @Test
    void aClientThatLeavesWhileItIsWrittenToIsNoDefect() throws Exception {
        Queue<LogRecord> said = new ConcurrentLinkedQueue<>();
        Handler listening = new StreamHandler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line);
            }
        };
        Logger log = Logger.getLogger("");
        log.addHandler(listening);
        try {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.getOutputStream()
                        .write("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertTrue(entered.await(10, TimeUnit.SECONDS));
                assertTrue(socket.getInputStream().read() >= 0);
            }
            assertTrue(gone.await(10, TimeUnit.SECONDS));
            server.close(); // waits until what it handled is over
        } finally {
            log.removeHandler(listening);
        }
        // Other parts may be ending in the background what an earlier test began.
        List<String> loud = said.stream()
                .filter(line -> line.getLevel().intValue() >= Level.WARNING.intValue())
                .filter(line -> String.valueOf(line.getLoggerName()).matches("(aurora\\.http|io\\.helidon)\\b.*"))
                .map(LogRecord::getMessage)
                .toList();
        assertEquals(List.of(), loud);
    }

    @Test
    void noticesAClientThatLeavesWhileNothingIsWritten() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(entered.await(10, TimeUnit.SECONDS));
        }
        assertTrue(gone.await(10, TimeUnit.SECONDS));
    }

    @Test
    void keepsTheConnectionAfterWatching() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = "GET /watched HTTP/1.1\r\nHost: x\r\n\r\n";
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertTrue(readUntil(socket.getInputStream(), "/watched").startsWith("HTTP/1.1 200"));
            }
        }
        assertTrue(gone.getCount() == 1, "nobody has left");
    }

    @Test
    void refusesBrokenRequestsWithoutCallingTheHandler() throws Exception {
        for (String bad : List.of(
                "NONSENSE\r\n\r\n",
                "GET /defect HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: x\r\n\r\n")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(bad.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), bad.substring(0, 10) + " -> " + answer);
            }
        }
    }

    @Test
    void cutsOffWhoBeginsARequestAndDoesNotEndIt() throws Exception {
        Duration brief = Duration.ofMillis(200);
        HttpServer.Patience impatient =
                new HttpServer.Patience(brief, brief, Duration.ofSeconds(20), brief, Duration.ofMillis(50));
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (HttpServer hurried = HttpServer.start(anyPort, Clock.system(), impatient, this::handle)) {
            for (String half : List.of(
                    "",
                    "GET /ec",
                    "GET /echo HTTP/1.1\r\nHost: x\r\nX-Mo",
                    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf",
                    "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf")) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hurried.port())) {
                    socket.setSoTimeout(10_000);
                    socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
                    assertTrue(endOf(socket), "\"" + half + "\" is waited for");
                }
            }
        }
    }

    @Test
    void doesNotCutOffWhoWaitsForALongAnswer() throws Exception {
        Duration brief = Duration.ofMillis(100);
        HttpServer.Patience impatient = new HttpServer.Patience(brief, brief, brief, brief, Duration.ofMillis(20));
        CountDownLatch looked = new CountDownLatch(1);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpHandler slow = exchange -> {
            exchange.whenGone(gone::countDown);
            // the connection that is opened next is closed after the same time
            entered.countDown();
            assertTrue(looked.await(10, TimeUnit.SECONDS));
            exchange.answer(200, List.of(), "slow".getBytes(StandardCharsets.UTF_8));
        };
        try (HttpServer hurried = HttpServer.start(anyPort, Clock.system(), impatient, slow);
                Socket waiting = asking(hurried)) {
            for (int i = 0; i < 3; i++) {
                try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), hurried.port())) {
                    silent.setSoTimeout(10_000);
                    assertTrue(endOf(silent));
                }
            }
            looked.countDown();
            assertTrue(readUntil(waiting.getInputStream(), "slow").startsWith("HTTP/1.1 200"));
        }
        assertTrue(gone.getCount() == 1 || gone.await(10, TimeUnit.SECONDS));
    }

    /** One whose request is being answered; on a busy machine the server may lose patience before it is asked. */
    private Socket asking(HttpServer hurried) throws Exception {
        for (int tries = 0; tries < 20; tries++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), hurried.port());
            socket.setSoTimeout(10_000);
            try {
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException cutOff) {
                socket.close();
                continue;
            }
            if (entered.await(1, TimeUnit.SECONDS)) {
                return socket;
            }
            socket.close();
        }
        throw new AssertionError("no request was taken");
    }

    @Test
    void refusesBrokenFramesWithoutADefect() throws Exception {
        String post = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (String bad : List.of(
                post + "zz\r\nabc\r\n0\r\n\r\n",
                post + "-1\r\nabc\r\n0\r\n\r\n",
                post + "3\r\nabcd\r\n0\r\n\r\n",
                post + "ffffffffffffffff\r\nabc\r\n0\r\n\r\n",
                post + "7fffffffffffffff\r\nabc\r\n0\r\n\r\n",
                post + "3;" + "x".repeat(20_000) + "\r\nabc\r\n0\r\n\r\n",
                "G\u001bT /echo HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /echo\u001b HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3\r\nabc\r\n0\r\n\r\n")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(bad.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(
                        answer.startsWith("HTTP/1.1 4") && answer.split("HTTP/1.1 ", -1).length == 2,
                        bad.substring(0, 20) + "..." + bad.length() + " -> \"" + answer + "\"");
            }
        }
    }

    @Test
    void aCodingThatIsNotKnownIsNotReadAndEndsTheConnection() throws Exception {
        for (String coding : List.of("gzip", "gzip, chunked", "chunked, gzip", "chunked, chunked")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(10_000);
                String requests = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + coding + "\r\n\r\n"
                        + "3\r\nabc\r\n0\r\n\r\nGET /watched HTTP/1.1\r\nHost: x\r\n\r\n";
                socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
                String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertTrue(all.startsWith("HTTP/1.1 501 ") || all.startsWith("HTTP/1.1 400 "), coding + ": " + all);
                assertEquals(2, all.split("HTTP/1.1 ", -1).length, "what follows is not taken for a request: " + all);
                assertFalse(all.contains("/watched"), all);
            }
        }
    }

    @Test
    void whatIsNotReadHereIsCalledByItsName() throws Exception {
        String head = " HTTP/1.1\r\nHost: x\r\n";
        Map<String, Integer> all = Map.of(
                "POST /echo" + head + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
                415,
                "GET /echo" + head + "X: " + "x".repeat(33_000) + "\r\n\r\n",
                431,
                "GET /echo" + head + "X: y\r\n".repeat(6_000) + "\r\n",
                431,
                "GET /" + "x".repeat(9_000) + head + "\r\n",
                414,
                "POST /echo" + head + "Transfer-Encoding: gzip\r\n\r\nabc",
                501,
                "POST /echo" + head + "Transfer-Encoding: chunked, chunked\r\n\r\n",
                400,
                "POST /echo" + head + "Content-Length: 99999999999\r\n\r\n",
                413,
                "GET /echo HTTP/1.0\r\nHost: x\r\n\r\n",
                505,
                "GET /echo" + head + "Host: y\r\n\r\n",
                400);
        for (Map.Entry<String, Integer> one : all.entrySet()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(one.getKey().getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                String said = one.getKey().substring(0, 20) + "... -> " + answer;
                assertTrue(answer.startsWith("HTTP/1.1 " + one.getValue()), said);
                assertEquals(one.getValue() == 415, answer.contains("Accept-Encoding: identity"), said);
                assertEquals(one.getValue() == 400, answer.contains("not well-formed"), said);
            }
        }
    }

    @Test
    void answersHeadWithoutABodyAndClosesWhenAsked() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            String requests = "HEAD /watched HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "GET /watched HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            String[] answers = all.split("(?=HTTP/1.1 200)");
            assertEquals(2, answers.length, all);
            assertTrue(answers[0].contains("Content-Length: 8") && answers[0].endsWith("\r\n\r\n"), all);
            assertTrue(answers[1].endsWith("/watched"), all);
        }
    }

    private static boolean endOf(Socket socket) {
        try {
            while (socket.getInputStream().read() != -1) {
                // what the server still says
            }
            return true;
        } catch (SocketTimeoutException waits) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        for (int b = in.read(); b != -1; b = in.read()) {
            read.append((char) b);
            if (read.toString().endsWith(end)) {
                break;
            }
        }
        return read.toString();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
