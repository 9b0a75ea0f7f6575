package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.outside.Description.Operation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Who may do what: every operation with every kind of caller, and what another user's things answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RightsTest {
    private static final List<String> CALLERS = List.of(
            "nobody",
            "member",
            "admin",
            "owner",
            "models key",
            "chat key",
            "admin key",
            "member's admin key",
            "owner's cookies without their proof");

    /**
     * The decision on every operation. A column for each of {@link #CALLERS}: {@code 1} is 401, {@code 3} is 403,
     * {@code +} is neither, {@code *} is anything below 500: there 401 and 403 speak of the name, the password or the
     * code that is presented, not of the caller. A key's scope admin includes the others. Cookies without the proof of
     * their session are nobody's.
     */
    private static final String TABLE = """
            GET    /api/auth/setup                                +++++++++
            GET    /api/auth/arrival                              +++++++++
            POST   /api/auth/setup/check                          +++++++++
            POST   /api/auth/setup                                *********
            POST   /api/auth/sign-in                              *********
            POST   /api/auth/refresh                              ********1
            POST   /api/auth/sign-out                             1+++33331
            GET    /api/auth/me                                   1++++3++1
            GET    /api/auth/sessions                             1+++33331
            DELETE /api/auth/sessions/{session}                   1+++33331
            POST   /api/auth/sessions/end-others                  1+++33331
            POST   /api/auth/password                             1+++33331
            GET    /api/auth/keys                                 1+++33331
            POST   /api/auth/keys                                 1+++33331
            DELETE /api/auth/keys/{key}                           1+++33331
            GET    /api/auth/users                                13++33+31
            POST   /api/auth/users                                13++33331
            PATCH  /api/auth/users/{user}                         13++33331
            DELETE /api/auth/users/{user}                         133+33331
            GET    /api/auth/audit                                13++33+31
            GET    /api/auth/audit/check                          13++33+31
            GET    /api/conversations                             1+++3+++1
            POST   /api/conversations                             1+++3+++1
            GET    /api/conversations/{conversation}              1+++3+++1
            PATCH  /api/conversations/{conversation}              1+++3+++1
            DELETE /api/conversations/{conversation}              1+++3+++1
            POST   /api/conversations/{conversation}/messages     1+++3+++1
            DELETE /api/conversations/{conversation}/queue        1+++3+++1
            POST   /api/messages/{message}/regenerate             1+++3+++1
            POST   /api/messages/{message}/resume                 1+++3+++1
            GET    /api/runs/{run}/events                         1+++3+++1
            POST   /api/runs/{run}/stop                           1+++3+++1
            GET    /api/changes                                   1+++3+++1
            GET    /api/search                                    1+++3+++1
            GET    /api/export                                    1+++3+++1
            POST   /api/import                                    1+++3+++1
            GET    /api/models                                    1++++3++1
            GET    /api/engines                                   1++++3++1
            POST   /api/engines                                   13++33+31
            DELETE /api/engines/{engine}                          13++33+31
            GET    /api/decisions                                 1++++3++1
            GET    /api/programs                                  1+++33++1
            GET    /api/status                                    1+++33++1
            """;

    private Node node;
    private Client owner;
    private Client member;
    private final Map<String, Client> callers = new LinkedHashMap<>();

    @BeforeAll
    void start() throws InterruptedException {
        node = Node.start("");
        owner = node.setUp();
        assertEquals(0, node.run(Node.PASSWORD, "user", "add", "mia").code());
        assertEquals(0, node.run(Node.PASSWORD, "user", "add", "adam", "--role", "admin").code());
        member = node.signIn("mia", Node.PASSWORD);
        callers.put("nobody", node.browser());
        callers.put("member", member);
        callers.put("admin", node.signIn("adam", Node.PASSWORD));
        callers.put("owner", owner);
        callers.put("models key", key(owner, "models"));
        callers.put("chat key", key(owner, "chat"));
        callers.put("admin key", key(owner, "admin"));
        callers.put("member's admin key", key(member, "admin"));
        callers.put("owner's cookies without their proof", owner.atAnotherPort());
    }

    private Client key(Client of, String scope) throws InterruptedException {
        var body = Client.object().put("name", scope);
        body.putArray("scopes").add(scope);
        return node.withKey(of.ask("POST", "/api/auth/keys", body)
                .expect(200)
                .json()
                .path("secret")
                .asString());
    }

    @AfterAll
    void end() {
        node.close();
    }

    @Test
    void everyOperationAnswersEveryCallerAsDecided() throws InterruptedException {
        Map<String, String> decided = new LinkedHashMap<>();
        TABLE.lines().forEach(line -> {
            String[] words = line.split("\\s+");
            decided.put(words[0] + " " + words[1], words[2]);
        });
        Description description = Description.of(owner);
        List<Operation> operations = new ArrayList<>(description.operations());
        assertEquals(
                new TreeSet<>(decided.keySet()),
                new TreeSet<>(operations.stream().map(Operation::name).toList()),
                "every operation needs a line in the table, and every line an operation");
        // what ends sessions comes last
        operations.sort((a, b) -> Boolean.compare(a.path().endsWith("sign-out"), b.path().endsWith("sign-out")));
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations) {
            for (int i = 0; i < CALLERS.size(); i++) {
                Client who = operation.path().endsWith("sign-out") && i == 3
                        ? node.signIn(Node.OWNER, Node.PASSWORD)
                        : callers.get(CALLERS.get(i));
                int status = status(who, description, operation);
                char wanted = decided.get(operation.name()).charAt(i);
                boolean right = switch (wanted) {
                    case '1' -> status == 401;
                    case '3' -> status == 403;
                    case '+' -> status != 401 && status != 403 && (status < 500 || status == 503);
                    default -> status < 500;
                };
                if (!right) {
                    wrong.add(operation.name() + " by " + CALLERS.get(i) + ": " + status + ", wanted " + wanted);
                }
            }
        }
        // signing out was part of the table
        member = node.signIn("mia", Node.PASSWORD);
        assertEquals(List.of(), wrong);
    }

    private static int status(Client who, Description description, Operation operation) throws InterruptedException {
        HttpRequest.Builder request;
        String path = operation.whole(Description.NOBODYS);
        if (operation.isRaw()) {
            request = who.request(operation.verb(), path, BodyPublishers.ofString("{}"))
                    .header("Content-Type", "application/x-ndjson");
        } else if (operation.body().isObject()) {
            String body = description.fitting(operation.body()).toString();
            request = who.request(operation.verb(), path, BodyPublishers.ofString(body))
                    .header("Content-Type", "application/json");
        } else {
            request = who.request(operation.verb(), path, BodyPublishers.noBody());
        }
        return operation.isStream() ? who.status(request.build()) : who.send(request.build()).status();
    }

    @Test
    void anotherUsersThingsAreNotThere() throws InterruptedException {
        Client mine = node.signIn(Node.OWNER, Node.PASSWORD);
        Client hers = node.signIn("mia", Node.PASSWORD);
        String conversation = mine.begin();
        JsonNode sent = mine.say(
                conversation, Client.message("A secret word: marzipan", Optional.empty(), Optional.of("aurora-guide")));
        String run = sent.path("run").asString();
        mine.end(run);
        String message = sent.path("message").path("id").asString();
        String answer = sent.path("answer").path("id").asString();
        String session = mine.ask("GET", "/api/auth/sessions").expect(200).json().path("sessions").get(0).path("id").asString();
        String key = mine.ask("POST", "/api/auth/keys", Client.object().put("name", "mine alone"))
                .expect(200)
                .json()
                .path("key")
                .path("id")
                .asString();
        List<Answer> answers = List.of(
                hers.ask("GET", "/api/conversations/" + conversation),
                hers.ask("PATCH", "/api/conversations/" + conversation, Client.object().put("title", "hers")),
                hers.ask("DELETE", "/api/conversations/" + conversation),
                hers.ask("DELETE", "/api/conversations/" + conversation + "/queue"),
                hers.ask(
                        "POST",
                        "/api/conversations/" + conversation + "/messages",
                        Client.message("hello", Optional.empty(), Optional.empty())),
                hers.ask("POST", "/api/messages/" + answer + "/regenerate", Client.object()),
                hers.ask("POST", "/api/messages/" + message + "/regenerate", Client.object()),
                hers.ask("POST", "/api/messages/" + answer + "/resume"),
                hers.ask("GET", "/api/runs/" + run + "/events"),
                hers.ask("POST", "/api/runs/" + run + "/stop"),
                hers.ask("DELETE", "/api/auth/sessions/" + session),
                hers.ask("DELETE", "/api/auth/keys/" + key));
        for (Answer one : answers) {
            assertEquals(404, one.status(), () -> one.asked() + ": " + one.text());
            one.error();
            assertFalse(one.text().contains("marzipan") || one.text().contains("mine alone"), one::text);
        }
        assertFalse(hers.ask("GET", "/api/search?q=marzipan").expect(200).text().contains("marzipan"));
        assertFalse(hers.ask("GET", "/api/export").expect(200).text().contains("marzipan"));
        assertFalse(hers.ask("GET", "/api/decisions").expect(200).text().contains(conversation));
        assertFalse(hers.ask("GET", "/api/auth/keys?all=true").text().contains("mine alone"));
        // taking the id of another user's conversation for one's own must not open it
        Answer taken = hers.ask("POST", "/api/conversations", Client.object().put("id", conversation));
        assertTrue(taken.status() >= 400 || !taken.json().path("id").asString().equals(conversation), taken::text);
        assertEquals(2, mine.conversation(conversation).path("messages").size(), "nothing of it changed");
        mine.ask("GET", "/api/auth/me").expect(200);
    }

    @Test
    void anAdminDoesNothingToAdminsAndOwners() throws InterruptedException {
        Client admin = node.signIn("adam", Node.PASSWORD);
        for (String role : List.of("admin", "owner")) {
            admin.ask(
                            "POST",
                            "/api/auth/users",
                            Client.object().put("name", "x" + role).put("password", Node.PASSWORD).put("role", role))
                    .expect(403);
            admin.ask("PATCH", "/api/auth/users/mia", Client.object().put("role", role)).expect(403);
        }
        admin.ask("PATCH", "/api/auth/users/" + Node.OWNER, Client.object().put("password", "a pass phrase of adam"))
                .expect(403);
        String key = node.signIn(Node.OWNER, Node.PASSWORD)
                .ask("POST", "/api/auth/keys", Client.object().put("name", "the owner's"))
                .expect(200)
                .json()
                .path("key")
                .path("id")
                .asString();
        admin.ask("DELETE", "/api/auth/keys/" + key).expect(403);
    }

    @Test
    void anotherSiteMayNotAct() throws InterruptedException {
        Client mine = node.signIn(Node.OWNER, Node.PASSWORD);
        for (Map.Entry<String, String> header : List.of(
                Map.entry("Origin", "https://evil.example"),
                Map.entry("Origin", "http://localhost:" + (node.port() + 1)),
                Map.entry("Origin", "null"),
                Map.entry("Sec-Fetch-Site", "cross-site"),
                Map.entry("Sec-Fetch-Site", "same-site"))) {
            Answer refused = mine.send(mine.request("POST", "/api/conversations", BodyPublishers.ofString("{}"))
                    .header("Content-Type", "application/json")
                    .header(header.getKey(), header.getValue())
                    .build());
            assertEquals("cross_origin", refused.expect(403).error(), header::toString);
        }
        mine.send(mine.request("POST", "/api/conversations", BodyPublishers.ofString("{}"))
                        .header("Content-Type", "application/json")
                        .header("Origin", node.address())
                        .build())
                .expect(200);
    }

    @Test
    void aForeignHostIsRefused() throws InterruptedException {
        for (String path : List.of("/", "/api/auth/setup", "/v1/models", "/health")) {
            Answer refused = owner.send(owner.request("GET", path, BodyPublishers.noBody())
                    .header("Host", "evil.example")
                    .build());
            if (path.startsWith("/v1/")) {
                assertTrue(refused.expect(421).openAiError().contains("web.hosts"));
            } else {
                assertEquals("wrong_host", refused.expect(421).error());
            }
        }
    }

    @Test
    void onlyJsonIsTakenAsJson() throws InterruptedException {
        Client mine = node.signIn(Node.OWNER, Node.PASSWORD);
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
            Answer refused = mine.send(mine.request("POST", "/api/conversations", BodyPublishers.ofString("{}"))
                    .header("Content-Type", type)
                    .build());
            assertEquals("media_type", refused.expect(415).error(), type);
        }
        mine.send(mine.request("POST", "/api/conversations", BodyPublishers.ofString("{}")).build())
                .expect(415);
    }
}
