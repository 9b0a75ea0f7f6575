package aurora.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.Seed;
import aurora.base.Reply;
import aurora.router.FakeEngine.Fault;
import aurora.router.House.Read;
import aurora.router.RouterApi.Rendered;
import aurora.router.RouterApi.Rendering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Engines that come, go and fail at random: what is read is right, and nothing is left behind. */
final class RandomFaultsTest {
    private static final String ALL = FakeEngine.words(1, FakeEngine.WORDS);

    @Test
    void whateverFailsNoWordIsLostOrDoubled() {
        long seed = Seed.next();
        Random random = new Random(seed);
        int whole = 0;
        int answers = 0;
        for (int round = 0; round < 60; round++) {
            House house = new House();
            List<FakeEngine> engines = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                engines.add(house.engine("e" + i));
            }
            for (int i = 0; i < 15; i++) {
                for (FakeEngine engine : engines) {
                    boolean sound = random.nextInt(3) > 0;
                    engine.fault = sound ? Fault.NONE : Fault.values()[random.nextInt(Fault.values().length)];
                    engine.faultAt = random.nextInt(FakeEngine.WORDS);
                    engine.gapMillis = 1 + random.nextInt(120);
                }
                house.clock.advance(Duration.ofMillis(random.nextInt(4_000)));
                String what = "seed " + seed + " round " + round + " answer " + i;
                if (house.ask("m") instanceof Reply.Ok<Rendering>(Rendering rendering)) {
                    answers++;
                    Read read = house.read(rendering);
                    assertTrue(ALL.startsWith(read.text()), what + " " + read.text());
                    if (read.last() instanceof Rendered.Done) {
                        assertEquals(ALL, read.text(), what);
                        whole++;
                    }
                }
                assertEquals(0, house.desk.inFlight(), what);
                assertEquals(0, engines.stream().mapToInt(engine -> engine.open).sum(), what);
            }
        }
        System.out.println(whole + " of " + answers + " answers were whole");
        assertTrue(whole > 0.9 * answers, "seed " + seed + " " + whole + " of " + answers);
    }

    @Test
    void aReaderThatLeavesAtAnyMomentLeavesNothingBehind() throws InterruptedException {
        long seed = Seed.next();
        Random random = new Random(seed);
        House house = new House();
        FakeEngine one = house.engine("one");
        FakeEngine two = house.engine("two");
        for (int i = 0; i < 300; i++) {
            one.fault = random.nextBoolean() ? Fault.CUTS : Fault.NONE;
            one.faultAt = random.nextInt(20);
            if (house.ask("m") instanceof Reply.Ok<Rendering>(Rendering rendering)) {
                for (int reads = random.nextInt(30); reads > 0; reads--) {
                    rendering.next(Duration.ofMillis(random.nextInt(200)));
                }
                rendering.close();
            }
            assertEquals(0, house.desk.inFlight(), "seed " + seed);
            assertEquals(0, one.open + two.open, "seed " + seed);
        }
    }
}
