package aurora.engine;

import static aurora.engine.EngineContract.LONG;
import static aurora.engine.EngineContract.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Reply;
import aurora.engine.EngineFacts.Kind;
import aurora.engine.ScriptedEngine.Answer;
import aurora.engine.mock.MockEngine;
import aurora.engine.mock.MockProfile;
import aurora.engine.remote.EngineProbe;
import aurora.engine.remote.EngineProbe.Found;
import aurora.ground.ClosedPort;
import aurora.ground.http.client.AddressRule;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an address that a person gives turns out to be. */
final class EngineProbeTest {
    private final EngineProbe probe = new EngineProbe(Clock.system(), AddressRule.STANDARD);

    private Reply<Found> probe(String address) {
        return probe.probe(address, Optional.empty(), in(LONG));
    }

    @Test
    void findsOllamaUnderAnySpelling() throws Exception {
        try (MockEngine mock = MockEngine.start(MockProfile.instant(1), 0)) {
            Reply<Found> found = Reply.ok(new Found(Kind.OLLAMA, mock.url(), "0.0.0-mock"));
            for (String address : List.of(
                    mock.url(),
                    mock.url() + "/",
                    mock.url() + "/v1",
                    " " + mock.url().substring(7) + "/v1/ ")) {
                assertEquals(found, probe(address), address);
            }
        }
    }

    @Test
    void findsOpenAiCompatibleOnes() throws Exception {
        try (ScriptedEngine server =
                new ScriptedEngine(Map.of("/v1/models", Answer.json(200, "{\"object\":\"list\",\"data\":[]}")))) {
            assertEquals(Reply.ok(new Found(Kind.OPENAI, server.url(), "")), probe(server.url()));
            assertEquals(Reply.ok(new Found(Kind.OPENAI, server.url() + "/v1", "")), probe(server.url() + "/v1"));
        }
        try (ScriptedEngine server = new ScriptedEngine(Map.of("/api/v3/models", Answer.json(200, "{\"data\":[]}")))) {
            assertEquals(
                    Reply.ok(new Found(Kind.OPENAI, server.url() + "/api/v3", "")), probe(server.url() + "/api/v3"));
        }
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        try (ScriptedEngine server = new ScriptedEngine(Map.of("/v1/models", Answer.json(401, "{}")))) {
            var none = assertInstanceOf(Reply.Invalid.class, probe(server.url()));
            assertEquals("key", none.field());
            assertTrue(none.why().contains("wants a key"), none.why());
            var wrong =
                    assertInstanceOf(Reply.Invalid.class, probe.probe(server.url(), Optional.of("wrong"), in(LONG)));
            assertTrue(wrong.why().contains("refuses this key") && !wrong.why().contains("wrong"), wrong.why());
        }
        try (ScriptedEngine server =
                new ScriptedEngine(Map.of("/v1/models", new Answer(200, "text/html", "", List.of("<html>"))))) {
            var neither = assertInstanceOf(Reply.Invalid.class, probe(server.url()));
            assertTrue(neither.why().contains("neither an Ollama nor OpenAI-compatible"), neither.why());
        }
        for (String address : List.of("", "not an address", "ftp://x", "http://user:pw@host")) {
            assertEquals(
                    "url", assertInstanceOf(Reply.Invalid.class, probe(address)).field(), address);
        }
        try (ClosedPort port = new ClosedPort()) {
            var nobody = assertInstanceOf(Reply.Unavailable.class, probe("127.0.0.1:" + port.number()));
            assertTrue(nobody.why().contains("nothing listens"), nobody.why());
        }
        try (ServerSocket silent = new ServerSocket(0)) {
            var late = assertInstanceOf(
                    Reply.Unavailable.class,
                    probe.probe("127.0.0.1:" + silent.getLocalPort(), Optional.empty(), in(Duration.ofMillis(200))));
            assertTrue(late.why().contains("did not answer in time"), late.why());
        }
    }

    @Test
    void theWrongSchemeIsNamed() throws Exception {
        try (MockEngine mock = MockEngine.start(MockProfile.instant(1), 0)) {
            String secure = mock.url().replace("http:", "https:");
            assertEquals(
                    Reply.invalid(
                            "url",
                            "What listens at " + secure + "/v1 speaks http, not https: write " + mock.url() + "/v1."),
                    probe(secure + "/v1/"));
        }
    }

    @Test
    void noEngineIsAskedWhereCloudsKeepSecretsOrTheNodeItselfListens() throws Exception {
        for (String address : List.of("169.254.169.254/latest", "http://[fe80::1]:11434", "http://2852039166")) {
            var refused = assertInstanceOf(Reply.Invalid.class, probe(address), address);
            assertEquals("url", refused.field());
            assertTrue(refused.why().contains("clouds keep the secrets"), refused.why());
        }
        try (MockEngine mock = MockEngine.start(MockProfile.instant(1), 0)) {
            int port = Integer.parseInt(mock.url().replaceAll(".*:", ""));
            EngineProbe careful =
                    new EngineProbe(Clock.system(), AddressRule.notHere(() -> Map.of(port, "this node itself")));
            for (String address : List.of(mock.url(), "localhost:" + port, "[::1]:" + port, "0.0.0.0:" + port)) {
                var own = assertInstanceOf(
                        Reply.Invalid.class, careful.probe(address, Optional.empty(), in(LONG)), address);
                assertTrue(own.why().contains("port " + port + " of this machine is this node itself"), own.why());
            }
            assertEquals(0, mock.connections());
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        Answer away = new Answer(302, "text/plain", "location: http://169.254.169.254/v1/models\r\n", List.of("x"));
        try (ScriptedEngine server = new ScriptedEngine(Map.of("/v1/models", away, "/api/version", away))) {
            var refused = assertInstanceOf(Reply.Invalid.class, probe(server.url()));
            assertTrue(refused.why().contains("which is not followed"), refused.why());
        }
    }
}
