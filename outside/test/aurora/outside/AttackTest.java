package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        String hers = node.signIn(Node.OWNER, Node.PASSWORD).cookie(name);
        String another = node.signIn(Node.OWNER, Node.PASSWORD).cookie(name);
        Client bare = node.browser();
        for (String both : List.of(hers + "; " + name + "=" + another, another + "; " + name + "=" + hers)) {
            bare.send(bare.request("GET", "/api/auth/me", BodyPublishers.noBody())
                            .header("Cookie", name + "=" + both)
                            .build())
                    .expect(401);
        }
        bare.send(bare.request("GET", "/api/auth/me", BodyPublishers.noBody())
                        .header("Cookie", name + "=" + hers + "; " + name + "=" + hers)
                        .build())
                .expect(200);
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
