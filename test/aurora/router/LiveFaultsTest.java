package aurora.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Caller.Role;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.engine.GenerateRequest;
import aurora.engine.Part;
import aurora.engine.Sampling;
import aurora.engine.mock.MockEngine;
import aurora.engine.mock.MockFault;
import aurora.engine.mock.MockProfile;
import aurora.engine.ollama.OllamaEngine;
import aurora.engine.openai.OpenAiEngine;
import aurora.router.RouterApi.Rendered;
import aurora.router.RouterApi.Rendering;
import aurora.router.roster.EngineSlot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two mock engines over real sockets, one by Ollama's protocol and one by OpenAI's, and every fault they have. */
final class LiveFaultsTest {
    private static final int TOKENS = 30;
    private static final Clock CLOCK = Clock.system();

    private MockEngine one;
    private MockEngine two;
    private MockEngine slow;
    private House house;

    @BeforeEach
    void start() throws IOException {
        one = MockEngine.start(MockProfile.steady(0, 400, 4, TOKENS), 0);
        two = MockEngine.start(MockProfile.steady(0, 150, 4, TOKENS), 0);
        slow = MockEngine.start(MockProfile.steady(0, 10, 4, TOKENS), 0);
        house = new House(CLOCK);
    }

    @AfterEach
    void stop() {
        house.roster.close();
        one.close();
        two.close();
        slow.close();
    }

    /** Gives it, and waits until it has listed its models: the first answer of all takes a busy machine seconds. */
    private void give(Engine engine) {
        house.roster.give(engine);
        EngineSlot slot = house.roster.slots().getLast();
        Deadline soon = Deadline.after(CLOCK, Duration.ofSeconds(60));
        while (!slot.listing().ready() && !soon.passed()) {
            house.roster.refreshSoon(slot);
        }
        assertTrue(slot.listing().ready(), slot.listing().detail());
    }

    private void both() {
        first();
        EngineFacts facts = new EngineFacts("two", EngineFacts.Kind.OPENAI, two.url() + "/v1", 4);
        give(new OpenAiEngine(facts, Optional.empty(), CLOCK));
        for (int i = 0; i < 4; i++) {
            read("one/mock");
            read("two/mock");
        }
    }

    private void first() {
        EngineFacts facts = new EngineFacts("one", EngineFacts.Kind.OLLAMA, one.url(), 4);
        give(new OllamaEngine(facts, Optional.empty(), CLOCK));
    }

    private record Read(String text, List<Rendered> parts) {
        Rendered last() {
            return parts.getLast();
        }
    }

    private Reply<Rendering> ask(String model) {
        return house.service.render(
                House.caller("ann", Role.MEMBER),
                GenerateRequest.of(model, FakeEngine.prompt("count"), Sampling.DEFAULT),
                Deadline.after(CLOCK, Duration.ofSeconds(90)));
    }

    private Read read(String model) {
        return readAll(House.rendering(ask(model)));
    }

    private static Read readAll(Rendering given) {
        List<Rendered> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        try (Rendering rendering = given) {
            while (true) {
                Events.Next<Rendered> next = rendering.next(Duration.ofSeconds(15));
                if (next instanceof Events.Item<Rendered>(long _, Rendered part)) {
                    parts.add(part);
                    if (part instanceof Rendered.Piece(Part.Text(String more))) {
                        text.append(more);
                    }
                } else if (next instanceof Events.End<Rendered>) {
                    return new Read(text.toString(), parts);
                }
            }
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private static String numbered() {
        StringBuilder all = new StringBuilder("t0");
        for (int i = 1; i < TOKENS; i++) {
            all.append(" t").append(i);
        }
        return all.toString();
    }

    @Test
    void anEngineThatDiesInMidAnswerIsAwayAtOnce() throws InterruptedException {
        give(new OllamaEngine(
                new EngineFacts("slow", EngineFacts.Kind.OLLAMA, slow.url(), 4), Optional.empty(), CLOCK));
        Rendering rendering = House.rendering(ask("slow/mock"));
        while (!(rendering.next(Duration.ofSeconds(15)) instanceof Events.Item<Rendered>)) {}
        slow.close();
        assertInstanceOf(Rendered.Failed.class, readAll(rendering).last());
        EngineSlot slot = house.roster.slots().getLast();
        house.roster.refreshSoon(slot);
        assertFalse(slot.listing().ready(), "it wrote a moment ago, and is no more");
    }

    @Test
    void everyFaultIsSurvivedWithASecondEngine() {
        both();
        for (MockFault.Kind kind : MockFault.Kind.values()) {
            for (int at : new int[] {-1, 0, 11}) {
                boolean early = kind == MockFault.Kind.HANG && at < 1;
                if (!early) {
                    one.add(MockFault.of(kind, at, 1));
                    Read read = read("mock");
                    String what = kind + " at " + at + " " + read.parts();
                    assertEquals(numbered(), read.text().strip(), what);
                    assertInstanceOf(Rendered.Done.class, read.last(), what);
                    one.clearFaults();
                    read("one/mock");
                }
            }
        }
        assertEquals(0, house.desk.inFlight());
    }

    @Test
    void whoeverAsksABrokenModelShutsNobodyOutOfTheOthers() throws IOException {
        List<MockProfile.MockModel> models = IntStream.range(0, 18)
                .mapToObj(i -> new MockProfile.MockModel("m" + i, 1_000_000, 8192, 0, 400, 4, 0))
                .toList();
        try (MockEngine shared = MockEngine.start(new MockProfile(models, TOKENS, "", 0, 0, 1), 0)) {
            give(new OllamaEngine(
                    new EngineFacts("shared", EngineFacts.Kind.OLLAMA, shared.url(), 4), Optional.empty(), CLOCK));
            for (MockFault.Kind kind : List.of(MockFault.Kind.PROTOCOL, MockFault.Kind.ERROR, MockFault.Kind.CUT)) {
                for (int at : new int[] {-1, 0, 11}) {
                    shared.add(MockFault.of(kind, at, 100));
                    for (int i = 0; i < 4; i++) {
                        ask("m0").map(LiveFaultsTest::readAll);
                    }
                    shared.clearFaults();
                    String what = kind + " at " + at;
                    try (Rendering one = House.rendering(ask("m1"));
                            Rendering two = House.rendering(ask("m2"))) {
                        assertInstanceOf(Rendered.Done.class, readAll(one).last(), what);
                        assertInstanceOf(Rendered.Done.class, readAll(two).last(), what);
                    }
                }
            }
        }
    }

    private void giveSlow() {
        EngineFacts facts = new EngineFacts("slow", EngineFacts.Kind.OLLAMA, slow.url(), 4);
        give(new OllamaEngine(facts, Optional.empty(), CLOCK));
    }

    @Test
    void anEngineThatIsGoneInMidAnswerIsGoneOnFrom() throws InterruptedException {
        // However long the other takes to be ready, this one does not finish meanwhile.
        slow.add(MockFault.of(MockFault.Kind.HANG, 12, 1));
        giveSlow();
        try (Rendering rendering = House.rendering(ask("mock"))) {
            first();
            StringBuilder text = new StringBuilder();
            boolean moved = false;
            boolean over = false;
            while (!over) {
                switch (rendering.next(Duration.ofSeconds(15))) {
                    case Events.Item<Rendered>(long _, Rendered.Piece(Part.Text(String more))) -> {
                        text.append(more);
                        if (text.length() > 20 && !moved) {
                            slow.close();
                        }
                    }
                    case Events.Item<Rendered>(long _, Rendered other) -> moved |= other instanceof Rendered.Moved;
                    case Events.Idle<Rendered> _ -> {}
                    case Events.End<Rendered> _ -> over = true;
                }
            }
            assertEquals(numbered(), text.toString().strip());
            assertTrue(moved);
            assertEquals("one", rendering.decision().chosen().engine());
        }
    }

    @Test
    void aCancelledAnswerFreesItsSlotAtTheEngine() throws InterruptedException {
        giveSlow();
        for (int i = 0; i < 5; i++) {
            Rendering rendering = House.rendering(ask("mock"));
            while (!(rendering.next(Duration.ofSeconds(5)) instanceof Events.Item<Rendered>)) {
                Thread.onSpinWait();
            }
            long before = slow.cancelled();
            rendering.close();
            Deadline soon = Deadline.after(CLOCK, Duration.ofSeconds(20));
            while (slow.cancelled() == before && !soon.passed()) {
                Thread.onSpinWait();
            }
            assertEquals(before + 1, slow.cancelled());
            assertEquals(0, house.desk.inFlight());
        }
    }
}
