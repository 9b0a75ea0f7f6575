package aurora.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.GenerateRequest;
import aurora.engine.Sampling;
import aurora.mesh.contract.Nothing;
import aurora.mesh.contract.Row;
import aurora.router.RouterApi.AddEngine;
import aurora.router.RouterApi.Decision;
import aurora.router.RouterApi.DecisionQuery;
import aurora.router.RouterApi.Decisions;
import aurora.router.RouterApi.EngineName;
import aurora.router.RouterApi.Engines;
import aurora.router.RouterApi.Rendering;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every row of the contract for every kind of caller. */
final class RouterContractTest {
    private static final Map<Class<?>, Object> REQUESTS = Map.of(
            Nothing.class,
            Nothing.NOTHING,
            AddEngine.class,
            new AddEngine("", "", Optional.empty()),
            EngineName.class,
            new EngineName("none"),
            DecisionQuery.class,
            new DecisionQuery(Optional.empty()));

    private final House house = new House();

    private static List<Caller> callers() {
        return List.of(
                Caller.nobody("127.0.0.1", "r"),
                House.caller("ann", Role.MEMBER),
                House.caller("adam", Role.ADMIN),
                House.caller("olga", Role.OWNER),
                House.key("ann", Role.MEMBER, Scope.MODELS),
                House.key("ann", Role.MEMBER, Scope.CHAT),
                House.key("olga", Role.OWNER, Scope.MODELS, Scope.CHAT),
                House.key("olga", Role.OWNER, Scope.ADMIN));
    }

    @Test
    void onlyWhoMayCallIsServed() {
        int served = 0;
        for (Row<RouterApi, ?, ?> row : RouterContract.TABLE.rows()) {
            for (Caller caller : callers()) {
                Reply<?> reply = call(row, caller);
                boolean may = caller.atLeast(row.rules().least())
                        && !caller.lacks(row.rules().scope());
                String what =
                        row.verb() + " " + row.path() + " " + caller.kind() + " " + caller.role() + caller.scopes();
                assertEquals(may, !(reply instanceof Reply.Denied<?>), what + " " + reply);
                served += may ? 1 : 0;
            }
        }
        assertTrue(served > 10);
        assertEquals(5, RouterContract.TABLE.rows().size());
    }

    private <Q, R> Reply<R> call(Row<RouterApi, Q, R> row, Caller caller) {
        if (row.action() instanceof Row.Once<RouterApi, Q, R>(Row.Call<RouterApi, Q, R> call)) {
            Q request = row.request().cast(REQUESTS.get(row.request()));
            return call.on(house.service, caller, request, house.soon());
        }
        throw new AssertionError("the router streams nothing over HTTP itself: " + row.path());
    }

    @Test
    void renderingNeedsAUserAndAKeyThatMayAskOrChat() {
        house.engine("one");
        GenerateRequest request = GenerateRequest.of("m", FakeEngine.prompt("x"), Sampling.DEFAULT);
        Deadline soon = house.soon();
        for (Caller caller : callers()) {
            Reply<Rendering> reply = house.service.render(caller, request, soon);
            if (caller.kind() == Caller.Kind.NOBODY) {
                assertInstanceOf(Reply.Denied.class, reply);
            } else {
                House.rendering(reply).close();
            }
        }
        assertInstanceOf(
                Reply.Denied.class, house.service.render(House.key("ann", Role.MEMBER), request, soon), "no scope");
    }

    @Test
    void anEnginesOwnWordsAreForWhoLooksAfterTheNode() {
        house.engine("one").said = Optional.of(new Engine.LastSaid("db-7.internal refused", Instant.EPOCH));
        for (Caller caller : callers()) {
            Reply<Engines> reply = house.service.engines(caller, Nothing.NOTHING, house.soon());
            if (reply instanceof Reply.Ok<Engines>(Engines all)) {
                boolean may = caller.atLeast(Role.ADMIN) && !caller.lacks(Scope.ADMIN);
                String detail = all.engines().getFirst().detail();
                assertEquals(may, detail.contains("db-7.internal"), caller.kind() + " " + caller.role());
            }
        }
    }

    @Test
    void anEnginesAddressIsForWhoLooksAfterTheNode() {
        String url = house.engine("one").facts().url();
        for (Caller caller : callers()) {
            if (house.service.engines(caller, Nothing.NOTHING, house.soon())
                    instanceof Reply.Ok<Engines>(Engines all)) {
                boolean may = caller.atLeast(Role.ADMIN) && !caller.lacks(Scope.ADMIN);
                assertEquals(may ? url : "", all.engines().getFirst().url(), caller.kind() + " " + caller.role());
            }
        }
    }

    @Test
    void membersSeeTheirOwnDecisionsAndAdminsAll() {
        house.engine("one");
        for (String user : List.of("ann", "bob", "ann")) {
            House.rendering(house.service.render(
                            House.caller(user, Role.MEMBER),
                            GenerateRequest.of("m", FakeEngine.prompt("x"), Sampling.DEFAULT),
                            house.soon()))
                    .close();
        }
        assertEquals(
                2, decisions(House.caller("ann", Role.MEMBER), Optional.empty()).size());
        assertEquals(
                1, decisions(House.caller("bob", Role.MEMBER), Optional.empty()).size());
        assertEquals(
                3, decisions(House.caller("adam", Role.ADMIN), Optional.empty()).size());
        assertEquals(
                1, decisions(House.caller("adam", Role.ADMIN), Optional.of(1)).size());
        Caller byKey =
                new Caller(Caller.Kind.KEY, "adam", "adam", Role.ADMIN, Set.of(Scope.MODELS), "k", "127.0.0.1", "r");
        assertEquals(List.of(), decisions(byKey, Optional.empty()), "a key for models shows no others' decisions");
        for (int limit : new int[] {0, -1, 201}) {
            assertInstanceOf(
                    Reply.Invalid.class,
                    house.service.decisions(
                            House.caller("ann", Role.MEMBER), new DecisionQuery(Optional.of(limit)), house.soon()));
        }
    }

    private List<Decision> decisions(Caller caller, Optional<Integer> limit) {
        Reply<Decisions> reply = house.service.decisions(caller, new DecisionQuery(limit), house.soon());
        if (reply instanceof Reply.Ok<Decisions>(Decisions found)) {
            return found.decisions();
        }
        throw new AssertionError(reply.toString());
    }

    @Test
    void aThousandDecisionsAreKept() {
        house.engine("one");
        for (int i = 0; i < 1_050; i++) {
            house.rendering("m").close();
        }
        List<Decision> latest = decisions(House.caller("adam", Role.ADMIN), Optional.of(200));
        assertEquals(200, latest.size());
        assertFalse(latest.getFirst().at().isBefore(latest.getLast().at()));
    }
}
