package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Engines that fail, and no Redis: a typed end or a continuation, and no token lost or doubled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultsTest {
    private static final int TOKENS = 40;
    private static final Optional<String> NONE = Optional.empty();

    private Node node;
    private Client owner;
    private Mock one;
    private Mock two;
    private Mock alone;

    @BeforeAll
    void start() throws InterruptedException {
        one = Mock.start("pair", TOKENS, 100);
        two = Mock.start("pair", TOKENS, 100);
        alone = Mock.start("alone", TOKENS, 100);
        node = Node.start("");
        owner = node.setUp();
        node.addEngine("one", one.url());
        node.addEngine("two", two.url());
        node.addEngine("alone", alone.url());
    }

    @AfterEach
    void mend() throws InterruptedException {
        one.clear();
        two.clear();
        alone.clear();
    }

    @AfterAll
    void end() {
        node.close();
        one.close();
        two.close();
        alone.close();
    }

    private List<Stream.Event> ask(String model) throws InterruptedException {
        String conversation = owner.begin();
        String run = owner.say(conversation, Client.message("Count", NONE, Optional.of(model)))
                .path("run")
                .asString();
        try (Stream events = owner.stream("/api/runs/" + run + "/events", NONE)) {
            return events.rest();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "hang", "protocol", "error"})
    void oneEngineThatBreaksEndsTheAnswerWithAReason(String fault) throws InterruptedException {
        alone.fault(fault, 10, 1);
        List<Stream.Event> events = ask("alone");
        Stream.Event end = events.getLast();
        assertTrue(end.isEnd(), end::toString);
        String text = end.json().path("message").path("text").asString();
        if (end.name().equals("done")) {
            assertEquals(Mock.script(TOKENS), text, "when it is gone on with, nothing is missing");
        } else {
            assertEquals("failed", end.json().path("message").path("state").asString());
            assertTrue(Mock.script(TOKENS).startsWith(text), () -> "what came stays: " + text);
            assertTrue(!end.json().path("why").asString().isBlank(), end::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "protocol", "error", "hang"})
    void aSecondEngineGoesOn(String fault) throws InterruptedException {
        one.fault(fault, 10, 1);
        two.fault(fault, 10, 1);
        // the fault of the one that is not chosen would meet the continuation: it goes on from token 10 by then
        List<Stream.Event> events = ask("pair");
        Stream.Event end = events.getLast();
        if (end.name().equals("done")) {
            assertEquals(Mock.script(TOKENS), end.json().path("message").path("text").asString(), "none lost or doubled");
            assertEquals(Mock.script(TOKENS), Stream.words(events), "none lost or doubled in the stream");
            assertTrue(events.stream().anyMatch(e -> e.name().equals("moved")), "the seam is told");
        } else {
            String text = end.json().path("message").path("text").asString();
            assertTrue(Mock.script(TOKENS).startsWith(text), () -> "none lost or doubled: " + text);
        }
    }

    /** Which of two equal engines is asked is the router's affair: they hang in turn until one that hangs is. */
    @Test
    void whatOneEngineLeavesHangingTheOtherCompletes() throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            mend();
            (i % 2 == 0 ? one : two).fault("hang", 10, 1);
            List<Stream.Event> events = ask("pair");
            Stream.Event end = events.getLast();
            assertEquals("done", end.name(), end::toString);
            assertEquals(Mock.script(TOKENS), end.json().path("message").path("text").asString(), "none lost or doubled");
            assertEquals(Mock.script(TOKENS), Stream.words(events), "none lost or doubled in the stream");
            if (events.stream().anyMatch(e -> e.name().equals("moved"))) {
                return;
            }
        }
        throw new AssertionError("the engine that hangs was never asked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse", "429", "503"})
    void anotherEngineIsAskedWhenOneRefuses(String fault) throws InterruptedException {
        one.fault(fault, -1, 1);
        List<Stream.Event> events = ask("pair");
        assertEquals("done", events.getLast().name(), () -> events.getLast().toString());
        assertEquals(Mock.script(TOKENS), Stream.words(events));
    }

    @Test
    void aClientThatLeavesCancelsTheEngine() throws InterruptedException {
        long before = alone.stats().path("cancelled").asLong();
        Client key = node.withKey(node.key());
        var body = Client.object().put("model", "alone").put("stream", true);
        body.putArray("messages").addObject().put("role", "user").put("content", "Count");
        alone.fault("slow", 1, 1);
        try (Stream stream = key.open(key.request("POST", "/v1/chat/completions", BodyPublishers.ofString(body.toString()))
                .header("Content-Type", "application/json")
                .build())) {
            stream.next();
        }
        alone.awaitStat("cancelled", before + 1, Duration.ofSeconds(20));
        assertEquals(0, alone.stats().path("active").asInt());
    }

    @Test
    void withoutRedisEverythingStillWorks() throws InterruptedException {
        try (Node bare = Node.start("redis:\n  address: \"off\"\n")) {
            Client anna = bare.setUp();
            bare.signIn(Node.OWNER, Node.PASSWORD).ask("GET", "/api/auth/me").expect(200);
            String conversation = anna.begin();
            JsonNode sent =
                    anna.say(conversation, Client.message("What is Aurora?", NONE, Optional.of("aurora-guide")));
            assertEquals("done", anna.end(sent.path("run").asString()).name());
            anna.ask("GET", "/api/search?q=Aurora").expect(200);
            anna.ask("POST", "/api/auth/sign-out").expect(200);
            anna.ask("GET", "/api/auth/me").expect(401);
        }
    }
}
