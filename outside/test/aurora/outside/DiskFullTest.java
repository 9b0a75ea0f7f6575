package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.outside.Node.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A full disk: what was acknowledged is there, what was not is a clear error, and the node recovers by itself. */
final class DiskFullTest {
    private static final int REFUSED = 4;
    private static final int TOKENS = 40;
    private static final int MEBIBYTES = 420;
    private static final Optional<String> NONE = Optional.empty();

    /** Within 10 s on an idle machine; this one may be busy. */
    private static final Duration MAX = Duration.ofSeconds(60);

    @Test
    void aFullDiskRefusesWritesAndHealsByItself() throws InterruptedException, IOException {
        Optional<SmallDisk> made = SmallDisk.of(MEBIBYTES, "DiskFullTest");
        if (made.isEmpty()) {
            return;
        }
        try (SmallDisk disk = made.get();
                Mock mock = Mock.start("count", TOKENS, 100);
                Node node = start(disk)) {
            Client owner = node.setUp();
            node.addEngine("count", mock.url());
            Talkers talkers = new Talkers(owner, "count", 8);
            talkers.start();
            talkers.awaitMore(20);
            String spare = owner.begin();
            String unwanted = owner.begin();
            disk.leave(40 << 10);
            whileNearlyFull(node, owner, unwanted);
            disk.leave(64);
            whileFull(node, owner, spare);
            assertTrue(
                    talkers.refusals().stream().allMatch(text -> text.contains("disk")),
                    () -> "each refusal says what to do: " + talkers.refusals());
            endDatabase(node, owner);
            long began = System.nanoTime();
            disk.free();
            talkers.awaitMore(8);
            System.out.println("DiskFullTest: writes again " + (System.nanoTime() - began) / 1_000_000
                    + " ms after there was room");
            awaitReady(node, owner);
            talkers.end();
            talkers.check(owner, Mock.script(TOKENS));
            atStart(disk, node);
        }
    }

    /** As root the databases lie where the home says, which is on the small disk too. */
    private static Node start(SmallDisk disk) throws InterruptedException, IOException {
        Path home = disk.folder().resolve("node/home");
        Files.createDirectories(home);
        Files.writeString(
                home.resolve("data-folder"), disk.folder().resolve("node/data").toString());
        return Node.startIn(home, "ollama:\n  url: \"off\"\n", Map.of());
    }

    /** Nothing new is stored, but people come in, and delete what they do not need. */
    private static void whileNearlyFull(Node node, Client owner, String unwanted) throws InterruptedException {
        long end = System.nanoTime() + MAX.toNanos();
        while (owner.ask("POST", "/api/conversations", Client.object()).status() == 200) {
            assertTrue(System.nanoTime() < end, "a disk that is nearly full refuses");
        }
        node.signIn(Node.OWNER, Node.PASSWORD)
                .ask("DELETE", "/api/conversations/" + unwanted)
                .expect(200);
        assertEquals(404, owner.ask("GET", "/api/conversations/" + unwanted).status());
    }

    private static void whileFull(Node node, Client owner, String conversation) throws InterruptedException {
        long end = System.nanoTime() + MAX.toNanos();
        while (owner.ask("POST", "/api/conversations", Client.object()).status() == 200) {
            assertTrue(System.nanoTime() < end, "a full disk refuses");
        }
        Answer refused = owner.ask(
                "POST",
                "/api/conversations/" + conversation + "/messages",
                Client.message("Count", NONE, Optional.of("count")));
        assertEquals(429, refused.status(), refused::text);
        assertTrue(refused.text().contains("disk"), refused::text);
        assertTrue(refused.raw().headers().firstValue("retry-after").isPresent(), "it says when to try again");
        for (String path : new String[] {"/api/conversations", "/api/conversations/" + conversation, "/api/search?q=t1"
        }) {
            assertEquals(200, owner.ask("GET", path).status(), () -> path + " is read from a full disk");
        }
        Ran status = node.run("", "status");
        assertNotEquals(0, status.code(), status::output);
        assertTrue(status.output().contains("MB are free"), status::output);
        assertEquals(503, owner.ask("GET", "/ready").status());
    }

    /** Who writes may hear a moment before who looks for the node's state that the database is back. */
    private static void awaitReady(Node node, Client owner) throws InterruptedException {
        long end = System.nanoTime() + MAX.toNanos();
        while (owner.ask("GET", "/ready").status() != 200) {
            assertTrue(System.nanoTime() < end, node.program()::output);
        }
    }

    /** What a full disk may do to it: it is not started in vain until nobody starts it any more. */
    private static void endDatabase(Node node, Client owner) throws InterruptedException {
        Program.signal("KILL", node.pidOf(owner, "postgres"));
        long end = System.nanoTime() + MAX.toNanos();
        String programs = "";
        while (!programs.contains("The disk is full where its data lies")) {
            assertTrue(System.nanoTime() < end, programs);
            programs = owner.ask("GET", "/api/programs").expect(200).text();
        }
    }

    private static void atStart(SmallDisk disk, Node node) throws InterruptedException {
        node.stop("TERM", MAX);
        disk.leave(64);
        Ran ran = node.startInVain(MAX);
        assertEquals(REFUSED, ran.code(), ran::output);
        assertEquals(1, ran.output().lines().filter(line -> !line.isBlank()).count(), ran::output);
        assertTrue(ran.output().contains("MB are free"), ran::output);
        assertFalse(ran.output().contains("\tat "), ran::output);
        disk.free();
        node.startAgain();
    }
}
