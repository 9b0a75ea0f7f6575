package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What an attack once found, so that it stays closed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AttackTest {
    private Node node;
    private Client owner;

    @BeforeAll
    void start() throws InterruptedException {
        node = Node.start("");
        owner = node.setUp();
    }

    @AfterAll
    void end() {
        node.close();
    }

    @Test
    void pathsThatNobodyKnowsDoNotFillTheFigures() throws InterruptedException {
        Client stranger = node.browser();
        stranger.ask("GET", "/v1/one").expect(401);
        stranger.ask("GET", "/api/one").expect(404);
        int before = stranger.ask("GET", "/metrics").expect(200).text().length();
        for (int i = 0; i < 500; i++) {
            stranger.ask("GET", "/v1/flood-" + i).expect(401);
            stranger.ask("GET", "/api/flood-" + i).expect(404);
            stranger.ask("GET", "/flood-" + i + ".js").expect(404);
        }
        int after = stranger.ask("GET", "/metrics").expect(200).text().length();
        assertTrue(after < before + 4000, "the figures grew from " + before + " to " + after + " characters");
    }

    @Test
    void aStreamEndsWithTheSessionThatOpenedIt() throws InterruptedException {
        Client leaving = node.signIn(Node.OWNER, Node.PASSWORD);
        try (Stream stream = leaving.stream("/api/changes", Optional.empty())) {
            leaving.ask("POST", "/api/auth/sign-out").expect(200);
            owner.begin();
            assertEquals(List.of(), stream.rest(), "nothing may be told after signing out");
        }
    }

    @Test
    void aStreamEndsWithTheKeyThatOpenedIt() throws InterruptedException {
        var wanted = Client.object().put("name", "streams");
        wanted.putArray("scopes").add("chat");
        JsonNode made = owner.ask("POST", "/api/auth/keys", wanted)
                .expect(200)
                .json();
        Client client = node.withKey(made.path("secret").asString());
        try (Stream stream = client.stream("/api/changes", Optional.empty())) {
            String id = made.path("key").path("id").asString();
            owner.ask("DELETE", "/api/auth/keys/" + id).expect(200);
            // nothing happens that would be told: the stream ends by itself
            assertEquals(List.of(), stream.rest(), "nothing may be told after the key was revoked");
        }
    }

    /** Another server of the machine may set cookies for every port of its name, with a path that goes first. */
    @Test
    void aCookieThatWasTossedInSignsNobodyInAsSomebodyElse() throws InterruptedException {
        String name = "aurora_" + node.port();
        Client her = node.signIn(Node.OWNER, Node.PASSWORD);
        String hers = her.cookie(name);
        String another = node.signIn(Node.OWNER, Node.PASSWORD).cookie(name);
        Client bare = node.browser();
        for (String both : List.of(hers + "; " + name + "=" + another, another + "; " + name + "=" + hers)) {
            bare.send(bare.request("GET", "/api/auth/me", BodyPublishers.noBody())
                            .header("Cookie", name + "=" + both)
                            .header("Aurora-Proof", her.proof())
                            .build())
                    .expect(401);
        }
        bare.send(bare.request("GET", "/api/auth/me", BodyPublishers.noBody())
                        .header("Cookie", name + "=" + hers + "; " + name + "=" + hers)
                        .header("Aurora-Proof", her.proof())
                        .build())
                .expect(200);
        // one that replaces hers altogether
        bare.send(bare.request("GET", "/api/auth/me", BodyPublishers.noBody())
                        .header("Cookie", name + "=" + another)
                        .header("Aurora-Proof", her.proof())
                        .build())
                .expect(401);
    }

    /** Browsers send a session's cookies to every port of its name; see {@code browser/other-port.mjs}. */
    @Test
    void theCookiesAloneReadNothingChangeNothingAndEndNothing() throws InterruptedException {
        Client page = node.signIn(Node.OWNER, Node.PASSWORD);
        String conversation = page.ask("POST", "/api/conversations", Client.object().put("title", "marzipan"))
                .expect(200)
                .json()
                .path("id")
                .asString();
        Client stolen = page.atAnotherPort();
        alone(stolen, conversation);
        page.conversation(conversation);
        page.ask("POST", "/api/auth/refresh", Client.object()).expect(200);
        // now the stolen refresh cookie is an old one, which would end its session if it were looked at
        alone(stolen, conversation);
        alone(page.atAnotherPort(), conversation);
        page.ask("POST", "/api/auth/refresh", Client.object()).expect(200);
        assertEquals("marzipan", page.conversation(conversation).path("summary").path("title").asString());
        assertFalse(page.ask("GET", "/api/auth/audit").expect(200).text().contains("session.reuse"));
        page.ask("POST", "/api/auth/sign-out", Client.object()).expect(200);
        page.ask("GET", "/api/auth/me").expect(401);
    }

    private void alone(Client stolen, String conversation) throws InterruptedException {
        JsonNode arrival = stolen.ask("GET", "/api/auth/arrival").expect(200).json();
        assertFalse(arrival.has("me") || arrival.path("renewable").asBoolean(), arrival::toString);
        String access = stolen.cookie("aurora_" + node.port());
        List<Client> thieves = List.of(stolen, Client.withKey(node.address(), access));
        for (String own : List.of("", "x", node.signIn(Node.OWNER, Node.PASSWORD).proof())) {
            for (Client thief : thieves) {
                for (String path : List.of(
                        "/api/auth/me",
                        "/api/auth/sessions",
                        "/api/auth/keys",
                        "/api/conversations",
                        "/api/conversations/" + conversation,
                        "/api/search?q=marzipan",
                        "/api/export",
                        "/api/changes")) {
                    refused(thief, own, thief.request("GET", path, BodyPublishers.noBody()));
                }
                refused(thief, own, thief.request("DELETE", "/api/conversations/" + conversation, BodyPublishers.noBody()));
                for (String path : List.of(
                        "/api/conversations", "/api/auth/sign-out", "/api/auth/refresh", "/api/auth/sessions/end-others")) {
                    refused(
                            thief,
                            own,
                            thief.request("POST", path, BodyPublishers.ofString("{}"))
                                    .header("Content-Type", "application/json"));
                }
            }
        }
        thieves.getLast().ask("GET", "/v1/models").expect(401);
    }

    private static void refused(Client thief, String proof, HttpRequest.Builder request) throws InterruptedException {
        Answer answer = thief.send((proof.isEmpty() ? request : request.header("Aurora-Proof", proof)).build());
        assertEquals("sign_in", answer.expect(401).error(), answer::asked);
        assertFalse(answer.text().contains("marzipan"), answer::text);
    }

    @Test
    void numbersAreNoRoles() throws InterruptedException {
        owner.ask(
                        "POST",
                        "/api/auth/users",
                        Client.object().put("name", "nina").put("password", Node.PASSWORD))
                .expect(200);
        owner.ask("PATCH", "/api/auth/users/nina", Client.object().put("role", 3)).expect(400);
    }

    @Test
    void secretsAreNotTakenFromTheAddress() throws InterruptedException {
        Answer answer = node.browser().ask("POST", "/api/auth/refresh?token=rt_x.0.y", Client.object());
        answer.expect(400);
        node.browser()
                .ask("POST", "/api/auth/refresh", Client.object().put("token", "rt_x.0.y"))
                .expect(400);
    }

    @Test
    void whoChangesEnginesIsWrittenDown() throws InterruptedException {
        try (Mock mock = Mock.start("mock", 5, 0)) {
            node.addEngine("audited", mock.url());
            owner.ask("DELETE", "/api/engines/audited").expect(200);
            String audit = owner.ask("GET", "/api/auth/audit").expect(200).text();
            assertTrue(audit.contains("engine.add") && audit.contains("engine.remove"), audit);
            assertFalse(audit.contains(Node.PASSWORD));
        }
    }
}
