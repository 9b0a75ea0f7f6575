package aurora.ground.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.NotRun;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.process.Child;
import aurora.ground.process.ChildSpec;
import aurora.ground.process.Ports;
import aurora.ground.process.Programs;
import aurora.ground.process.Spawner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BusTest {
    private static final Clock CLOCK = Clock.system();

    @TempDir
    Path folder;

    @Test
    void withinTheProcessASignalIsHeardAtOnce() {
        try (LocalBus bus = new LocalBus()) {
            List<String> heard = new ArrayList<>();
            Bus.Subscription first = bus.subscribe("run", heard::add);
            Bus.Subscription second = bus.subscribe("run", heard::add);
            bus.subscribe("run", text -> {
                throw new IllegalStateException("a listener's defect");
            });
            bus.subscribe("other", heard::add);
            bus.publish("run", "a");
            assertEquals(List.of("a", "a"), heard);
            first.close();
            first.close();
            bus.publish("run", "b");
            assertEquals(List.of("a", "a", "b"), heard);
            second.close();
            assertEquals(2, bus.listeners());
        }
    }

    @Test
    void aListenerMayStopListeningWhileItListens() {
        try (LocalBus bus = new LocalBus()) {
            List<String> heard = new ArrayList<>();
            Bus.Subscription[] own = new Bus.Subscription[1];
            own[0] = bus.subscribe("run", text -> {
                heard.add(text);
                own[0].close();
            });
            bus.publish("run", "a");
            bus.publish("run", "b");
            assertEquals(List.of("a"), heard);
        }
    }

    @Test
    void listenersHaveABound() {
        try (LocalBus bus = new LocalBus()) {
            for (int i = 0; i < LocalBus.LISTENERS_MAX; i++) {
                bus.subscribe("c" + i, text -> {});
            }
            assertThrows(IllegalStateException.class, () -> bus.subscribe("one more", text -> {}));
        }
    }

    @Test
    void withoutRedisNothingIsDisturbedAndTheOldestSignalsAreDropped() {
        try (RedisBus bus = new RedisBus(Optional::empty, "a", CLOCK)) {
            List<String> heard = new ArrayList<>();
            bus.subscribe("run", heard::add);
            for (int i = 0; i < RedisBus.QUEUE_MAX + 10; i++) {
                bus.publish("run", "" + i);
            }
            assertEquals(RedisBus.QUEUE_MAX + 10, heard.size());
            assertEquals(10, bus.dropped());
            assertFalse(bus.connected());
        }
    }

    @Test
    void processesHearEachOtherThroughRedisAlsoAfterItWasKilled() throws Exception {
        Optional<Path> program = Programs.find("redis-server");
        if (NotRun.unless(program.isPresent(), "BusTest, two processes and Redis", "no redis-server on the PATH")) {
            return;
        }
        RedisAddress address = new RedisAddress("127.0.0.1", new Ports(folder.resolve("ports")).of("redis"), "");
        try (Spawner spawner = new Spawner(CLOCK);
                RedisBus one = new RedisBus(() -> Optional.of(address), "one", CLOCK);
                RedisBus two = new RedisBus(() -> Optional.of(address), "two", CLOCK)) {
            BlockingQueue<String> heardByOne = new ArrayBlockingQueue<>(1000);
            BlockingQueue<String> heardByTwo = new ArrayBlockingQueue<>(1000);
            one.subscribe("aurora:run", heardByOne::add);
            two.subscribe("run", heardByTwo::add);
            one.publish("run", "alone");
            assertEquals("alone", heardByOne.poll(), "at once, Redis is not even started");

            for (int round = 0; round < 2; round++) {
                Child redis = spawner.spawn(
                        ChildSpec.of("redis", redis(program.get(), address)).in(folder));
                await(() -> one.connected() && two.connected());
                String text = "round " + round + " \u00e4 \ud83d\ude00";
                one.publish("run", text);
                assertEquals(text, heardByOne.poll());
                assertTrue(heardUntil(heardByTwo, text));
                two.publish("run", "answer " + round);
                assertEquals("answer " + round, heardByOne.poll(20, TimeUnit.SECONDS), "and nothing of its own again");
                assertTrue(heardUntil(heardByTwo, "answer " + round));

                ProcessHandle.of(redis.pid()).orElseThrow().destroyForcibly();
                redis.exit().get(20, TimeUnit.SECONDS);
                await(() -> !one.connected() && !two.connected());
                one.publish("run", "while it is away");
                assertEquals("while it is away", heardByOne.poll());
            }
        }
    }

    private static List<String> redis(Path program, RedisAddress address) {
        return List.of(program.toString(), "--port", "" + address.port(), "--bind", "127.0.0.1", "--save", "");
    }

    /** What was published while Redis was away may or may not come before. */
    private static boolean heardUntil(BlockingQueue<String> heard, String text) throws InterruptedException {
        for (String next = heard.poll(20, TimeUnit.SECONDS); next != null; next = heard.poll(20, TimeUnit.SECONDS)) {
            if (next.equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static void await(BooleanSupplier wanted) throws InterruptedException {
        Deadline deadline = Deadline.after(CLOCK, Duration.ofSeconds(30));
        while (!wanted.getAsBoolean()) {
            assertFalse(deadline.passed());
            CLOCK.pause(Duration.ofMillis(5));
        }
    }
}
