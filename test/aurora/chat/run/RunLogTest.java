package aurora.chat.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.Seed;
import aurora.base.Events;
import aurora.chat.ChatApi.*;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Nothing missed, nothing doubled, whoever reads and from wherever. */
final class RunLogTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final StreamPart DONE = new StreamPart.Done(new Message(
            "m",
            Optional.empty(),
            Author.ASSISTANT,
            "",
            State.DONE,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty()));

    /** What a reader that goes away and comes back at random places has seen. */
    private static String read(RunLog log, Random random) throws InterruptedException {
        StringBuilder seen = new StringBuilder();
        long last = 0;
        while (true) {
            try (Events<StreamPart> reader = log.reader(last)) {
                for (int left = random.nextInt(20); left > 0; left--) {
                    switch (reader.next(LONG)) {
                        case Events.Item<StreamPart>(long id, StreamPart part) -> {
                            assertTrue(id > last, id + " after " + last);
                            last = id;
                            switch (part) {
                                case StreamPart.Token(String text) -> seen.append(text);
                                case StreamPart.Thinking(String text) ->
                                    seen.append(text.toUpperCase(java.util.Locale.ROOT));
                                case StreamPart.Step(String name, String detail) ->
                                    seen.append('[').append(name).append(']');
                                case StreamPart.Done done -> seen.append('!');
                                case StreamPart.Routed routed -> throw new AssertionError(routed);
                                case StreamPart.Moved moved -> throw new AssertionError(moved);
                                case StreamPart.Failed failed -> throw new AssertionError(failed);
                            }
                        }
                        case Events.Idle<StreamPart> idle -> throw new AssertionError("stalled at " + last);
                        case Events.End<StreamPart> end -> {
                            return seen.toString();
                        }
                    }
                }
            }
        }
    }

    @Test
    void readersAtRandomPlacesSeeTheSame() throws Exception {
        long seed = Seed.next();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            RunLog log = new RunLog();
            StringBuilder expected = new StringBuilder();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<String>> readers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Random own = new Random(random.nextLong());
                    Callable<String> reading = () -> read(log, own);
                    readers.add(threads.submit(reading));
                }
                for (int i = 0; i < 500; i++) {
                    String text = "w" + i + " ";
                    switch (random.nextInt(5)) {
                        case 0 -> {
                            assertTrue(log.add(new StreamPart.Thinking(text)));
                            expected.append(text.toUpperCase(java.util.Locale.ROOT));
                        }
                        case 1 -> {
                            assertTrue(log.add(new StreamPart.Step(text, "")));
                            expected.append('[').append(text).append(']');
                        }
                        default -> {
                            assertTrue(log.add(new StreamPart.Token(text)));
                            expected.append(text);
                        }
                    }
                }
                log.add(DONE);
                expected.append('!');
                for (Future<String> reader : readers) {
                    assertEquals(expected.toString(), reader.get(), "seed " + seed);
                }
            }
            assertEquals(expected.toString(), read(log, random), "seed " + seed);
        }
    }

    @Test
    void everyIdLeadsToTheRest() throws InterruptedException {
        RunLog log = new RunLog();
        for (int i = 0; i < 50; i++) {
            log.add(new StreamPart.Token(i + ","));
        }
        log.add(DONE);
        for (int after = 0; after <= 50; after++) {
            StringBuilder rest = new StringBuilder();
            for (int i = after; i < 50; i++) {
                rest.append(i).append(',');
            }
            try (Events<StreamPart> reader = log.reader(after)) {
                StringBuilder seen = new StringBuilder();
                while (reader.next(LONG) instanceof Events.Item<StreamPart>(long id, StreamPart part)
                        && part instanceof StreamPart.Token(String text)) {
                    seen.append(text);
                }
                assertEquals(rest.toString(), seen.toString());
                assertInstanceOf(Events.End.class, reader.next(LONG));
            }
        }
    }

    @Test
    void aReaderThatDoesNotReadHoldsUpNobody() throws InterruptedException {
        RunLog log = new RunLog();
        try (Events<StreamPart> slow = log.reader(0)) {
            for (int i = 0; i < 100_000; i++) {
                assertTrue(log.add(new StreamPart.Token("x")));
            }
            log.add(DONE);
            int characters = 0;
            while (slow.next(LONG) instanceof Events.Item<StreamPart>(long id, StreamPart part)
                    && part instanceof StreamPart.Token(String text)) {
                characters += text.length();
            }
            assertEquals(100_000, characters);
        }
    }

    @Test
    void itsSizeIsBounded() {
        RunLog log = new RunLog();
        String piece = "x".repeat(1 << 20);
        for (int i = 0; i < 8; i++) {
            assertTrue(log.add(new StreamPart.Token(piece)));
        }
        assertFalse(log.add(new StreamPart.Token("x")));
        for (int i = 0; i < RunLog.OTHERS_MAX; i++) {
            assertTrue(log.add(new StreamPart.Step("s", "")));
        }
        assertFalse(log.add(new StreamPart.Step("s", "")));
        assertTrue(log.add(DONE));
        assertFalse(log.add(DONE));
    }

    @Test
    void closingWakesTheReader() throws Exception {
        RunLog log = new RunLog();
        Events<StreamPart> reader = log.reader(0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Events.Next<StreamPart>> waiting = threads.submit(() -> reader.next(LONG));
            reader.close();
            assertInstanceOf(Events.End.class, waiting.get());
        }
        assertInstanceOf(Events.Idle.class, log.reader(0).next(Duration.ZERO));
    }
}
