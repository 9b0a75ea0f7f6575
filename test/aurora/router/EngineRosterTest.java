package aurora.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.engine.EngineFacts;
import aurora.engine.Model;
import aurora.engine.Model.Purpose;
import aurora.engine.mock.MockEngine;
import aurora.engine.mock.MockProfile;
import aurora.engine.ollama.OllamaEngine;
import aurora.engine.remote.EngineProbe;
import aurora.ground.TestPostgres;
import aurora.ground.crypto.Seal;
import aurora.ground.http.client.AddressRule;
import aurora.ground.metrics.Metrics;
import aurora.mesh.contract.Nothing;
import aurora.router.RouterApi.AddEngine;
import aurora.router.RouterApi.EngineName;
import aurora.router.RouterApi.EngineState;
import aurora.router.RouterApi.Engines;
import aurora.router.RouterApi.ModelOffer;
import aurora.router.RouterApi.Models;
import aurora.router.roster.EngineRoster;
import aurora.router.roster.EngineSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines that people add, on a real database, found at real addresses. */
final class EngineRosterTest {
    private static final Clock CLOCK = Clock.system();
    private static final Caller ADMIN = House.caller("root", Role.ADMIN);
    private static TestPostgres.Database db;

    @TempDir
    Path home;

    private final List<EngineSpec> made = new ArrayList<>();

    @BeforeAll
    static void open() {
        db = TestPostgres.fresh();
        db.migrate("router", Router.class, "router.sql");
    }

    @AfterAll
    static void close() {
        db.close();
    }

    private Router router(String node, String sealKey) {
        Seal seal = Seal.at(home.resolve(sealKey), Ids.secure());
        RouterNeeds needs = new RouterNeeds(
                node,
                home,
                CLOCK,
                Ids.secure(),
                db.replica(),
                new EngineProbe(CLOCK, AddressRule.STANDARD)::probe,
                spec -> {
                    made.add(spec);
                    EngineFacts facts = new EngineFacts(spec.name(), spec.kind(), spec.url(), 4);
                    return new OllamaEngine(facts, spec.key(), CLOCK);
                },
                sealing(seal),
                Runnable::run,
                new Metrics(),
                (caller, action, subject) -> {});
        return Router.open(needs, new RouterConfig(Duration.ofMinutes(10), ""));
    }

    private static RouterNeeds.Sealing sealing(Seal seal) {
        return new RouterNeeds.Sealing() {
            @Override
            public String seal(String plain, String context) {
                return seal.seal(plain, context);
            }

            @Override
            public Optional<String> open(String sealed, String context) {
                return seal.open(sealed, context);
            }
        };
    }

    private static Deadline soon() {
        return Deadline.after(CLOCK, Duration.ofSeconds(20));
    }

    private static <T> T ok(Reply<T> reply) {
        if (reply instanceof Reply.Ok<T>(T value)) {
            return value;
        }
        throw new AssertionError(String.valueOf(reply));
    }

    private static Reply<EngineState> add(Router router, String name, String url, Optional<String> key) {
        return router.api().addEngine(ADMIN, new AddEngine(name, url, key), soon());
    }

    private static List<EngineState> engines(Router router) {
        Engines all = ok(router.api().engines(ADMIN, Nothing.NOTHING, soon()));
        return all.engines();
    }

    @Test
    void anAddedEngineIsFoundOutListedKeptAndRemoved() throws IOException {
        try (MockEngine mock = MockEngine.start(MockProfile.instant(4), 0)) {
            try (Router router = router("here", "seal")) {
                EngineState state = ok(add(router, "box", mock.url() + "/", Optional.of("sk-very-secret")));
                assertEquals(EngineFacts.Kind.OLLAMA, state.kind());
                assertEquals(mock.url(), state.url());
                assertTrue(state.ready() && state.added(), state.toString());
                assertEquals("mock", state.models().getFirst().name());
                Models models = ok(router.api().models(ADMIN, Nothing.NOTHING, soon()));
                ModelOffer offer = models.models().getFirst();
                assertEquals(List.of("box"), offer.engines());
                assertInstanceOf(Reply.Invalid.class, add(router, "box", mock.url(), Optional.empty()));
                router.give(new FakeEngine("box", new TestClock()));
                assertTrue(engines(router).getFirst().added(), "what a person added stays");
            }
            String stored =
                    db.replica().head("engine", "here/box").orElseThrow().payload();
            assertFalse(stored.contains("sk-very-secret"), stored);
            try (Router again = router("here", "seal")) {
                again.refresh();
                assertEquals("sk-very-secret", made.getLast().key().orElseThrow());
                assertTrue(engines(again).getFirst().ready());
            }
            try (Router elsewhere = router("there", "seal")) {
                assertEquals(List.of(), engines(elsewhere));
            }
            try (Router lost = router("here", "other-seal")) {
                lost.refresh();
                EngineState state = engines(lost).getFirst();
                assertFalse(state.ready());
                assertTrue(state.detail().contains("cannot be opened"), state.detail());
                ok(lost.api().removeEngine(ADMIN, new EngineName("box"), soon()));
                assertEquals(List.of(), engines(lost));
            }
            assertEquals(Optional.empty(), db.replica().head("engine", "here/box"));
        }
    }

    @Test
    void anAddressIsAddedOnceHoweverItIsWritten() throws IOException {
        try (Router router = router("once", "seal");
                MockEngine mock = MockEngine.start(MockProfile.instant(4), 0)) {
            String there = mock.url().replace("http://127.0.0.1", "");
            ok(add(router, "box", mock.url(), Optional.empty()));
            assertEquals(
                    Reply.notFound("There is no engine \"bx\" on this node. Did you mean \"box\"?"),
                    router.api().removeEngine(ADMIN, new EngineName("bx"), soon()));
            for (String same : List.of(
                    mock.url() + "/",
                    mock.url() + "/v1",
                    mock.url() + "/v1/",
                    "HTTP://LOCALHOST" + there,
                    "[::1]" + there)) {
                var refused = assertInstanceOf(Reply.Invalid.class, add(router, "other", same, Optional.empty()), same);
                assertEquals("url", refused.field());
                assertTrue(refused.why().contains("as \"box\". To give it another name"), refused.why());
            }
            ok(add(router, "company", mock.url(), Optional.of("sk-of-the-company")));
            assertEquals(List.of("box", "company"), names(router), "a key may be another account");
            ok(router.api().removeEngine(ADMIN, new EngineName("company"), soon()));
            EngineFacts found = new EngineFacts("ollama", EngineFacts.Kind.OLLAMA, "http://localhost" + there, 4);
            router.give(new OllamaEngine(found, Optional.empty(), CLOCK));
            assertEquals(List.of("box"), names(router), "an engine is not counted twice");
            ok(router.api().removeEngine(ADMIN, new EngineName("box"), soon()));
            assertEquals(List.of("ollama"), names(router), "the node's own takes over");
            var own = assertInstanceOf(Reply.Invalid.class, add(router, "box", mock.url(), Optional.empty()));
            assertTrue(own.why().contains("as \"ollama\", which this node found by itself"), own.why());
            router.withdraw("ollama");
            ok(add(router, "box", mock.url(), Optional.empty()));
            router.give(new OllamaEngine(found, Optional.empty(), CLOCK));
            router.withdraw("ollama");
            ok(router.api().removeEngine(ADMIN, new EngineName("box"), soon()));
            assertEquals(List.of(), names(router), "what has gone does not come back");
        }
    }

    private static List<String> names(Router router) {
        return engines(router).stream().map(EngineState::name).toList();
    }

    @Test
    void anEngineThatGoesAwayIsNotReadyAndComesBack() throws IOException {
        try (Router router = router("coming", "seal")) {
            int port;
            try (MockEngine mock = MockEngine.start(MockProfile.instant(4), 0)) {
                ok(add(router, "box", mock.url(), Optional.empty()));
                port = Integer.parseInt(mock.url().substring(mock.url().lastIndexOf(':') + 1));
                assertTrue(router.ready());
            }
            router.refresh();
            EngineState away = engines(router).getFirst();
            assertFalse(away.ready());
            assertFalse(away.detail().isBlank());
            assertFalse(router.ready());
            try (MockEngine back = MockEngine.start(MockProfile.instant(4), port)) {
                router.refresh();
                assertTrue(engines(router).getFirst().ready(), back.url());
            }
            ok(router.api().removeEngine(ADMIN, new EngineName("box"), soon()));
        }
    }

    @Test
    void whatIsNoEngineIsNotAdded() {
        try (Router router = router("strict", "seal")) {
            List<AddEngine> wrong = List.of(
                    new AddEngine("", "http://127.0.0.1:1", Optional.empty()),
                    new AddEngine("a b", "http://127.0.0.1:1", Optional.empty()),
                    new AddEngine("auto", "http://127.0.0.1:1", Optional.empty()),
                    new AddEngine("x".repeat(41), "http://127.0.0.1:1", Optional.empty()),
                    new AddEngine("a/b", "http://127.0.0.1:1", Optional.empty()),
                    new AddEngine("ok", "", Optional.empty()),
                    new AddEngine("ok", "ftp://127.0.0.1", Optional.empty()),
                    new AddEngine("ok", "file:///etc/passwd", Optional.empty()),
                    new AddEngine("ok", "http://user:pass@127.0.0.1:1", Optional.empty()),
                    new AddEngine("ok", "http://", Optional.empty()),
                    new AddEngine("ok", "http://127.0.0.1:99999", Optional.empty()),
                    new AddEngine("ok", "http://127.0.0.1:1/?q", Optional.empty()),
                    new AddEngine("ok", "http://127.0.0.1:1/#f", Optional.empty()),
                    new AddEngine("ok", "http://bad host/", Optional.empty()),
                    new AddEngine("ok", "http://127.0.0.1:1", Optional.of("")),
                    new AddEngine("ok", "http://127.0.0.1:1", Optional.of("a\r\nb: c")),
                    new AddEngine("ok", "http://127.0.0.1:1", Optional.of("k".repeat(1_001))));
            for (AddEngine request : wrong) {
                Reply<EngineState> reply = router.api().addEngine(ADMIN, request, soon());
                assertInstanceOf(Reply.Invalid.class, reply, request.toString());
            }
            for (String name : List.of(
                    ".", "..", ".hidden", "-rf", "", " ", "a b", " ok", "Auto", "\u0435ngine", "a\u200b", "é")) {
                assertInstanceOf(Reply.Invalid.class, add(router, name, "http://127.0.0.1:1", Optional.empty()), name);
            }
            Reply<EngineState> nobody = add(router, "ok", "http://127.0.0.1:1", Optional.empty());
            assertInstanceOf(Reply.Unavailable.class, nobody);
            assertEquals(List.of(), engines(router));
            router.give(new FakeEngine("given", new TestClock()));
            Reply<EngineState> twin = add(router, "Given", "http://127.0.0.1:1", Optional.empty());
            assertTrue(
                    twin instanceof Reply.Invalid<EngineState>(String field, String why)
                            && field.equals("name")
                            && why.contains("capitals"),
                    twin.toString());
            assertInstanceOf(Reply.Invalid.class, router.api().removeEngine(ADMIN, new EngineName("given"), soon()));
            assertInstanceOf(Reply.NotFound.class, router.api().removeEngine(ADMIN, new EngineName("none"), soon()));
        }
    }

    @Test
    void thirtyTwoEnginesAreTheMost() throws IOException {
        try (Router router = router("full", "seal");
                MockEngine mock = MockEngine.start(MockProfile.instant(4), 0)) {
            for (int i = 0; i < EngineRoster.ENGINES_MAX; i++) {
                router.give(new FakeEngine("e" + i, new TestClock()));
            }
            assertInstanceOf(Reply.Invalid.class, add(router, "more", mock.url(), Optional.empty()));
        }
    }

    @Test
    void modelsThatAreLeftOutAreShown() {
        try (Router router = router("untidy", "seal")) {
            TestClock clock = new TestClock();
            router.give(new FakeEngine(
                    "odd",
                    clock,
                    FakeEngine.model("good", Purpose.GENERAL, 1),
                    FakeEngine.model("auto", Purpose.GENERAL, 1),
                    FakeEngine.model("bad\u0007", Purpose.GENERAL, 1)));
            EngineState state = engines(router).getFirst();
            assertEquals(
                    List.of("good"), state.models().stream().map(Model::name).toList());
            assertEquals(
                    List.of(
                            "\"auto\" is the name that means the best model of all",
                            "\"bad?\" holds characters that cannot be seen"),
                    state.leftOut());
            assertEquals("It is ready, but of the 3 models it lists only 1 can be asked for.", state.detail());
        }
    }
}
