package aurora.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Caller.Role;
import aurora.base.Reply;
import aurora.engine.Model;
import aurora.engine.Model.Purpose;
import aurora.mesh.contract.Nothing;
import aurora.router.FakeEngine.Fault;
import aurora.router.RouterApi.Candidate;
import aurora.router.RouterApi.Engines;
import aurora.router.RouterApi.Rendered;
import aurora.router.RouterApi.Rendering;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One engine with many models, of which some are broken: the others go on for everybody. */
final class ModelFaultsTest {
    private static final String ALL = FakeEngine.words(1, FakeEngine.WORDS);

    private final House house = new House();
    private final FakeEngine shared = house.with(new FakeEngine(
            "shared",
            house.clock,
            IntStream.range(0, 18)
                    .mapToObj(i -> FakeEngine.model("m" + i, Purpose.GENERAL, 4))
                    .toArray(Model[]::new)));

    private void broken(Fault fault, int at, String... models) {
        shared.fails(fault, at).failing = Set.of(models);
    }

    private Reply<House.Read> read(String model) {
        return house.ask(model).map(house::read);
    }

    /** Two at once, so that a trial of one by one would refuse the second. */
    private void healthy(String what) {
        Rendering one = house.rendering("m1");
        Rendering two = house.rendering("m2");
        assertEquals(ALL, house.read(one).text(), what);
        assertEquals(ALL, house.read(two).text(), what);
    }

    private String detail() {
        Reply<Engines> reply = house.service.engines(House.caller("ann", Role.MEMBER), Nothing.NOTHING, house.soon());
        return assertInstanceOf(Reply.Ok.class, reply).value() instanceof Engines all
                ? all.engines().getFirst().detail()
                : "";
    }

    @Test
    void askingABrokenModelShutsNobodyOutOfTheOthers() {
        for (Fault fault : List.of(Fault.GARBLES, Fault.LATE_ERROR, Fault.CUTS, Fault.ENDS, Fault.THROWS)) {
            broken(fault, 0, "m0");
            for (int i = 0; i < 8; i++) {
                read("m0");
            }
            assertTrue(detail().contains("Its model \"m0\" failed lately"), fault + ": " + detail());
            healthy(fault.toString());
        }
        broken(Fault.HANGS, 3, "m0");
        read("m0");
        healthy("hangs in mid-answer");
    }

    @Test
    void aModelThatIsAlwaysBusyShutsNobodyOutOfTheOthers() {
        for (Fault fault : List.of(Fault.BUSY, Fault.LATE_BUSY)) {
            broken(fault, 0, "m0");
            for (int i = 0; i < 8; i++) {
                read("m0");
            }
            assertInstanceOf(Reply.Busy.class, house.ask("m0"), "it is told when to come back");
            assertTrue(detail().contains("Its model \"m0\" said that it is busy"), fault + ": " + detail());
            healthy(fault.toString());
            house.clock.advance(House.PATIENCE);
        }
    }

    @Test
    void aModelThatIsSilentWhileAnotherAnswersIsAlone() throws InterruptedException {
        broken(Fault.MUTE, 0, "m0");
        Rendering mute = house.rendering("m0");
        mute.next(House.PATIENCE);
        healthy("beside a silent one");
        assertInstanceOf(Rendered.Failed.class, house.read(mute).last());
        healthy("after a silent one");
        assertTrue(detail().contains("Its model \"m0\""), detail());
    }

    @Test
    void aSilentModelOfAnIdleEngineClosesItToNobody() {
        healthy("before");
        for (int i = 0; i < 3; i++) {
            broken(Fault.MUTE, 0, "m0");
            read("m0");
            shared.fault = Fault.NONE;
            assertFalse(detail().contains("It failed lately"), detail());
            healthy("after a silent one");
            house.clock.advance(House.PATIENCE);
        }
    }

    @Test
    void anEngineThatIsSilentAndDoesNotSayThatItIsThereIsLeftAtOnce() {
        broken(Fault.MUTE, 0);
        FakeEngine other = house.with(new FakeEngine("other", house.clock, FakeEngine.model("m1", Purpose.GENERAL, 4)));
        other.firstMillis = 4_000;
        shared.away = true;
        read("shared/m0");
        int asked = shared.asked.size();
        assertEquals(ALL, house.read(house.rendering("m1")).text());
        assertEquals(asked, shared.asked.size(), "nobody waits for it again");
    }

    @Test
    void anEngineThatCannotBeReachedIsLeftAloneWhateverTheModel() {
        broken(Fault.REFUSES, 0);
        read("m0");
        shared.fault = Fault.NONE;
        Rendering trial = house.rendering("m1");
        assertInstanceOf(Reply.Unavailable.class, house.ask("m2"), "one trial at a time");
        assertTrue(detail().contains("It failed lately (connection refused)"), detail());
        assertEquals(ALL, house.read(trial).text());
        healthy("after the trial");
    }

    @Test
    void threeModelsThatFailInARowShutNobodyOut() {
        broken(Fault.GARBLES, 0, "m0", "m3", "m4");
        for (String model : List.of("m0", "m3", "m0", "m3")) {
            read(model);
        }
        healthy("two are not three, and a success begins anew");
        read("m4");
        read("m0");
        healthy("two again");
        for (String model : List.of("m0", "m3", "m4")) {
            read(model);
        }
        assertTrue(detail().contains("3 of its models failed one after another"), detail());
        healthy("these worked");
        for (String model : List.of("m0", "m3", "m4")) {
            read(model);
        }
        Rendering one = house.rendering("m5");
        Rendering two = house.rendering("m6");
        assertEquals(ALL, house.read(one).text(), "it never failed");
        assertEquals(ALL, house.read(two).text(), "it never failed");
        assertFalse(detail().contains("one after another"), detail());
        healthy("a success of any model makes it well");
    }

    @Test
    void anEngineWhoseModelsAllFailLosesARequestToAnotherAfterTwo() {
        FakeEngine other =
                house.with(new FakeEngine("other", house.clock, FakeEngine.model("sound", Purpose.GENERAL, 1)));
        for (int i = 0; i < 18; i++) {
            house.read(house.rendering("shared/m" + i));
        }
        broken(Fault.CUTS, 0);
        other.firstMillis = 3_000;
        for (int i = 0; i < 4; i++) {
            house.read(house.rendering("other/sound"));
        }
        for (int i = 0; i < 8; i++) {
            House.Read read = house.read(house.rendering("auto"));
            assertEquals(ALL, read.text(), "request " + i + ": " + read.parts());
        }
    }

    @Test
    void aDecisionNamesTheModelThatFailed() {
        house.with(new FakeEngine("other", house.clock, FakeEngine.model("m0", Purpose.GENERAL, 4)));
        for (int i = 0; i < 4; i++) {
            house.read(house.rendering("shared/m0"));
            house.read(house.rendering("other/m0"));
        }
        shared.gapMillis = 1;
        house.read(house.rendering("shared/m0"));
        broken(Fault.GARBLES, 5, "m0");
        Rendering moved = house.rendering("m0");
        house.read(moved);
        assertTrue(refused(moved).contains("Its model \"m0\" failed: not the engine's JSON"), refused(moved));
        for (int i = 0; i < 3; i++) {
            read("shared/m0");
        }
        Rendering later = house.rendering("m0");
        house.read(later);
        assertTrue(refused(later).contains("Its model \"m0\" failed lately"), refused(later));
    }

    private static String refused(Rendering rendering) {
        return rendering.decision().candidates().stream()
                .filter(candidate -> candidate.place().engine().equals("shared"))
                .map(Candidate::refused)
                .findFirst()
                .flatMap(why -> why)
                .orElse("it was not refused");
    }
}
