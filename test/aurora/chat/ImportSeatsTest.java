package aurora.chat;

import static aurora.chat.ChatWorld.ANN;
import static aurora.chat.ChatWorld.BOB;
import static aurora.chat.ChatWorld.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Caller;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.chat.ChatApi.*;
import aurora.ground.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How many may import at once. */
final class ImportSeatsTest {
    @AutoClose
    private final ChatWorld world = new ChatWorld();

    /** An import whose deadline is looked at when the test lets it. */
    private final class Slow implements Clock {
        private final CountDownLatch looked = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final Future<Reply<Imported>> done;

        Slow(Caller caller) throws InterruptedException {
            Deadline deadline = new Deadline(this, Long.MAX_VALUE);
            CompletableFuture<Reply<Imported>> reply = new CompletableFuture<>();
            world.threads.execute(() -> reply.complete(world.api.importAll(caller, new Import(file()), deadline)));
            done = reply;
            assertTrue(looked.await(20, TimeUnit.SECONDS));
        }

        Imported end() throws Exception {
            go.countDown();
            return ok(done.get(20, TimeUnit.SECONDS));
        }

        @Override
        public long nanos() {
            looked.countDown();
            try {
                assertTrue(go.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException end) {
                throw new AssertionError(end);
            }
            return 0;
        }

        @Override
        public Instant now() {
            return Clock.system().now();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
            Clock.system().pause(length);
        }
    }

    private String file() {
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        Summary summary = new Summary(world.ids.next(), "t", false, Optional.empty(), at, at, Optional.empty());
        return Json.text(new Exported(1, new Conversation(summary, List.of(), Optional.empty(), Optional.empty())));
    }

    private Reply<Imported> take(Caller caller) {
        return world.api.importAll(caller, new Import(file()), world.soon());
    }

    private static void assertBusy(Reply<Imported> reply) {
        assertTrue(assertInstanceOf(Reply.Busy.class, reply).retryAfter().compareTo(Duration.ZERO) > 0);
    }

    @Test
    void aSlowImportHoldsUpItsUserOnly() throws Exception {
        Slow anns = new Slow(ANN);
        assertBusy(take(ANN));
        assertEquals(new Imported(1, 0, 0), ok(take(BOB)));
        assertEquals(new Imported(1, 0, 0), anns.end());
        assertEquals(new Imported(1, 0, 0), ok(take(ANN)));
    }

    @Test
    void theNodeTakesInAFewAtOnce() throws Exception {
        List<Slow> slow = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            slow.add(new Slow(ChatWorld.person("user " + i)));
        }
        assertBusy(take(ANN));
        assertEquals(new Imported(1, 0, 0), slow.removeFirst().end());
        assertEquals(new Imported(1, 0, 0), ok(take(ANN)));
        for (Slow left : slow) {
            assertEquals(new Imported(1, 0, 0), left.end());
        }
    }

    @Test
    void aRefusedFileGivesItsPlaceBack() {
        assertInstanceOf(Reply.Invalid.class, world.api.importAll(ANN, new Import("{"), world.soon()));
        ok(take(ANN));
    }
}
