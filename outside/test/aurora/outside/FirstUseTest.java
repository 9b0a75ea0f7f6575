package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What a person does on the first day, from the set-up link to the first restart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FirstUseTest {
    private static final int TOKENS = 120;
    private static final int ENDLESS_TOKENS = 100_000;
    private static final Optional<String> NONE = Optional.empty();
    private static final Optional<String> SLOW = Optional.of("slow");
    private static final Optional<String> ENDLESS = Optional.of("endless");
    private static final Optional<String> GUIDE = Optional.of("aurora-guide");

    private Node node;
    private Mock slow;
    private Mock endless;
    private Client owner;
    private String usedCode;

    @BeforeAll
    void start() throws InterruptedException {
        slow = Mock.start("slow", TOKENS, 40);
        endless = Mock.start("endless", ENDLESS_TOKENS, 40);
        node = Node.start("");
        usedCode = node.setupCode();
        owner = node.setUp();
        node.addEngine("slow", slow.url());
        node.addEngine("endless", endless.url());
    }

    @AfterAll
    void end() {
        node.close();
        slow.close();
        endless.close();
    }

    @Test
    void theSetUpLinkWorksOnceOnly() throws InterruptedException {
        Answer second = node.browser()
                .ask(
                        "POST",
                        "/api/auth/setup",
                        Client.object()
                                .put("code", usedCode)
                                .put("name", "eve")
                                .put("password", "a long pass phrase of eve"));
        assertTrue(second.status() >= 400 && second.status() < 500, () -> "a second set-up: " + second.status());
        second.error();
        assertFalse(
                node.browser()
                        .ask("GET", "/api/auth/setup")
                        .expect(200)
                        .json()
                        .path("needed")
                        .asBoolean(),
                "an owner exists, so no set-up is needed");
        node.browser()
                .ask(
                        "POST",
                        "/api/auth/sign-in",
                        Client.object().put("name", "eve").put("password", "a long pass phrase of eve"))
                .expect(401);
    }

    @Test
    void aPersonSignsInAndOut() throws InterruptedException {
        node.browser()
                .ask(
                        "POST",
                        "/api/auth/sign-in",
                        Client.object().put("name", Node.OWNER).put("password", "a wrong pass phrase"))
                .expect(401);
        Client anna = node.signIn(Node.OWNER, Node.PASSWORD);
        assertEquals(
                Node.OWNER,
                anna.ask("GET", "/api/auth/me").expect(200).json().path("name").asString());
        Client thief = anna.copy();
        Client thiefOfTheRefreshToken = anna.copy();
        anna.ask("POST", "/api/auth/sign-out").expect(200);
        anna.ask("GET", "/api/auth/me").expect(401);
        thief.ask("GET", "/api/auth/me").expect(401);
        thiefOfTheRefreshToken.ask("POST", "/api/auth/refresh").expect(401);
    }

    @Test
    void theGuideAnswersStreamed() throws InterruptedException {
        String conversation = owner.begin();
        JsonNode sent = owner.say(conversation, Client.message("What is Aurora?", NONE, GUIDE));
        List<Stream.Event> events;
        try (Stream stream =
                owner.stream("/api/runs/" + sent.path("run").asString() + "/events", NONE)) {
            events = stream.rest();
        }
        assertEquals("done", events.getLast().name(), () -> "the run's end: " + events.getLast());
        JsonNode message = events.getLast().json().path("message");
        assertFalse(message.path("text").asString().isBlank(), "the guide says something");
        assertEquals(message.path("text").asString(), Stream.words(events).strip(), "the stream says what is stored");
        assertTrue(events.stream().anyMatch(e -> e.name().equals("routed")), "the decision is told");
        assertEquals(
                "done", message(owner.conversation(conversation), message.path("id").asString())
                        .path("state")
                        .asString());
    }

    @Test
    void aReloadMidAnswerMissesNothingAndDoublesNothing() throws InterruptedException {
        Client other = node.signIn(Node.OWNER, Node.PASSWORD);
        String conversation = owner.begin();
        String run = owner.say(conversation, Client.message("Count", NONE, SLOW)).path("run").asString();
        String path = "/api/runs/" + run + "/events";
        List<Stream.Event> all = new ArrayList<>();
        try (Stream watching = other.stream(path, NONE)) {
            for (int reloads = 0; reloads < 3; reloads++) {
                Optional<String> last = all.isEmpty() ? NONE : Optional.of(all.getLast().id());
                try (Stream stream = owner.stream(path, last)) {
                    // few: a busy machine tells many words at once
                    for (int tokens = 0; tokens < 3; tokens++) {
                        all.addAll(stream.until("token"));
                    }
                }
            }
            try (Stream stream = owner.stream(path, Optional.of(all.getLast().id()))) {
                all.addAll(stream.rest());
            }
            List<String> ids = all.stream().map(Stream.Event::id).toList();
            assertEquals(ids.size(), new HashSet<>(ids).size(), () -> "an event came twice: " + ids);
            assertEquals(Mock.script(TOKENS), Stream.words(all), "each token once, in order, over four connections");
            assertEquals(
                    Mock.script(TOKENS), Stream.words(watching.rest()), "another browser saw the same answer");
        }
        assertEquals(
                Mock.script(TOKENS),
                owner.conversation(conversation)
                        .path("messages")
                        .get(1)
                        .path("text")
                        .asString());
    }

    @Test
    void anAnswerIsStopped() throws InterruptedException {
        String conversation = owner.begin();
        String run = owner.say(conversation, Client.message("Count", NONE, ENDLESS))
                .path("run")
                .asString();
        try (Stream stream = owner.stream("/api/runs/" + run + "/events", NONE)) {
            stream.until("token");
            owner.ask("POST", "/api/runs/" + run + "/stop").expect(200);
            Stream.Event end = stream.rest().getLast();
            assertEquals("failed", end.name());
            assertEquals("stopped", end.json().path("message").path("state").asString());
        }
        String text = owner.conversation(conversation).path("messages").get(1).path("text").asString();
        assertTrue(!text.isEmpty() && Mock.script(ENDLESS_TOKENS).startsWith(text), () -> "what was rendered stays: " + text);
        owner.ask("POST", "/api/runs/" + run + "/stop").expect(200);
    }

    @Test
    void editingAndRegeneratingMakeSiblings() throws InterruptedException {
        String conversation = owner.begin();
        JsonNode first = owner.say(conversation, Client.message("What is Aurora?", NONE, GUIDE));
        owner.end(first.path("run").asString());
        JsonNode edited = owner.say(conversation, Client.message("Who made Aurora?", NONE, GUIDE));
        owner.end(edited.path("run").asString());
        String answer = edited.path("answer").path("id").asString();
        JsonNode again = owner.ask(
                        "POST",
                        "/api/messages/" + answer + "/regenerate",
                        Client.object().put("model", "aurora-guide"))
                .expect(200)
                .json();
        owner.end(again.path("run").asString());
        JsonNode all = owner.conversation(conversation).path("messages");
        assertEquals(5, all.size(), () -> "two questions, three answers: " + all);
        assertTrue(all.get(2).path("parent").isMissingNode(), "the edited question is a sibling of the first");
        assertEquals(
                edited.path("message").path("id").asString(),
                message(owner.conversation(conversation), again.path("answer").path("id").asString())
                        .path("parent")
                        .asString(),
                "the second answer is a sibling of the first");
    }

    @Test
    void oneMessageWaitsAndASecondIsRefused() throws InterruptedException {
        String conversation = owner.begin();
        JsonNode first = owner.say(conversation, Client.message("Count", NONE, ENDLESS));
        Optional<String> answer = Optional.of(first.path("answer").path("id").asString());
        JsonNode queued = owner.say(conversation, Client.message("And then?", answer, GUIDE));
        assertTrue(queued.path("run").isMissingNode(), () -> "a queued message has no run yet: " + queued);
        Answer third = owner.ask(
                "POST",
                "/api/conversations/" + conversation + "/messages",
                Client.message("And then again?", answer, GUIDE));
        assertEquals("busy", third.expect(429).error());
        assertTrue(third.raw().headers().firstValue("Retry-After").isPresent(), "it says when to try again");
        assertEquals(
                "And then?",
                owner.conversation(conversation).path("queued").path("text").asString());
        try (Stream changes = owner.stream("/api/changes", NONE)) {
            owner.ask("POST", "/api/runs/" + first.path("run").asString() + "/stop").expect(200);
            while (owner.conversation(conversation).path("messages").size() < 4) {
                changes.next();
            }
        }
        JsonNode messages = owner.conversation(conversation).path("messages");
        assertEquals("And then?", messages.get(2).path("text").asString(), "the waiting message had its turn");
    }

    @Test
    void aRepeatedMessageIsStoredOnce() throws InterruptedException {
        String conversation = owner.begin();
        JsonNode body = Client.message("What is Aurora?", NONE, GUIDE);
        JsonNode one = owner.say(conversation, body.deepCopy().asObject());
        JsonNode two = owner.say(conversation, body.deepCopy().asObject());
        assertEquals(
                one.path("message").path("id"), two.path("message").path("id"), "a repetition has no further effect");
        owner.end(one.path("run").asString());
        assertEquals(2, owner.conversation(conversation).path("messages").size());
    }

    @Test
    void wordsAreFound() throws InterruptedException {
        String conversation = owner.begin();
        owner.end(owner.say(conversation, Client.message("Where do axolotls live?", NONE, GUIDE))
                .path("run")
                .asString());
        JsonNode hits =
                owner.ask("GET", "/api/search?q=axolotls").expect(200).json().path("hits");
        assertFalse(hits.isEmpty(), "the word was written a moment ago");
        assertEquals(conversation, hits.get(0).path("conversation").asString());
        assertTrue(owner.ask("GET", "/api/search?q=zyzzyva")
                .expect(200)
                .json()
                .path("hits")
                .isEmpty());
    }

    @Test
    void whatIsExportedComesBackOnce() throws InterruptedException {
        node.run(Node.PASSWORD, "user", "add", "berta");
        node.run(Node.PASSWORD, "user", "add", "carla");
        Client berta = node.signIn("berta", Node.PASSWORD);
        String conversation = berta.begin();
        berta.end(berta.say(conversation, Client.message("What is Aurora?", NONE, GUIDE))
                .path("run")
                .asString());
        String file = berta.ask("GET", "/api/export").expect(200).text();
        assertEquals(1, file.lines().count(), "one conversation, one line");
        JsonNode again = importing(berta, file);
        assertEquals(0, again.path("conversations").asInt(), () -> "her own export adds nothing: " + again);
        assertEquals(0, again.path("messages").asInt(), () -> "her own export adds nothing: " + again);
        Client carla = node.signIn("carla", Node.PASSWORD);
        JsonNode taken = importing(carla, file);
        assertEquals(1, taken.path("conversations").asInt(), taken::toString);
        assertEquals(2, taken.path("messages").asInt(), taken::toString);
        assertEquals(0, importing(carla, file).path("messages").asInt(), "a second import adds nothing");
        assertEquals(
                1,
                carla.ask("GET", "/api/conversations")
                        .expect(200)
                        .json()
                        .path("conversations")
                        .size());
    }

    private static JsonNode importing(Client client, String file) throws InterruptedException {
        return client.send(client.request("POST", "/api/import", BodyPublishers.ofString(file))
                        .header("Content-Type", "application/x-ndjson")
                        .build())
                .expect(200)
                .json();
    }

    @Test
    void aRestartKeepsEverything() throws InterruptedException {
        node.run(Node.PASSWORD, "user", "add", "dora");
        Client dora = node.signIn("dora", Node.PASSWORD);
        String conversation = dora.begin();
        dora.end(dora.say(conversation, Client.message("What is Aurora?", NONE, GUIDE))
                .path("run")
                .asString());
        JsonNode before = dora.conversation(conversation);
        Duration end = node.stop("TERM", Duration.ofSeconds(60));
        node.awaitNothingLeft(Duration.ofSeconds(30));
        Duration ready = node.startAgain();
        System.out.println("Ended in " + end.toMillis() + " ms, ready again in " + ready.toMillis() + " ms");
        assertFalse(node.hasSetupLink(), "no set-up link once there is an owner");
        assertEquals(before, dora.conversation(conversation), "the session goes on, and every message is there");
        assertTrue(
                owner.ask("GET", "/api/engines").expect(200).text().contains(slow.url()), "the engine is still there");
    }

    private static JsonNode message(JsonNode conversation, String id) {
        for (JsonNode message : conversation.path("messages")) {
            if (message.path("id").asString().equals(id)) {
                return message;
            }
        }
        throw new AssertionError("No message " + id + " in " + conversation);
    }
}
