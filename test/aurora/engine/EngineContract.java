package aurora.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events.End;
import aurora.base.Events.Idle;
import aurora.base.Events.Item;
import aurora.base.Events.Next;
import aurora.base.Reply;
import aurora.engine.Engine.Generation;
import aurora.engine.Message.Role;
import aurora.engine.Part.Done;
import aurora.engine.Part.Failed;
import aurora.engine.Part.Failure;
import aurora.engine.Part.Finish;
import aurora.engine.mock.MockEngine;
import aurora.engine.mock.MockFault;
import aurora.engine.mock.MockFault.Kind;
import aurora.engine.mock.MockProfile;
import aurora.ground.ClosedPort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine behind an address promises, in front of the mock engine and all of its faults. */
abstract class EngineContract {
    static final Duration LONG = Duration.ofSeconds(10);
    static final int TOKENS = 12;

    private final List<AutoCloseable> opened = new ArrayList<>();

    /** The engine under test, at {@code url}. */
    abstract Engine at(String url);

    /** Whether it reports times of its own. */
    abstract boolean timesItself();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    final MockEngine mock(MockProfile profile) {
        try {
            MockEngine mock = MockEngine.start(profile, 0);
            opened.add(mock);
            return mock;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    final Engine engine(String url) {
        Engine engine = at(url);
        opened.add(engine);
        return engine;
    }

    static Deadline in(Duration length) {
        return Deadline.after(Clock.system(), length);
    }

    static <T> T ok(Reply<T> reply) {
        return switch (reply) {
            case Reply.Ok<T>(T value) -> value;
            case Reply.Denied<T> _, Reply.NotFound<T> _, Reply.Invalid<T> _, Reply.Busy<T> _, Reply.Unavailable<T> _ ->
                throw new AssertionError(reply);
        };
    }

    static GenerateRequest ask(String model) {
        return GenerateRequest.of(model, List.of(Message.of(Role.USER, "Count.")), Sampling.DEFAULT);
    }

    private Generation start(Engine engine) {
        Generation generation = ok(engine.generate(ask("mock"), in(LONG)));
        opened.add(generation);
        return generation;
    }

    /** All parts up to the last, which is returned as the last element. */
    static List<Part> drain(Generation generation) throws InterruptedException {
        List<Part> parts = new ArrayList<>();
        Deadline deadline = in(LONG.multipliedBy(12));
        long lastId = 0;
        while (true) {
            Next<Part> next = generation.next(Duration.ofMillis(200));
            switch (next) {
                case Item<Part>(long id, Part part) -> {
                    assertTrue(id > lastId, "ids grow");
                    lastId = id;
                    parts.add(part);
                }
                case Idle<Part> _ -> assertFalse(deadline.passed(), "an answer ends");
                case End<Part> _ -> {
                    return parts;
                }
            }
        }
    }

    static String text(List<Part> parts) {
        return parts.stream()
                .map(part -> part instanceof Part.Text(String text) ? text : "")
                .collect(Collectors.joining());
    }

    static String numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> i == 0 ? "t0" : " t" + i).collect(Collectors.joining());
    }

    static void until(BooleanSupplier condition, String what) throws InterruptedException {
        Deadline deadline = in(LONG);
        while (!condition.getAsBoolean()) {
            assertFalse(deadline.passed(), what);
            Clock.system().pause(Duration.ofMillis(2));
        }
    }

    private Failure failure(Engine engine) throws InterruptedException {
        return assertInstanceOf(Failed.class, drain(start(engine)).getLast()).failure();
    }

    @Test
    void rendersAndCountsWithNothingLostOrDoubled() throws InterruptedException {
        MockEngine mock = mock(MockProfile.instant(5_000));
        Engine engine = engine(mock.url());
        for (int i = 0; i < 3; i++) {
            List<Part> parts = drain(start(engine));
            assertEquals(numbers(0, 5_000), text(parts));
            Done done = assertInstanceOf(Done.class, parts.getLast());
            assertEquals(Finish.STOP, done.finish());
            assertEquals(5_000, done.usage().outputTokens());
            assertTrue(done.usage().promptTokens() > 0);
            assertEquals(timesItself(), done.usage().exact());
        }
        assertEquals(0, mock.cancelled());
    }

    @Test
    void measuresAreThoseOfTheEngine() throws InterruptedException {
        Engine engine = engine(mock(MockProfile.steady(40, 200, 1, 40)).url());
        long began = Clock.system().nanos();
        Usage usage =
                assertInstanceOf(Done.class, drain(start(engine)).getLast()).usage();
        Duration took = Duration.ofNanos(Clock.system().nanos() - began);
        Duration all = usage.prefill().plus(usage.decode());
        assertTrue(usage.prefill().toMillis() >= 40, usage.toString());
        assertTrue(all.toMillis() >= 220 && all.compareTo(took) <= 0, usage + " of " + took);
        // Who measures from here may hear of the first token late.
        assertTrue(!timesItself() || usage.decode().toMillis() >= 180, usage.toString());
    }

    @Test
    void samplingLimitsAndContinuesAnAnswer() throws InterruptedException {
        Engine engine = engine(mock(MockProfile.instant(TOKENS)).url());
        Sampling three = new Sampling(
                Optional.of(0.0),
                Optional.of(0.9),
                Optional.of(40),
                Optional.of(3),
                Optional.of(7L),
                List.of("END"),
                Optional.of(1.1));
        List<Part> parts = drain(ok(engine.generate(
                GenerateRequest.of("mock", List.of(Message.of(Role.USER, "Count.")), three), in(LONG))));
        assertEquals(numbers(0, 3), text(parts));
        assertEquals(
                Finish.LENGTH, assertInstanceOf(Done.class, parts.getLast()).finish());

        GenerateRequest more = new GenerateRequest(
                "mock",
                List.of(Message.of(Role.USER, "Count."), Message.of(Role.ASSISTANT, numbers(0, 5))),
                Sampling.DEFAULT,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertEquals(numbers(5, TOKENS), text(drain(ok(engine.generate(more, in(LONG))))));
    }

    @Test
    void textKeepsItsCharacters() throws InterruptedException {
        String said = "Größe \"quoted\" \\ \u65e5\u672c\u8a9e \ud83d\ude80 end\t.";
        MockProfile profile = new MockProfile(MockProfile.instant(1).models(), 1, said, 0, 0, 1);
        assertEquals(said, text(drain(start(engine(mock(profile).url())))));
    }

    @Test
    void listsModels() {
        Engine engine = engine(mock(MockProfile.instant(1)).url());
        Model model = ok(engine.models(in(LONG))).getFirst();
        assertEquals("mock", model.name());
        assertEquals(8192, model.contextMax());
        assertEquals(Model.Purpose.GENERAL, model.purpose());
    }

    @Test
    void embedsToUnitLength() {
        List<float[]> vectors =
                ok(engine(mock(MockProfile.instant(1)).url()).embed("mock", List.of("a", "b", "a"), in(LONG)));
        assertEquals(3, vectors.size());
        for (float[] vector : vectors) {
            double square = 0;
            for (float value : vector) {
                square += value * value;
            }
            assertEquals(1, square, 1e-5);
        }
        assertEquals(0, java.util.Arrays.compare(vectors.get(0), vectors.get(2)));
        assertTrue(java.util.Arrays.compare(vectors.get(0), vectors.get(1)) != 0);
    }

    @Test
    void refusalsAreReplies() {
        MockEngine mock = mock(MockProfile.instant(1));
        Engine engine = engine(mock.url());
        assertInstanceOf(Reply.NotFound.class, engine.generate(ask("another"), in(LONG)));
        assertInstanceOf(Reply.NotFound.class, engine.embed("another", List.of("a"), in(LONG)));
        mock.add(new MockFault(Kind.STATUS_429, 0, 1, 7, new java.util.concurrent.atomic.AtomicInteger(1)));
        assertEquals(
                Duration.ofSeconds(7),
                assertInstanceOf(Reply.Busy.class, engine.generate(ask("mock"), in(LONG)))
                        .retryAfter());
        mock.add(MockFault.of(Kind.STATUS_503, 0, 1));
        assertInstanceOf(Reply.Busy.class, engine.generate(ask("mock"), in(LONG)));
        mock.add(MockFault.of(Kind.ERROR, -1, 1));
        assertInstanceOf(Reply.Unavailable.class, engine.generate(ask("mock"), in(LONG)));
        mock.add(MockFault.of(Kind.PROTOCOL, -1, 1));
        assertInstanceOf(Reply.Unavailable.class, engine.generate(ask("mock"), in(LONG)));
        mock.add(MockFault.of(Kind.REFUSE, 0, 2));
        assertInstanceOf(Reply.Unavailable.class, engine.generate(ask("mock"), in(LONG)));
        GenerateRequest odd = new GenerateRequest(
                "mock",
                ask("mock").messages(),
                Sampling.DEFAULT,
                false,
                Optional.of("[], \"model\": \"another\""),
                Optional.empty(),
                Optional.empty());
        assertInstanceOf(Reply.Invalid.class, engine.generate(odd, in(LONG)));
    }

    @Test
    void nobodyListening() {
        try (ClosedPort port = new ClosedPort()) {
            Engine engine = engine("http://127.0.0.1:" + port.number());
            var reply = assertInstanceOf(Reply.Unavailable.class, engine.generate(ask("mock"), in(LONG)));
            assertTrue(reply.why().contains("nothing listens"), reply.why());
            assertFalse(
                    reply.why().contains("127.0.0.1") || reply.why().contains("" + port.number()),
                    "members hear it too");
            assertInstanceOf(Reply.Unavailable.class, engine.models(in(LONG)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, TOKENS - 1})
    void aCutIsFailedAndWhatCameBeforeItIsWhole(int atToken) throws InterruptedException {
        MockEngine mock = mock(MockProfile.instant(TOKENS));
        mock.add(MockFault.of(Kind.CUT, atToken, 1));
        List<Part> parts = drain(start(engine(mock.url())));
        assertEquals(
                Failure.CUT, assertInstanceOf(Failed.class, parts.getLast()).failure());
        boolean nothing = parts.getLast().toString().contains("ended without an answer");
        assertEquals(parts.size() == 1, nothing, parts.toString());
        assertTrue(numbers(0, atToken).startsWith(text(parts)), text(parts));
    }

    @Test
    void garbageAndReportedErrorsAreFailed() throws InterruptedException {
        MockEngine mock = mock(MockProfile.instant(TOKENS));
        Engine engine = engine(mock.url());
        mock.add(MockFault.of(Kind.PROTOCOL, 3, 1));
        assertEquals(Failure.PROTOCOL, failure(engine));
        mock.add(MockFault.of(Kind.ERROR, 3, 1));
        assertEquals(Failure.REPORTED, failure(engine));
        assertEquals(numbers(0, TOKENS), text(drain(start(engine))), "and the engine serves on");
    }

    @Test
    void aHangIsIdleUntilItsReaderLeaves() throws InterruptedException {
        MockEngine mock = mock(MockProfile.instant(TOKENS));
        mock.add(MockFault.of(Kind.HANG, 2, 1));
        Generation generation = start(engine(mock.url()));
        assertInstanceOf(Item.class, generation.next(LONG));
        assertInstanceOf(Item.class, generation.next(LONG));
        assertInstanceOf(Idle.class, generation.next(Duration.ofMillis(30)));
        assertEquals(1, mock.active());
        Runnable leave = generation::close;
        leave.run();
        until(() -> mock.cancelled() == 1 && mock.active() == 0, "the slot is free");
        assertInstanceOf(End.class, generation.next(LONG));
    }

    @Test
    void aHangEndsAtTheDeadline() throws InterruptedException {
        MockEngine mock = mock(MockProfile.instant(TOKENS));
        int hung = 0;
        for (int atToken : new int[] {-1, 2}) {
            mock.add(MockFault.of(Kind.HANG, atToken, 1));
            List<Part> parts = drain(ok(engine(mock.url()).generate(ask("mock"), in(Duration.ofSeconds(1)))));
            assertEquals(
                    Failure.DEADLINE,
                    assertInstanceOf(Failed.class, parts.getLast()).failure());
            int all = ++hung;
            until(() -> mock.cancelled() == all, "the mock engine sees it");
            assertEquals(0, mock.active(), "the slot is free");
        }
    }

    @Test
    void leavingDuringALongPrefillFreesTheSlotForWhoWaits() throws InterruptedException {
        MockEngine mock = mock(MockProfile.steady(0.01, 0, 1, TOKENS));
        Engine engine = engine(mock.url());
        Generation first = start(engine);
        Generation second = start(engine);
        until(() -> mock.active() == 2 && mock.waiting() == 1, "one works, one waits");
        Runnable leave = first::close;
        leave.run();
        until(() -> mock.active() == 1 && mock.waiting() == 0, "the one that waited has the slot");
        leave = second::close;
        leave.run();
        until(() -> mock.cancelled() == 2 && mock.active() == 0, "both are gone");
    }

    @Test
    void leavingWhileWaitingLeavesTheRow() throws InterruptedException {
        MockEngine mock = mock(MockProfile.steady(0.01, 0, 1, TOKENS));
        Engine engine = engine(mock.url());
        start(engine);
        Generation second = start(engine);
        until(() -> mock.waiting() == 1, "one waits");
        Runnable leave = second::close;
        leave.run();
        until(() -> mock.waiting() == 0 && mock.cancelled() == 1, "nobody waits");
    }

    @Test
    void anInterruptEndsAReadThatWaits() throws InterruptedException {
        MockEngine mock = mock(MockProfile.steady(0.01, 0, 1, TOKENS));
        Generation generation = start(engine(mock.url()));
        List<Object> seen = java.util.Collections.synchronizedList(new ArrayList<>());
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                seen.add(generation.next(LONG));
            } catch (InterruptedException e) {
                seen.add(e);
            }
        });
        reader.interrupt();
        assertTrue(reader.join(LONG));
        assertInstanceOf(InterruptedException.class, seen.getFirst());
        until(() -> mock.cancelled() == 1, "the slot is free");
    }

    @Test
    void slowBytesAreStillAnAnswer() throws InterruptedException {
        MockEngine mock = mock(MockProfile.instant(3));
        mock.add(new MockFault(Kind.SLOW, 1, 3_000, 1, new java.util.concurrent.atomic.AtomicInteger(1)));
        assertEquals(numbers(0, 3), text(drain(start(engine(mock.url())))));
    }

    @Test
    void connectionsServeAgain() throws InterruptedException {
        MockEngine mock = mock(MockProfile.instant(TOKENS));
        Engine engine = engine(mock.url());
        for (int i = 0; i < 50; i++) {
            try (Generation generation = ok(engine.generate(ask("mock"), in(LONG)))) {
                assertEquals(numbers(0, TOKENS), text(drain(generation)));
            }
        }
        assertEquals(0, mock.cancelled());
        assertEquals(1, mock.connections(), "50 answers over one connection");
    }
}
