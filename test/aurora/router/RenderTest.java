package aurora.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Caller.Role;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Model.Purpose;
import aurora.engine.Part;
import aurora.engine.Part.Failure;
import aurora.engine.Sampling;
import aurora.router.FakeEngine.Fault;
import aurora.router.House.Read;
import aurora.router.RouterApi.Decision;
import aurora.router.RouterApi.Rendered;
import aurora.router.RouterApi.Rendering;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers over one and two engines that fail in every way: complete, nothing lost, nothing doubled, nothing left. */
final class RenderTest {
    private static final String ALL = FakeEngine.words(1, FakeEngine.WORDS);
    private static final EnumSet<Fault> EARLY =
            EnumSet.of(Fault.REFUSES, Fault.BUSY, Fault.LACKS, Fault.INVALID, Fault.THROWS);

    private final House house = new House();

    @Test
    void aWholeAnswerWithItsFigures() {
        FakeEngine engine = house.engine("one");
        Rendering rendering = house.rendering("m");
        Read read = house.read(rendering);
        assertEquals(ALL, read.text());
        Rendered.Done done = assertInstanceOf(Rendered.Done.class, read.last());
        assertEquals(FakeEngine.WORDS, done.figures().outputTokens());
        assertEquals(100, done.figures().firstTokenMillis(), 1);
        assertEquals(50, done.figures().tokensPerSecond(), 3);
        assertEquals(0, engine.open);
        assertEquals(0, house.desk.inFlight());
        Decision decision = rendering.decision();
        assertTrue(decision.actualMillis().isPresent());
        assertEquals("one", decision.chosen().engine());
    }

    @Test
    void withTwoEnginesEveryFaultIsSurvived() {
        for (Fault fault : EnumSet.complementOf(EnumSet.of(Fault.NONE))) {
            for (int at : new int[] {0, 1, 7, 39}) {
                survives(fault, at);
            }
        }
    }

    private static void survives(Fault fault, int at) {
        House house = new House();
        FakeEngine bad = house.engine("bad").fails(fault, at);
        FakeEngine good = house.engine("good");
        // Its speed is known, so it is asked first whatever the ties say.
        bad.gapMillis = 1;
        teach(house, bad, good);
        String what = fault + " at " + at;
        Rendering rendering = house.rendering("m");
        Read read = house.read(rendering);
        assertEquals(ALL, read.text(), what);
        Rendered.Done done = assertInstanceOf(Rendered.Done.class, read.last(), what);
        assertEquals("good", done.figures().place().engine(), what);
        assertEquals(EARLY.contains(fault) ? 0 : 1, read.moves(), what);
        assertEquals(2, bad.asked.size() + good.asked.size() - house.taught, what);
        assertEquals(0, bad.open + good.open, what);
        assertEquals(0, house.desk.inFlight(), what);
        Decision decision = rendering.decision();
        assertEquals("good", decision.chosen().engine(), what);
        assertEquals(2, decision.candidates().size(), what);
        assertEquals("bad", decision.candidates().getLast().place().engine(), what);
        assertTrue(decision.candidates().getLast().refused().isPresent(), what);
        if (fault == Fault.HANGS && at > 0) {
            assertTrue(read.longest().compareTo(Duration.ofSeconds(5)) <= 0, what + " " + read.longest());
        }
    }

    private static void teach(House house, FakeEngine fast, FakeEngine slow) {
        Fault fault = fast.fault;
        fast.fault = Fault.NONE;
        for (int i = 0; i < 6; i++) {
            house.read(house.rendering((i % 2 == 0 ? fast : slow).facts().name() + "/m"));
        }
        house.taught = fast.asked.size() + slow.asked.size();
        fast.fault = fault;
    }

    @Test
    void withOneEngineEveryFaultEndsWithAWord() {
        for (Fault fault : EnumSet.complementOf(EnumSet.of(Fault.NONE))) {
            House alone = new House();
            FakeEngine bad = alone.engine("bad").fails(fault, 7);
            Reply<Rendering> reply = alone.ask("m");
            if (EARLY.contains(fault)) {
                Class<?> wanted = switch (fault) {
                    case BUSY -> Reply.Busy.class;
                    case INVALID -> Reply.Invalid.class;
                    default -> Reply.Unavailable.class;
                };
                assertInstanceOf(wanted, reply, fault.toString());
            } else {
                Read read = alone.read(House.rendering(reply));
                assertTrue(ALL.startsWith(read.text()), fault + " " + read.text());
                assertInstanceOf(Rendered.Failed.class, read.last(), fault.toString());
            }
            assertEquals(0, bad.open, fault.toString());
            assertEquals(0, alone.desk.inFlight(), fault.toString());
        }
    }

    @Test
    void aCutIsTriedOnceMoreWhereItWasWhenThereIsNoOther() {
        FakeEngine engine = house.engine("one").fails(Fault.CUTS, 9);
        engine.faultOnce = true;
        Read read = house.read(house.rendering("m"));
        assertEquals(ALL, read.text());
        assertEquals(1, read.moves());
        assertInstanceOf(Rendered.Done.class, read.last());
        GenerateRequest second = engine.asked.getLast();
        assertTrue(second.continueLast());
        assertEquals(
                Message.of(Message.Role.ASSISTANT, FakeEngine.words(1, 9)),
                second.messages().getLast());
    }

    @Test
    void anEngineThatStartsOverOrRepeatsItselfIsJoinedWithoutASeam() {
        for (int at = 1; at < FakeEngine.WORDS; at++) {
            for (boolean repeats : new boolean[] {false, true}) {
                House two = new House();
                FakeEngine bad = two.engine("bad").fails(Fault.CUTS, at);
                FakeEngine good = two.engine("good");
                bad.gapMillis = 1;
                teach(two, bad, good);
                good.continues = repeats;
                good.repeatsLastWords = repeats;
                boolean enough = !repeats || at >= 6;
                if (enough && !(at < 3 && !repeats)) {
                    assertEquals(ALL, two.read(two.rendering("m")).text(), "at " + at + " repeats " + repeats);
                }
            }
        }
    }

    @Test
    void whatContinuesHasOnlyTheTokensThatAreLeft() {
        FakeEngine bad = house.engine("bad").fails(Fault.CUTS, 10);
        FakeEngine good = house.engine("good");
        bad.gapMillis = 1;
        teach(house, bad, good);
        Sampling limited = limit(25);
        Read read =
                house.read(House.rendering(house.ask(GenerateRequest.of("m", FakeEngine.prompt("count"), limited))));
        assertEquals(FakeEngine.words(1, 25), read.text());
        Rendered.Done done = assertInstanceOf(Rendered.Done.class, read.last());
        assertEquals(Part.Finish.LENGTH, done.finish());
        assertEquals(25, done.figures().outputTokens());
    }

    private static Sampling limit(int tokens) {
        return new Sampling(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(tokens),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    @Test
    void afterHalfAToolCallNothingIsAskedAgain() {
        FakeEngine bad = house.engine("bad").fails(Fault.CUTS, 3);
        FakeEngine good = house.engine("good");
        bad.callsTools = true;
        bad.gapMillis = 1;
        house.read(house.rendering("good/m"));
        Read read = house.read(House.rendering(house.ask("bad/m")));
        assertEquals(
                Failure.CUT,
                assertInstanceOf(Rendered.Failed.class, read.last()).failure());
        assertEquals(1, good.asked.size());
        assertEquals(1, bad.asked.size());
    }

    @Test
    void threeMovesAreTheMost() {
        for (int i = 0; i < 6; i++) {
            house.engine("e" + i).fails(Fault.CUTS, 2);
        }
        Read read = house.read(house.rendering("m"));
        assertEquals(3, read.moves());
        assertEquals(FakeEngine.words(1, 8), read.text());
        assertInstanceOf(Rendered.Failed.class, read.last());
    }

    @Test
    void cancellingFreesTheSlotAndTheReservation() throws InterruptedException {
        FakeEngine engine = house.engine("one");
        Rendering rendering = house.rendering("m");
        rendering.next(House.PATIENCE);
        assertEquals(1, engine.open);
        assertEquals(1, house.desk.inFlight());
        rendering.close();
        rendering.close();
        assertEquals(0, engine.open);
        assertEquals(0, house.desk.inFlight());
        assertInstanceOf(Events.End.class, rendering.next(House.PATIENCE));
    }

    @Test
    void aSlowBeginningIsWaitedForAndIdlesFlow() {
        FakeEngine engine = house.engine("one");
        engine.firstMillis = 60_000;
        Read read = house.read(house.rendering("m"), Duration.ofSeconds(5));
        assertEquals(ALL, read.text());
        assertTrue(read.idles() >= 11, "idles " + read.idles());
        assertTrue(
                read.longest().compareTo(Duration.ofMillis(5_100)) <= 0,
                read.longest().toString());
    }

    @Test
    void aSlowEngineIsNotAHungOne() {
        FakeEngine engine = house.engine("one");
        engine.gapMillis = 3_000;
        assertEquals(ALL, house.read(house.rendering("m")).text());
        engine.gapMillis = 6_000;
        house.read(house.rendering("m"));
    }

    @Test
    void anEngineThatCrawlsIsLeftForOneThatDoesNot() {
        FakeEngine crawls = house.engine("crawls");
        FakeEngine well = house.engine("well");
        crawls.gapMillis = 1;
        teach(house, crawls, well);
        crawls.gapMillis = 1_500;
        Read read = house.read(house.rendering("m"));
        assertEquals(ALL, read.text());
        assertEquals(1, read.moves());
        assertTrue(house.clock.nanos() < Duration.ofSeconds(20).toNanos());
    }

    @Test
    void theDeadlineEndsAnAnswer() {
        FakeEngine engine = house.engine("one");
        engine.gapMillis = 1_000;
        Reply<Rendering> reply = house.service.render(
                House.caller("ann", Role.MEMBER),
                GenerateRequest.of("m", FakeEngine.prompt("count"), Sampling.DEFAULT),
                Deadline.after(house.clock, Duration.ofSeconds(10)));
        Read read = house.read(House.rendering(reply));
        assertEquals(
                Failure.DEADLINE,
                assertInstanceOf(Rendered.Failed.class, read.last()).failure());
        assertEquals(0, engine.open);
    }

    @Test
    void autoMeansTheLargestGeneralModelThatIsSoonEnoughElseTheGuide() {
        FakeEngine guide =
                house.with(new FakeEngine("embedded", house.clock, FakeEngine.model("aurora-guide", Purpose.GUIDE, 0)));
        assertEquals("aurora-guide", chosen("auto"));
        FakeEngine real = house.with(new FakeEngine(
                "ollama",
                house.clock,
                FakeEngine.model("small", Purpose.GENERAL, 1),
                FakeEngine.model("middle", Purpose.GENERAL, 8),
                FakeEngine.model("vectors", Purpose.EMBEDDING, 20)));
        assertEquals("middle", chosen("auto"));
        real.fault = Fault.BUSY;
        assertInstanceOf(Reply.Busy.class, house.ask("auto"));
        house.clock.advance(Duration.ofSeconds(20));
        real.fault = Fault.REFUSES;
        assertEquals("aurora-guide", chosen("auto"));
        assertInstanceOf(Reply.Unavailable.class, house.ask("small"));
        assertInstanceOf(Reply.Invalid.class, house.ask("vectors"));
        assertInstanceOf(Reply.NotFound.class, house.ask("nothing"));
        assertEquals(0, guide.open + real.open);
    }

    private String chosen(String model) {
        Rendering rendering = house.rendering(model);
        house.read(rendering);
        return rendering.decision().chosen().model();
    }

    @Test
    void aGeneralAnswerIsNeverContinuedByTheGuide() {
        FakeEngine guide =
                house.with(new FakeEngine("embedded", house.clock, FakeEngine.model("aurora-guide", Purpose.GUIDE, 0)));
        house.engine("ollama").fails(Fault.GARBLES, 5);
        Read read = house.read(house.rendering("auto"));
        assertEquals(FakeEngine.words(1, 5), read.text());
        assertInstanceOf(Rendered.Failed.class, read.last());
        assertTrue(guide.asked.isEmpty());
    }

    @Test
    void namesWithTagsAndEnginesAreFound() {
        house.with(new FakeEngine("a", house.clock, FakeEngine.model("llama:latest", Purpose.GENERAL, 4)));
        house.with(new FakeEngine("b", house.clock, FakeEngine.model("org/qwen", Purpose.GENERAL, 4)));
        assertEquals("llama:latest", chosen("llama"));
        assertEquals("llama:latest", chosen("a/llama"));
        assertEquals("org/qwen", chosen("org/qwen"));
        assertEquals("org/qwen", chosen("b/org/qwen"));
        assertInstanceOf(Reply.NotFound.class, house.ask("b/llama"));
    }

    @Test
    void aModelThatHasJustComeIsFoundByLookingAgain() {
        FakeEngine engine = house.engine("one");
        assertInstanceOf(Reply.NotFound.class, house.ask("fresh"));
        engine.models = List.of(FakeEngine.model("fresh", Purpose.GENERAL, 2));
        house.clock.advance(Duration.ofSeconds(2));
        assertEquals("fresh", chosen("fresh"));
    }

    @Test
    void aFastFailingEngineAttractsNoTraffic() {
        FakeEngine bad = house.engine("bad").fails(Fault.REFUSES, 0);
        FakeEngine good = house.engine("good");
        bad.gapMillis = 1;
        teach(house, bad, good);
        int before = bad.asked.size();
        for (int i = 0; i < 50; i++) {
            assertEquals(ALL, house.read(house.rendering("m")).text());
        }
        assertTrue(bad.asked.size() - before <= 8, "asked " + (bad.asked.size() - before));
        bad.fault = Fault.NONE;
        house.clock.advance(Duration.ofSeconds(31));
        Rendering trial = house.rendering("m");
        assertEquals("bad", trial.decision().chosen().engine());
        Rendering beside = house.rendering("m");
        assertEquals("good", beside.decision().chosen().engine(), "one trial at a time");
        assertEquals(ALL, house.read(beside).text());
        assertEquals(ALL, house.read(trial).text());
        Rendering after = house.rendering("m");
        assertEquals("bad", after.decision().chosen().engine());
        after.close();
    }

    @Test
    void whatIsWrongIsSaid() {
        house.engine("one");
        Sampling hot = new Sampling(
                Optional.of(9.0),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        List<GenerateRequest> wrong = List.of(
                GenerateRequest.of("", FakeEngine.prompt("x"), Sampling.DEFAULT),
                GenerateRequest.of("m", List.of(), Sampling.DEFAULT),
                GenerateRequest.of("m", FakeEngine.prompt("x"), hot),
                GenerateRequest.of("m", FakeEngine.prompt("x"), limit(0)),
                new GenerateRequest(
                        "m",
                        FakeEngine.prompt("x"),
                        Sampling.DEFAULT,
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        for (GenerateRequest request : wrong) {
            assertInstanceOf(Reply.Invalid.class, house.ask(request), request.toString());
        }
        assertFalse(house.desk.inFlight() > 0);
    }

    @Test
    void anEngineThatSaysLateThatItIsBusyIsNotTakenForBroken() {
        FakeEngine engine = house.engine("one").fails(Fault.LATE_BUSY, 0);
        for (int i = 0; i < 5; i++) {
            Read read = house.read(house.rendering("m"));
            assertEquals(new Rendered.Failed(Failure.BUSY, "too many requests"), read.last());
            house.clock.advance(Duration.ofSeconds(6));
        }
        house.read(house.rendering("m"));
        assertInstanceOf(Reply.Busy.class, house.ask("m"), "it is left alone for a moment");
        house.clock.advance(Duration.ofSeconds(6));
        engine.fault = Fault.NONE;
        assertEquals(ALL, house.read(house.rendering("m")).text());
    }
}
