package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
            Talkers talkers = new Talkers(owner, "slow", CONVERSATIONS);
            talkers.start();
            List<String> order = new ArrayList<>(List.of("node", "postgres", "redis", "node"));
            java.util.Collections.shuffle(order, random);
            for (String victim : order) {
                talkers.awaitMore(10 + random.nextInt(20));
                kill(node, owner, victim);
            }
            talkers.awaitMore(10);
            talkers.end();
            talkers.check(owner, Mock.script(200));
            resumeOne(owner, talkers);
        }
    }

    private static void kill(Node node, Client owner, String victim) throws InterruptedException {
        switch (victim) {
            case "node" -> {
                node.kill();
                node.awaitNothingLeft(Duration.ofSeconds(30));
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
                node.awaitReplaced(owner, victim, pid, READY_MAX);
                System.out.println("KillTest: " + victim + " killed, replaced after "
                        + (System.nanoTime() - began) / 1_000_000 + " ms");
            }
        }
    }

    private static void resumeOne(Client owner, Talkers talkers) throws InterruptedException {
        for (String conversation : talkers.conversations()) {
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
            node.awaitNothingLeft(Duration.ofSeconds(30));
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
