package aurora.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.AuthApi;
import aurora.base.Caller;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.engine.Part;
import aurora.ground.config.Config;
import aurora.ground.metrics.Metrics;
import aurora.mesh.contract.Contract;
import aurora.mesh.contract.Nothing;
import aurora.mesh.contract.Rules;
import aurora.router.RouterApi;
import aurora.router.RouterApi.Decision;
import aurora.router.RouterApi.Place;
import aurora.router.RouterApi.Rendered;
import aurora.router.RouterApi.Rendering;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is being read ends soon after the right to read it. */
final class RightEndsTest {
    private static final Place PLACE = new Place("n", "e", "m");

    @TempDir
    Path folder;

    private final AtomicBoolean known = new AtomicBoolean(true);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** A service with a file that has no end. */
    interface Endless {
        /** Its lines. */
        Reply<Events<Nothing>> file(Caller caller, Nothing request, Deadline deadline);
    }

    /** An answer that never ends. */
    private final class Babble implements Rendering {
        private long count;

        @Override
        public Decision decision() {
            return new Decision("d", Instant.EPOCH, "u", "m", PLACE, "", List.of(), Optional.empty(), Optional.empty());
        }

        @Override
        public Optional<RouterApi.Figures> soFar() {
            return Optional.empty();
        }

        @Override
        public Next<Rendered> next(Duration wait) throws InterruptedException {
            assertFalse(closed.await(20, TimeUnit.MILLISECONDS), "nobody reads what is closed");
            begun.countDown();
            count++;
            return new Events.Item<>(count, new Rendered.Piece(new Part.Text("x")));
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private Reply<Caller> identify() {
        return known.get()
                ? Reply.ok(new Caller(
                        Caller.Kind.KEY,
                        "u",
                        "u",
                        Caller.Role.MEMBER,
                        Set.of(Caller.Scope.MODELS),
                        "k",
                        "127.0.0.1",
                        "r"))
                : new Reply.Denied<>(true, "revoked");
    }

    private Reply<Events<Nothing>> lines() {
        return Reply.ok(new Events<>() {
            @Override
            public Next<Nothing> next(Duration wait) {
                return new Item<>(1, Nothing.NOTHING);
            }

            @Override
            public void close() {
                closed.countDown();
            }
        });
    }

    private Web open() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Contract<Endless> table = Contract.of("endless", Endless.class)
                .lines(
                        "/api/file",
                        Nothing.class,
                        Nothing.class,
                        "file.jsonl",
                        Endless::file,
                        Rules.member(Caller.Scope.MODELS, "Goes on."))
                .done();
        Endless endless = (caller, request, deadline) -> lines();
        Config config =
                Config.read(folder.resolve("aurora.yml"), Map.of(Web.PORT.key(), String.valueOf(port)), Web.SETTINGS);
        return Web.open(new Web.Needs(
                config,
                Clock.system(),
                Ids.secure(),
                new Metrics(),
                answering(AuthApi.class, "identify", this::identify),
                answering(RouterApi.class, "render", () -> Reply.ok(new Babble())),
                List.of(new Web.Served<>(table, endless)),
                List::of,
                "0"));
    }

    private static <A> A answering(Class<A> api, String method, java.util.function.Supplier<Object> answer) {
        return api.cast(Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, (proxy, called, values) -> {
            assertEquals(method, called.getName());
            return answer.get();
        }));
    }

    private static HttpRequest.Builder request(Web web, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + web.port() + path))
                .header("Authorization", "Bearer ak_x")
                .header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher asks(boolean stream) {
        return HttpRequest.BodyPublishers.ofString(
                "{\"model\":\"m\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"go\"}]}");
    }

    @Test
    void aStreamOfARevokedKeyEnds() throws Exception {
        try (Web web = open();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> answer = client.send(
                    request(web, "/v1/chat/completions").POST(asks(true)).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertEquals(200, answer.statusCode());
            assertTrue(answer.body().read() >= 0);
            known.set(false);
            String rest = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(rest.contains("not valid any more") && !rest.contains("[DONE]"), rest);
            assertTrue(closed.await(10, TimeUnit.SECONDS), "nobody renders on");
        }
    }

    @Test
    void anAnswerInOnePieceForARevokedKeyIsNone() throws Exception {
        try (Web web = open();
                HttpClient client = HttpClient.newHttpClient()) {
            var answer = client.sendAsync(
                    request(web, "/v1/chat/completions").POST(asks(false)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertTrue(begun.await(10, TimeUnit.SECONDS));
            known.set(false);
            assertEquals(401, answer.get(10, TimeUnit.SECONDS).statusCode());
        }
    }

    @Test
    void aFileOfARevokedKeyBreaksOff() throws Exception {
        try (Web web = open();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> answer =
                    client.send(request(web, "/api/file").GET().build(), HttpResponse.BodyHandlers.ofInputStream());
            assertEquals(200, answer.statusCode());
            assertTrue(answer.body().read() >= 0);
            known.set(false);
            assertThrows(
                    IOException.class,
                    () -> answer.body().transferTo(java.io.OutputStream.nullOutputStream()),
                    "it does not look whole");
            assertTrue(closed.await(10, TimeUnit.SECONDS));
        }
    }
}
