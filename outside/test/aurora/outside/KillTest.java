package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code kill -9} in the middle of work: what was acknowledged is there, once, and nothing is left behind. */
final class KillTest {
    private static final int CONVERSATIONS = 50;
    private static final Optional<String> NONE = Optional.empty();

    /** Within 10 s on an idle machine; this one may be busy. */
    private static final Duration READY_MAX = Duration.ofSeconds(60);

    @Test
    void whatWasAcknowledgedSurvivesEveryKill() throws InterruptedException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("KillTest: seed " + seed + " (repeat with -Dseed=" + seed + ")");
        Random random = new Random(seed);
        try (Mock mock = Mock.start("slow", 200, 100);
                Node node = Node.start("")) {
            Client owner = node.setUp();
            node.addEngine("slow", mock.url());
            Talkers talkers = new Talkers(owner, mock);
            talkers.start();
            List<String> order = new ArrayList<>(List.of("node", "postgres", "redis", "node"));
            java.util.Collections.shuffle(order, random);
            for (String victim : order) {
                talkers.awaitMore(10 + random.nextInt(20));
                kill(node, owner, victim);
            }
            talkers.awaitMore(10);
            talkers.end();
            talkers.check(owner);
            resumeOne(owner, talkers);
        }
    }

    private static void kill(Node node, Client owner, String victim) throws InterruptedException {
        switch (victim) {
            case "node" -> {
                node.kill();
                node.awaitNothingLeft(Duration.ofSeconds(15));
                Duration ready = node.startAgain();
                System.out.println("KillTest: node killed, ready again after " + ready.toMillis() + " ms");
                assertTrue(ready.compareTo(READY_MAX) < 0, () -> "ready only after " + ready);
            }
            default -> {
                long pid = node.pidOf(owner, victim);
                if (pid < 0) {
                    NotRun.note("KillTest, kill of " + victim, "it is no child of the node here");
                    return;
                }
                long began = System.nanoTime();
                Program.signal("KILL", pid);
                awaitOther(node, owner, victim, pid);
                System.out.println("KillTest: " + victim + " killed, replaced after "
                        + (System.nanoTime() - began) / 1_000_000 + " ms");
            }
        }
    }

    /** Waits until another process does the work of the one that was killed, and the node is ready. */
    private static void awaitOther(Node node, Client owner, String name, long old) throws InterruptedException {
        long end = System.nanoTime() + READY_MAX.toNanos();
        while (true) {
            Answer answer = owner.ask("GET", "/api/programs");
            if (answer.status() == 200) {
                for (JsonNode one : answer.json().path("programs")) {
                    if (one.path("name").asString().equals(name)
                            && one.path("state").asString().equals("ready")
                            && one.path("pid").asLong(-1) > 0
                            && one.path("pid").asLong() != old
                            && owner.ask("GET", "/ready").status() == 200) {
                        return;
                    }
                }
            }
            assertTrue(System.nanoTime() < end, () -> name + " was not replaced within " + READY_MAX + ": "
                    + answer.text() + "\n" + node.program().output());
        }
    }

    private static void resumeOne(Client owner, Talkers talkers) throws InterruptedException {
        for (String conversation : talkers.conversations) {
            for (JsonNode message : owner.conversation(conversation).path("messages")) {
                if (message.path("state").asString().equals("interrupted")) {
                    JsonNode sent = owner.ask(
                                    "POST",
                                    "/api/messages/" + message.path("id").asString() + "/resume")
                            .expect(200)
                            .json();
                    Stream.Event end = owner.end(sent.path("run").asString());
                    assertEquals("done", end.name(), () -> "the resumed answer's end: " + end);
                    assertEquals(
                            Mock.script(200),
                            end.json().path("message").path("text").asString(),
                            "what was there and what came after make one answer");
                    return;
                }
            }
        }
        throw new AssertionError("No answer was interrupted, though the node was killed twice while all rendered");
    }

    /** Fifty conversations that go on by themselves. */
    private static final class Talkers {
        private final Client owner;
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicInteger acknowledgements = new AtomicInteger();
        private final Map<String, List<String>> acknowledged = new ConcurrentHashMap<>();
        private final List<String> conversations = new CopyOnWriteArrayList<>();
        private final List<String> wrong = new CopyOnWriteArrayList<>();
        private final CountDownLatch ended = new CountDownLatch(CONVERSATIONS);
        private final Object told = new Object();

        Talkers(Client owner, Mock mock) {
            this.owner = owner;
        }

        void start() throws InterruptedException {
            for (int i = 0; i < CONVERSATIONS; i++) {
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
            JsonNode body = Client.message("Count from " + System.nanoTime(), NONE, Optional.of("slow"));
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
                        case 429, 503 -> awaitNews();
                        default ->
                            throw new AssertionError("a message was answered " + answer.status() + ": "
                                    + answer.text());
                    }
                } catch (UncheckedIOException away) {
                    awaitNews();
                }
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

        void awaitMore(int count) throws InterruptedException {
            int wanted = acknowledgements.get() + count;
            long end = System.nanoTime() + READY_MAX.toNanos();
            synchronized (told) {
                while (acknowledgements.get() < wanted) {
                    assertTrue(System.nanoTime() < end, () -> "no progress within " + READY_MAX + "; " + wrong);
                    told.wait(200);
                }
            }
        }

        void end() throws InterruptedException {
            over.set(true);
            assertTrue(ended.await(120, java.util.concurrent.TimeUnit.SECONDS), "the conversations come to an end");
            assertEquals(List.of(), wrong, "what clients were told in between");
        }

        void check(Client client) throws InterruptedException {
            for (String conversation : conversations) {
                List<String> there = new ArrayList<>();
                for (JsonNode message : client.conversation(conversation).path("messages")) {
                    there.add(message.path("id").asString());
                    if (message.path("author").asString().equals("assistant")) {
                        String text = message.path("text").asString();
                        assertTrue(
                                Mock.script(200).startsWith(text),
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
            System.out.println("KillTest: " + acknowledgements.get() + " acknowledged messages, all there once");
        }
    }

    @Test
    void nothingListensAfterTheNodeIsKilled() throws InterruptedException {
        try (Node node = Node.start("")) {
            Client owner = node.setUp();
            List<String> addresses = new ArrayList<>(List.of("127.0.0.1:" + node.port()));
            owner.ask("GET", "/api/programs").expect(200).json().path("programs").forEach(one -> {
                String address = one.path("address").asString("");
                if (one.path("driver").asString().matches("embedded|installed") && address.matches(".*:\\d+.*")) {
                    addresses.add("127.0.0.1:" + address.replaceAll(".*:(\\d+).*", "$1"));
                }
            });
            assertTrue(addresses.size() > 1, () -> "the node keeps programs with a port: " + addresses);
            node.kill();
            node.awaitNothingLeft(Duration.ofSeconds(15));
            for (String address : addresses) {
                assertTrue(refuses(address), () -> "something still listens at " + address);
            }
        }
    }

    private static boolean refuses(String address) {
        String[] parts = address.split(":", 2);
        try (java.net.Socket socket = new java.net.Socket(parts[0], Integer.parseInt(parts[1]))) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        } catch (java.io.IOException other) {
            throw new UncheckedIOException(other);
        }
    }
}
