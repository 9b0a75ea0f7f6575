package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.outside.Node.Ran;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Programs beside the node that hang: stopped by a signal, so that they neither work nor end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HungTest {
    private static final int TOKENS = 200;
    private static final Optional<String> NONE = Optional.empty();

    /** The database hangs for what is said from here on: short enough to be waited for. */
    private static final int HUNG_AT = TOKENS / 2;

    /** How long nothing may come that waits for the database. */
    private static final Duration NO_END = Duration.ofSeconds(1);

    /** About 5 s; this machine may be busy. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(40);

    /** Hints are never waited for: what hangs would be waited for without end. */
    private static final Duration SHORT = Duration.ofSeconds(20);

    private static final Duration REPLACED_MAX = Duration.ofSeconds(120);

    private Mock mock;
    private Node node;
    private Client owner;

    @BeforeAll
    void start() throws InterruptedException {
        mock = Mock.start("count", TOKENS, 40);
        node = Node.start("");
        owner = node.setUp();
        node.addEngine("count", mock.url());
    }

    @AfterAll
    void end() {
        node.close();
        mock.close();
    }

    private static ObjectNode question() {
        return Client.message("Count", NONE, Optional.of("count"));
    }

    /** What is answered, and that it came in time. */
    private static Answer within(Duration max, Asking asking) throws InterruptedException {
        long began = System.nanoTime();
        Answer answer = asking.ask();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.println("HungTest: " + answer.asked() + " " + answer.status() + " after " + took.toMillis() + " ms");
        assertTrue(took.compareTo(max) < 0, () -> answer.asked() + " took " + took);
        return answer;
    }

    private interface Asking {
        Answer ask() throws InterruptedException;
    }

    private Answer send(String conversation, ObjectNode body) throws InterruptedException {
        return owner.ask("POST", "/api/conversations/" + conversation + "/messages", body);
    }

    /** Every request ends in time with an error that says what to do, and the node's state says what it waits for. */
    private void assertDatabaseIsMissed(String conversation, ObjectNode body) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> read = threads.submit(
                    () -> within(ANSWER_MAX, () -> owner.copy().ask("GET", "/api/conversations/" + conversation)));
            Future<Answer> exported =
                    threads.submit(() -> within(ANSWER_MAX, () -> owner.copy().ask("GET", "/api/export")));
            Future<Answer> written = threads.submit(() -> within(ANSWER_MAX, () -> send(conversation, body)));
            Future<Answer> ready = threads.submit(() -> within(ANSWER_MAX, () -> node.browser().ask("GET", "/ready")));
            Ran status = node.run("", "status");
            for (Answer refused : List.of(read.get(), written.get(), exported.get())) {
                assertTrue(List.of(429, 503).contains(refused.status()), refused::text);
                assertTrue(refused.text().contains("database"), refused::text);
                assertTrue(refused.text().toLowerCase(Locale.ROOT).contains("try again"), refused::text);
                refused.error();
            }
            assertEquals(503, ready.get().status());
            assertNotEquals(0, status.code(), status::output);
            assertTrue(status.output().contains("the database does not answer"), status::output);
        }
        String log = Files.readString(node.home().resolve("logs").resolve("aurora.jsonl"));
        assertTrue(log.contains("\"sql.silent\""), "it was noticed, not waited for until a statement's time is over");
    }

    /** Reads until {@code wanted} is said, or more; {@code said} was before. */
    private static String untilSaid(Stream events, String said, String wanted) throws InterruptedException {
        StringBuilder all = new StringBuilder(said);
        while (all.length() < wanted.length()) {
            Stream.Event next =
                    events.next().orElseThrow(() -> new AssertionError("the stream ended before \"" + wanted + "\""));
            assertFalse(next.isEnd(), next::toString);
            all.append(Stream.words(List.of(next)));
        }
        return all.toString();
    }

    private void assertOnce(String conversation, String id) throws InterruptedException {
        int count = 0;
        for (JsonNode message : owner.conversation(conversation).path("messages")) {
            count += message.path("id").asString().equals(id) ? 1 : 0;
        }
        assertEquals(1, count, "an acknowledged message is there once");
    }

    @Test
    void aDatabaseThatHangsDuringAStreamLosesNothing() throws Exception {
        String conversation = owner.begin();
        ObjectNode first = question();
        String run = owner.say(conversation, first).path("run").asString();
        long postgres = node.pidOf(owner, "postgres");
        try (Stream events = owner.stream("/api/runs/" + run + "/events", NONE)) {
            String said = untilSaid(events, "", Mock.script(HUNG_AT));
            Program.signalAll("STOP", postgres);
            try {
                // the stream does not wait for the disk
                untilSaid(events, said, Mock.script(TOKENS));
                List<Stream.Event> after = events.during(NO_END);
                assertTrue(after.stream().noneMatch(Stream.Event::isEnd), "but its end does");
            } finally {
                Program.signalAll("CONT", postgres);
            }
            List<Stream.Event> rest = events.rest();
            assertEquals("done", rest.getLast().name(), () -> rest.getLast().toString());
            JsonNode told = rest.getLast().json().path("message");
            assertEquals(Mock.script(TOKENS), told.path("text").asString());
            for (JsonNode message : owner.conversation(conversation).path("messages")) {
                if (message.path("id").equals(told.path("id"))) {
                    assertEquals(told, message, "what was told is what is stored");
                }
            }
        }
        assertEquals(postgres, node.pidOf(owner, "postgres"), "it was waited for");
        assertOnce(conversation, first.path("id").asString());
    }

    @Test
    void aDatabaseThatHangsForEverIsReplaced() throws Exception {
        String conversation = owner.begin();
        ObjectNode first = question();
        owner.end(owner.say(conversation, first).path("run").asString());
        JsonNode before = owner.conversation(conversation);
        long postgres = node.pidOf(owner, "postgres");
        long began = System.nanoTime();
        Program.signalAll("STOP", postgres);
        ObjectNode second = question();
        assertDatabaseIsMissed(conversation, second);
        node.awaitReplaced(owner, "postgres", postgres, REPLACED_MAX);
        System.out.println("HungTest: postgres replaced after " + (System.nanoTime() - began) / 1_000_000 + " ms");
        assertEquals(before.path("messages"), owner.conversation(conversation).path("messages"));
        JsonNode sent = send(conversation, second).expect(200).json();
        assertEquals("done", owner.end(sent.path("run").asString()).name());
        assertOnce(conversation, second.path("id").asString());
    }

    @Test
    void aNodeThatIsKilledWhileItsDatabaseHangsStartsAgain() throws InterruptedException {
        try (Node killed = Node.start("")) {
            Client its = killed.setUp();
            String conversation = its.begin();
            Program.signalAll("STOP", killed.pidOf(its, "postgres"));
            killed.kill();
            Duration ready = killed.startAgain();
            System.out.println("HungTest: node killed beside a hung postgres, ready again after " + ready.toMillis() + " ms");
            assertEquals(conversation, its.conversation(conversation).path("summary").path("id").asString());
        }
    }

    @Test
    void withARedisThatHangsNothingWaits() throws InterruptedException {
        long redis = node.pidOf(owner, "redis");
        if (redis < 0) {
            NotRun.note("HungTest, Redis", "it is no child of the node here");
            return;
        }
        Program.signal("STOP", redis);
        String conversation;
        try (Stream changes = owner.stream("/api/changes", NONE)) {
            conversation = within(SHORT, () -> owner.ask("POST", "/api/conversations", Client.object()))
                    .expect(200)
                    .json()
                    .path("id")
                    .asString();
            assertEquals(
                    conversation,
                    changes.until("changed").getLast().json().path("conversation").asString(),
                    "the node's own pages hear at once");
        }
        JsonNode sent = within(SHORT, () -> send(conversation, question())).expect(200).json();
        assertEquals("done", owner.end(sent.path("run").asString()).name());
        Client twice = within(SHORT, node);
        within(SHORT, () -> twice.ask("POST", "/api/auth/sign-out")).expect(200);
        within(SHORT, () -> twice.ask("GET", "/api/auth/me")).expect(401);
        within(SHORT, () -> owner.ask("GET", "/api/search?q=t1")).expect(200);
        within(SHORT, () -> owner.ask("GET", "/ready")).expect(200);
        Program.signal("KILL", redis);
        within(SHORT, () -> owner.ask("GET", "/api/conversations")).expect(200);
        node.awaitReplaced(owner, "redis", redis, REPLACED_MAX);
    }

    private static Client within(Duration max, Node node) throws InterruptedException {
        long began = System.nanoTime();
        Client client = node.signIn(Node.OWNER, Node.PASSWORD);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(max) < 0, () -> "signing in took " + took);
        return client;
    }
}
