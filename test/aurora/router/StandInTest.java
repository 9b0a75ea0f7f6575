package aurora.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.engine.Model.Purpose;
import aurora.router.FakeEngine.Fault;
import aurora.router.RouterApi.Decision;
import aurora.router.RouterApi.Missed;
import aurora.router.RouterApi.Rendering;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the guide answers in place of an engine that is away, and how that is told. */
final class StandInTest {
    private final House house = new House();

    @Test
    void autoWaitsAMomentForAnEngineThatRestarts() {
        house.with(new FakeEngine("embedded", house.clock, FakeEngine.model("aurora-guide", Purpose.GUIDE, 0)));
        FakeEngine real = house.engine("desktop");
        assertEquals("m", chosen("auto"));
        house.clock.advance(Duration.ofMinutes(10));
        for (boolean listed : List.of(true, false)) {
            real.backNanos = house.clock.nanos() + Duration.ofSeconds(3).toNanos();
            if (!listed) {
                look();
            }
            long before = house.clock.nanos();
            Rendering rendering = house.rendering("auto");
            assertEquals("m", rendering.decision().chosen().model(), "listed as ready: " + listed);
            assertTrue(rendering.decision().missed().isEmpty());
            assertTrue(house.clock.nanos() - before < Duration.ofSeconds(5).toNanos());
            house.read(rendering);
            house.clock.advance(Duration.ofMinutes(10));
        }
    }

    @Test
    void whereTheGuideStandsInForAnEngineItIsSaid() {
        house.with(new FakeEngine("embedded", house.clock, FakeEngine.model("aurora-guide", Purpose.GUIDE, 0)));
        long alone = house.clock.nanos();
        assertTrue(house.rendering("auto").decision().missed().isEmpty(), "there is no other engine");
        assertEquals(alone, house.clock.nanos(), "and nothing to wait for");
        FakeEngine real = house.engine("desktop");
        real.away = true;
        real.fault = Fault.REFUSES;
        look();
        Instant since = house.clock.now();
        house.clock.advance(Duration.ofSeconds(2));
        Instant asked = house.clock.now();
        Decision decision = house.rendering("auto").decision();
        assertEquals("aurora-guide", decision.chosen().model());
        assertEquals(Optional.of(new Missed("desktop", since)), decision.missed());
        assertTrue(decision.why().contains("The engine desktop has not answered for some seconds"), decision.why());
        assertEquals(Duration.ofSeconds(5), Duration.between(asked, house.clock.now()), "it was waited for");
        house.clock.advance(Duration.ofMinutes(2));
        long later = house.clock.nanos();
        assertEquals(
                since, house.rendering("auto").decision().missed().orElseThrow().since());
        assertEquals(later, house.clock.nanos(), "what is away for long is not waited for");
        assertEquals("aurora-guide", chosen("aurora-guide"), "who asks for the guide gets it at once");
    }

    @Test
    void aBrokenModelOfAWellEngineIsNotWaitedFor() {
        house.with(new FakeEngine("embedded", house.clock, FakeEngine.model("aurora-guide", Purpose.GUIDE, 0)));
        house.engine("desktop").fails(Fault.THROWS, 0);
        long before = house.clock.nanos();
        Decision decision = house.rendering("auto").decision();
        assertEquals("aurora-guide", decision.chosen().model());
        assertEquals("desktop", decision.missed().orElseThrow().engine());
        assertEquals(before, house.clock.nanos());
    }

    private void look() {
        house.roster.slots().forEach(house.roster::refreshSoon);
    }

    private String chosen(String model) {
        Rendering rendering = house.rendering(model);
        house.read(rendering);
        return rendering.decision().chosen().model();
    }
}
