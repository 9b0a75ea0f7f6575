package aurora.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.engine.GenerateRequest;
import aurora.engine.Part;
import aurora.engine.Sampling;
import aurora.router.FakeEngine.Fault;
import aurora.router.RouterApi.Figures;
import aurora.router.RouterApi.Rendered;
import aurora.router.RouterApi.Rendering;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Engines that accept a request and say nothing. */
final class SilentEnginesTest {
    private static final String ALL = FakeEngine.words(1, FakeEngine.WORDS);

    private final House house = new House();

    private static GenerateRequest whole() {
        return new GenerateRequest(
                "m",
                FakeEngine.prompt("count"),
                Sampling.DEFAULT,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    @Test
    void anEngineThatIsLongSilentAndEndsIsNotAskedTwice() {
        FakeEngine engine = house.engine("one").fails(Fault.ENDS, 0);
        engine.firstMillis = 45_000;
        House.Read read = house.read(house.rendering("m"));
        assertEquals(1, engine.asked.size());
        assertEquals(
                "The engine ended without an answer.",
                assertInstanceOf(Rendered.Failed.class, read.last()).why());
        House other = new House();
        FakeEngine soon = other.engine("one").fails(Fault.ENDS, 0);
        soon.faultOnce = true;
        assertEquals(ALL, other.read(other.rendering("m")).text());
        assertEquals(2, soon.asked.size());
    }

    @Test
    void onlyAnAnswerThatIsSoonThereIsAskedForInOnePiece() {
        FakeEngine engine = house.engine("one");
        engine.gapMillis = 5;
        for (int i = 0; i < 8; i++) {
            assertEquals(ALL, house.read(House.rendering(house.ask(whole()))).text());
        }
        assertFalse(engine.asked.getFirst().whole(), "nothing is known of its pace yet");
        assertTrue(engine.asked.getLast().whole(), "it takes 300 ms");
        engine.gapMillis = 200;
        for (int i = 0; i < 8; i++) {
            house.read(House.rendering(house.ask(whole())));
        }
        assertFalse(engine.asked.getLast().whole(), "it takes 8 s, and may hang meanwhile");
    }

    @Test
    void anEngineThatCountsNoTokensOfStreamsIsAskedForAllAtOnce() {
        FakeEngine engine = house.engine("one");
        engine.gapMillis = 200;
        engine.countsOnlyWhole = true;
        house.read(house.rendering("m"));
        House.Read read = house.read(House.rendering(house.ask(whole())));
        assertTrue(engine.asked.getLast().whole());
        Rendered.Done done = assertInstanceOf(Rendered.Done.class, read.last());
        assertEquals(10, done.figures().promptTokens(), "who asks by /v1 is told what it used");
    }

    @Test
    void anEngineThatHangsIsLeftInFiveSecondsThoughNobodyReadsAlong() {
        FakeEngine fast = house.engine("fast");
        fast.gapMillis = 50;
        house.engine("slow").gapMillis = 100;
        for (int i = 0; i < 3; i++) {
            house.read(house.rendering("fast/m"));
            house.read(house.rendering("slow/m"));
        }
        fast.fails(Fault.HANGS, 7);
        House.Read read = house.read(House.rendering(house.ask(whole())));
        assertEquals(ALL, read.text());
        assertEquals(1, read.moves());
        assertTrue(read.longest().compareTo(Duration.ofSeconds(5)) <= 0, "silent for " + read.longest());
    }

    @Test
    void whatWasMeasuredOfAnAnswerThatIsStoppedIsTold() throws InterruptedException {
        house.engine("one");
        try (Rendering rendering = house.rendering("m")) {
            assertEquals(Optional.empty(), rendering.soFar());
            for (int i = 0; i < 11; i++) {
                rendering.next(Duration.ofSeconds(5));
            }
            rendering.close();
            Figures figures = rendering.soFar().orElseThrow();
            assertEquals("one", figures.place().engine());
            assertEquals(11, figures.outputTokens());
            assertEquals(100, figures.firstTokenMillis(), 1);
            assertEquals(50, figures.tokensPerSecond(), 1);
            assertEquals(300, figures.totalMillis(), 1);
            assertEquals(0, figures.promptTokens(), "nobody has counted them");
        }
    }

    @Test
    void anAnswerInOnePieceIsWaitedForByTheForecastToo() {
        house.engine("one").fails(Fault.MUTE, 0);
        House.Read read = house.read(House.rendering(house.ask(whole())));
        assertEquals(
                Part.Failure.HUNG,
                assertInstanceOf(Rendered.Failed.class, read.last()).failure());
        assertTrue(read.longest().compareTo(Duration.ofSeconds(122)) < 0, "alone: " + read.longest());
        FakeEngine good = house.engine("two");
        House.Read moved = house.read(House.rendering(house.ask(whole())));
        assertEquals(ALL, moved.text());
        assertTrue(good.asked.size() <= 1, "nobody is asked twice");
        assertTrue(moved.longest().compareTo(Duration.ofSeconds(40)) < 0, "with another: " + moved.longest());
    }
}
