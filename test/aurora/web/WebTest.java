package aurora.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.AuthApi;
import aurora.base.Caller;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.ground.config.Config;
import aurora.ground.json.Json;
import aurora.ground.metrics.Metrics;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.contract.Contract;
import aurora.mesh.contract.Nothing;
import aurora.mesh.contract.Rules;
import aurora.mesh.contract.Verb;
import aurora.router.RouterApi;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The door with a service behind it that breaks. */
final class WebTest {
    @TempDir
    Path folder;

    /** A service of two methods. */
    interface Broken {
        /** Breaks. */
        Reply<Nothing> call(Caller caller, Nothing request, Deadline deadline);

        /** A file whose first line waits for a database that is away. */
        default Reply<Events<Nothing>> file(Caller caller, Nothing request, Deadline deadline) {
            return Reply.ok(new Events<>() {
                @Override
                public Next<Nothing> next(Duration wait) {
                    throw new DatabaseException(DatabaseException.Kind.AWAY, "away", null);
                }

                @Override
                public void close() {
                    // nothing is held
                }
            });
        }
    }

    @Test
    void aDefectIsAnErrorLikeAnyOther() throws Exception {
        try (Web web = open();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = get(client, web, "/api/broken");
            assertEquals(500, answer.statusCode());
            JsonNode error = Json.tree(answer.body()).path("error");
            assertEquals("internal", error.path("code").asString());
            assertFalse(error.path("message").asString().contains("marzipan"), "what broke is for the log");
            assertEquals(
                    answer.headers().firstValue("Aurora-Request").orElse("no header"),
                    error.path("request").asString(),
                    "the id under which the log tells more");
        }
    }

    /** With 200 and a body that breaks off nobody would know what to do. */
    @Test
    void aFileThatCannotBeginIsRefused() throws Exception {
        try (Web web = open();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = get(client, web, "/api/file");
            assertEquals(503, answer.statusCode());
            JsonNode error = Json.tree(answer.body()).path("error");
            assertEquals("database", error.path("field").asString());
        }
    }

    @Test
    void openAisClientsGetADefectInTheirShape() throws Exception {
        try (Web web = open();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = get(client, web, "/v1/models");
            assertEquals(500, answer.statusCode());
            JsonNode error = Json.tree(answer.body()).path("error");
            assertEquals("server_error", error.path("type").asString());
            assertEquals(1, answer.headers().allValues("Aurora-Request").size());
        }
    }

    @Test
    void onlyWhatThePageKnowsIsThePage() throws Exception {
        try (Web web = open();
                HttpClient client = HttpClient.newHttpClient()) {
            for (String known : List.of(
                    "/", "/c/0198c1d0-0000-7000-8000-000000000001", "/setup", "/status", "/account/", "/users")) {
                HttpResponse<String> page = get(client, web, known);
                assertEquals(200, page.statusCode(), known);
                assertTrue(page.body().contains("<au-app>"), known);
            }
            for (String unknown : List.of("/nope", "/c", "/c/", "/c/a/b", "/status/x", "/wp-admin/", "/%00")) {
                HttpResponse<String> missing = get(client, web, unknown);
                assertEquals(404, missing.statusCode(), unknown);
                assertTrue(missing.body().contains("There is no such page"), unknown);
                assertTrue(missing.body().contains("<a href=\"/\">"), unknown);
                assertEquals(
                        "text/html; charset=utf-8",
                        missing.headers().firstValue("Content-Type").orElse(""));
                assertTrue(
                        missing.headers().firstValue("Content-Security-Policy").isPresent());
            }
            assertEquals(404, get(client, web, "/assets/none.js").statusCode());
        }
    }

    private static String raw(Web web, String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Whatever the server refuses by itself looks like all other errors, and can be found in the log. */
    @Test
    void whatNeverReachesTheDoorIsRefusedInItsShape() throws Exception {
        String head = " HTTP/1.1\r\nHost: localhost\r\n";
        try (Web web = open()) {
            for (String request : List.of(
                    "POST PATH" + head + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
                    "GET PATH" + head + "X: " + "x".repeat(33_000) + "\r\n\r\n",
                    "POST PATH" + head + "Transfer-Encoding: gzip\r\n\r\nabc",
                    "BREW PATH" + head + "\r\n",
                    "TRACE PATH" + head + "\r\n",
                    "GET PATH HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                    "GET PATH HTTP/1.1\r\n\r\n")) {
                String own = raw(web, request.replace("PATH", "/api/broken"));
                String[] parts = own.split("\r\n\r\n", 2);
                JsonNode error = Json.tree(parts[1]).path("error");
                assertFalse(error.path("code").asString().isEmpty(), own);
                String id = error.path("request").asString();
                assertTrue(!id.isEmpty() && parts[0].contains("Aurora-Request: " + id), own);
                String theirs = raw(web, request.replace("PATH", "/v1/models"));
                parts = theirs.split("\r\n\r\n", 2);
                error = Json.tree(parts[1]).path("error");
                assertTrue(error.path("type").asString().endsWith("_error"), theirs);
                assertTrue(parts[0].contains("Aurora-Request: "), theirs);
            }
            assertTrue(raw(web, "BREW /api/broken" + head + "\r\n").startsWith("HTTP/1.1 501"));
            assertTrue(raw(web, "DELETE /api/broken" + head + "\r\n").startsWith("HTTP/1.1 405"));
            assertTrue(raw(web, "DELETE /health" + head + "\r\n").startsWith("HTTP/1.1 405"));
            assertTrue(raw(web, "GET /" + "x".repeat(9_000) + head + "\r\n").startsWith("HTTP/1.1 414"));
        }
    }

    private Web open() throws Exception {
        Broken broken = (caller, request, deadline) -> {
            throw new IllegalStateException("marzipan");
        };
        Contract<Broken> table = Contract.of("broken", Broken.class)
                .row(Verb.GET, "/api/broken", Nothing.class, Nothing.class, Broken::call, Rules.anyone("Breaks."))
                .lines("/api/file", Nothing.class, Nothing.class, "file.jsonl", Broken::file, Rules.anyone("Waits."))
                .done();
        Config config = Config.read(
                folder.resolve("aurora.yml"), Map.of(Web.PORT.key(), String.valueOf(freePort())), Web.SETTINGS);
        return Web.open(new Web.Needs(
                config,
                Clock.system(),
                Ids.secure(),
                new Metrics(),
                breaking(AuthApi.class),
                breaking(RouterApi.class),
                List.of(new Web.Served<>(table, broken)),
                List::of,
                "0"));
    }

    private static <A> A breaking(Class<A> api) {
        return api.cast(Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, (proxy, method, values) -> {
            throw new IllegalStateException("marzipan");
        }));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> get(HttpClient client, Web web, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + web.port() + path))
                .header("Authorization", path.startsWith("/v1/") ? "Bearer ak_x" : "")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
