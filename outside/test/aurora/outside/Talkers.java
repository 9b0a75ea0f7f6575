package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** Conversations that go on by themselves, and remember what was acknowledged to them. */
final class Talkers {
    private static final Optional<String> NONE = Optional.empty();
    private static final int REFUSALS_MAX = 1000;
    private static final Duration PROGRESS_MAX = Duration.ofSeconds(60);

    private final String model;
    private final int count;
    private final Client owner;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger acknowledgements = new AtomicInteger();
    private final Map<String, List<String>> acknowledged = new ConcurrentHashMap<>();
    private final List<String> conversations = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended;
    private final Object told = new Object();

    /** {@code count} conversations of {@code owner} that ask {@code model}. */
    Talkers(Client owner, String model, int count) {
        this.owner = owner;
        this.model = model;
        this.count = count;
        this.ended = new CountDownLatch(count);
    }

    /** Their ids. */
    List<String> conversations() {
        return conversations;
    }

    /** What those that were not acknowledged were told, in order. */
    List<String> refusals() {
        return refusals;
    }

    /** Begins them. */
    void start() throws InterruptedException {
        for (int i = 0; i < count; i++) {
            String conversation = owner.begin();
            conversations.add(conversation);
            acknowledged.put(conversation, new CopyOnWriteArrayList<>());
            Client client = owner.copy();
            Thread.ofVirtual().start(() -> talk(client, conversation));
        }
    }

    private void talk(Client client, String conversation) {
        try {
            while (!over.get()) {
                once(client, conversation);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (AssertionError | RuntimeException failed) {
            wrong.add(conversation + ": " + failed);
        } finally {
            ended.countDown();
        }
    }

    /** One message, sent until it is acknowledged, as a client does. */
    private void once(Client client, String conversation) throws InterruptedException {
        JsonNode body = Client.message("Count from " + System.nanoTime(), NONE, Optional.of(model));
        String id = body.path("id").asString();
        while (!over.get()) {
            try {
                Answer answer = client.ask("POST", "/api/conversations/" + conversation + "/messages", body);
                switch (answer.status()) {
                    case 200 -> {
                        acknowledged.get(conversation).add(id);
                        acknowledgements.incrementAndGet();
                        synchronized (told) {
                            told.notifyAll();
                        }
                        watch(client, answer.json());
                        return;
                    }
                    case 429, 503 -> {
                        refused(answer);
                        awaitNews();
                    }
                    default ->
                        throw new AssertionError("a message was answered " + answer.status() + ": "
                                + answer.text());
                }
            } catch (UncheckedIOException away) {
                awaitNews();
            }
        }
    }

    private void refused(Answer answer) {
        answer.error();
        if (refusals.size() < REFUSALS_MAX) {
            refusals.add(answer.text());
        }
    }

    /** The node is down or busy: until some message is acknowledged, or it is time to try again. */
    private void awaitNews() throws InterruptedException {
        synchronized (told) {
            told.wait(100);
        }
    }

    private void watch(Client client, JsonNode sent) throws InterruptedException {
        String run = sent.path("run").asString("");
        if (run.isEmpty()) {
            return;
        }
        try (Stream events = client.stream("/api/runs/" + run + "/events", NONE)) {
            events.rest();
        } catch (UncheckedIOException away) {
            assertTrue(away.getCause() instanceof java.io.IOException, away::toString);
        } catch (AssertionError refused) {
            // while the database is away the stream is refused with 503
            if (!String.valueOf(refused.getMessage()).contains("503")) {
                throw refused;
            }
        }
    }

    /** Waits until so many more messages are acknowledged. */
    void awaitMore(int count) throws InterruptedException {
        int wanted = acknowledgements.get() + count;
        long end = System.nanoTime() + PROGRESS_MAX.toNanos();
        synchronized (told) {
            while (acknowledgements.get() < wanted) {
                assertTrue(System.nanoTime() < end, () -> "no progress within " + PROGRESS_MAX + "; " + wrong);
                told.wait(200);
            }
        }
    }

    /** Ends them, and fails with what was wrong on the way. */
    void end() throws InterruptedException {
        over.set(true);
        assertTrue(ended.await(120, TimeUnit.SECONDS), "the conversations come to an end");
        assertEquals(List.of(), wrong, "what clients were told in between");
    }

    /** Every acknowledged message is there once, and every answer is a beginning of {@code script}. */
    void check(Client client, String script) throws InterruptedException {
        for (String conversation : conversations) {
            List<String> there = new ArrayList<>();
            for (JsonNode message : client.conversation(conversation).path("messages")) {
                there.add(message.path("id").asString());
                if (message.path("author").asString().equals("assistant")) {
                    String text = message.path("text").asString();
                    assertTrue(
                            script.startsWith(text),
                            () -> "an answer is whole as far as it goes: " + message);
                }
            }
            for (String id : acknowledged.get(conversation)) {
                assertEquals(
                        1,
                        there.stream().filter(id::equals).count(),
                        () -> "acknowledged message " + id + " of " + conversation + " is there exactly once");
            }
        }
        System.out.println("Talkers: " + acknowledgements.get() + " acknowledged messages, all there once");
    }
}
