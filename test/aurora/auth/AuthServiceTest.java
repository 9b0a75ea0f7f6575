package aurora.auth;

import static aurora.auth.Replies.busy;
import static aurora.auth.Replies.denied;
import static aurora.auth.Replies.invalid;
import static aurora.auth.Replies.value;
import static aurora.auth.Scene.PASSWORD;
import static aurora.auth.Scene.nobody;
import static aurora.auth.Scene.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.AuthApi.Arrival;
import aurora.auth.AuthApi.Refresh;
import aurora.auth.AuthApi.Setup;
import aurora.auth.AuthApi.SetupCheck;
import aurora.auth.AuthApi.SetupChecked;
import aurora.auth.AuthApi.SignIn;
import aurora.auth.AuthApi.SignedIn;
import aurora.auth.credential.Passwords;
import aurora.base.Caller;
import aurora.base.Caller.Kind;
import aurora.base.Caller.Role;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.mesh.contract.Nothing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Setting up, signing in and out, and what becomes of sessions. */
final class AuthServiceTest {
    @AutoClose
    private final Scene scene;

    AuthServiceTest(@TempDir Path home) {
        scene = new Scene(home);
    }

    @Test
    void theFirstOwnerComesByTheSetupLinkOnce() {
        assertTrue(
                value(scene.api().setupState(nobody(), Nothing.NOTHING, soon())).needed());
        String code = scene.auth.setupCode().orElseThrow();
        denied(scene.api().setup(nobody(), new Setup("wrong", "Olga", PASSWORD, Optional.empty()), soon()));
        assertEquals(
                "password",
                invalid(scene.api().setup(nobody(), new Setup(code, "Olga", "short", Optional.empty()), soon())));
        assertEquals(
                "name",
                invalid(scene.api().setup(nobody(), new Setup(code, "O l", PASSWORD, Optional.empty()), soon())));
        SignedIn owner =
                value(scene.api().setup(nobody(), new Setup(code, "Olga", PASSWORD, Optional.empty()), soon()));
        assertEquals("Olga", owner.me().name());
        assertEquals(Role.OWNER, owner.me().role());
        assertEquals("star", owner.me().node());
        assertFalse(
                value(scene.api().setupState(nobody(), Nothing.NOTHING, soon())).needed());
        assertEquals(Optional.empty(), scene.auth.setupCode());
        denied(scene.api().setup(nobody(), new Setup(code, "Eve", PASSWORD, Optional.empty()), soon()));
        Caller caller = scene.caller(owner);
        assertEquals(Kind.SESSION, caller.kind());
        assertEquals(Role.OWNER, caller.role());
        assertEquals(List.of("owner.setup Olga ok", "owner.setup nobody denied"), scene.audit());
    }

    @Test
    void aSetupLinkIsJudgedBeforeItsFormIsFilledIn() {
        String code = scene.auth.setupCode().orElseThrow();
        assertEquals(new SetupChecked(true, true), check(code));
        assertEquals(new SetupChecked(false, true), check("wrong"));
        scene.setup();
        assertEquals(new SetupChecked(false, false), check(code), "an owner exists: nothing is told of the code");
        assertEquals(new SetupChecked(false, false), check("wrong"));
    }

    @Test
    void judgingASetupLinkIsNoWayToGuessFaster() {
        String code = scene.auth.setupCode().orElseThrow();
        for (int i = 0; i < 30; i++) {
            assertEquals(new SetupChecked(true, true), check(code), "the right code costs nothing");
        }
        scene.restart(Scene.CHEAP);
        int looked = 0;
        while (scene.api().checkSetup(nobody(), new SetupCheck("wrong"), soon()) instanceof Reply.Ok<?>) {
            looked++;
            assertTrue(looked < 100, "guesses are slowed down");
        }
        Setup guess = new Setup("wrong", "Olga", PASSWORD, Optional.empty());
        assertInstanceOf(Reply.Busy.class, scene.api().setup(nobody(), guess, soon()), "both share one line");
    }

    private SetupChecked check(String code) {
        return value(scene.api().checkSetup(nobody(), new SetupCheck(code), soon()));
    }

    @Test
    void whoArrivesHearsWithoutAnErrorWhetherHeIsSignedIn() {
        Refresh none = new Refresh(Optional.empty(), Optional.empty());
        Arrival first = value(scene.api().arrive(nobody(), none, soon()));
        assertEquals(new Arrival(Optional.empty(), false, true, "star"), first);
        SignedIn owner = scene.setup();
        Arrival in = value(scene.api().arrive(scene.caller(owner), none, soon()));
        assertEquals(new Arrival(Optional.of(owner.me()), false, false, "star"), in);
        Arrival late = value(scene.api().arrive(nobody(), scene.withProof(owner.refresh()), soon()));
        assertEquals(new Arrival(Optional.empty(), true, false, "star"), late, "it goes on by its refresh token");
        Refresh junk = new Refresh(Optional.of("x".repeat(5000)), owner.proof());
        Arrival nobody = value(scene.api().arrive(nobody(), junk, soon()));
        assertEquals(new Arrival(Optional.empty(), false, false, "star"), nobody);
    }

    @Test
    void twoWhoUseTheSetupLinkAtOnceMakeOneOwner() throws Exception {
        String code = scene.auth.setupCode().orElseThrow();
        List<Reply<SignedIn>> replies = Scene.atOnce(IntStream.range(0, 6)
                .<Callable<Reply<SignedIn>>>mapToObj(i -> () ->
                        scene.api().setup(nobody(), new Setup(code, "owner" + i, PASSWORD, Optional.empty()), soon()))
                .toList());
        assertEquals(1, replies.stream().filter(Reply.Ok.class::isInstance).count(), replies.toString());
        assertEquals(5, replies.stream().filter(Reply.Denied.class::isInstance).count(), replies.toString());
        assertEquals(
                1,
                value(scene.api().users(scene.local(), Nothing.NOTHING, soon()))
                        .users()
                        .size());
    }

    @Test
    void aSetupLinkEndsWithItsStart() {
        String old = scene.auth.setupCode().orElseThrow();
        scene.restart(Scene.CHEAP);
        assertNotEquals(old, scene.auth.setupCode().orElseThrow());
        denied(scene.api().setup(nobody(), new Setup(old, "Olga", PASSWORD, Optional.empty()), soon()));
        scene.setup();
    }

    @Test
    void signingInWorksAgainAndAgain() {
        scene.setup();
        SignedIn first = scene.signIn("Olga");
        SignedIn second = scene.signIn("OLGA");
        SignedIn third = scene.signIn(" olga ");
        for (SignedIn one : List.of(first, second, third)) {
            assertEquals("Olga", scene.caller(one).name());
            assertEquals(scene.clock.now().plus(Duration.ofMinutes(30)), one.expires());
            assertEquals(Duration.ofMinutes(30), one.accessLife());
            assertEquals(Duration.ofDays(7), one.refreshLife());
        }
        assertEquals(
                4,
                value(scene.api().sessions(scene.caller(first), Nothing.NOTHING, soon()))
                        .sessions()
                        .size());
    }

    @Test
    void wrongNamesAndPasswordsAreAnsweredAlike() {
        scene.setup();
        assertEquals(denied(scene.trySignIn("Olga", "wrong password")), denied(scene.trySignIn("nobody", PASSWORD)));
        assertEquals(
                List.of("session.sign-in unknown denied", "session.sign-in Olga denied"),
                scene.audit().subList(0, 2));
        assertEquals("name", invalid(scene.trySignIn("", PASSWORD)));
        assertEquals("password", invalid(scene.trySignIn("Olga", "")));
        assertEquals("password", invalid(scene.trySignIn("Olga", "x".repeat(300))));
        SignIn odd = new SignIn("Olga", PASSWORD, Optional.of("a\u0000b"));
        assertEquals("device", invalid(scene.api().signIn(nobody(), odd, soon())));
    }

    @Test
    void guessingIsSlowedDown() {
        scene.setup();
        for (int i = 0; i < 10; i++) {
            denied(scene.trySignIn("Olga", "wrong password"));
        }
        scene.clock.move(busy(scene.trySignIn("Olga", PASSWORD)));
        value(scene.trySignIn("Olga", PASSWORD));
    }

    /** When no hash can be made, unknown and known users are told the same: both would have been hashed. */
    @Test
    void anUnknownUserCostsAHashToo() throws Exception {
        scene.setup();
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply<Boolean>> running = threads.submit(() -> scene.passwords.inTurn(soon(), () -> {
                begun.countDown();
                return await(free);
            }));
            begun.await();
            Deadline past = Deadline.after(Clock.system(), Duration.ZERO);
            for (String name : List.of("Olga", "nobody")) {
                SignIn signIn = new SignIn(name, PASSWORD, Optional.empty());
                busy(scene.api().signIn(nobody(), signIn, past));
            }
            free.countDown();
            assertTrue(value(running.get()));
        }
        scene.signIn("Olga");
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void oldParametersAreReplacedAtTheNextSignIn() {
        scene.setup();
        String before = storedHash();
        scene.restart(new Passwords.Cost(128, 1, 1));
        SignedIn signedIn = scene.signIn("Olga");
        assertNotEquals(before, storedHash());
        assertTrue(storedHash().contains("m=128,"), "the new parameters");
        assertEquals("Olga", scene.caller(signedIn).name());
        String after = storedHash();
        scene.signIn("Olga");
        assertEquals(after, storedHash());
    }

    @Test
    void aTokenFromBeforeSigningOutNeverWorksAgain() {
        scene.setup();
        SignedIn old = scene.signIn("Olga");
        Caller caller = scene.caller(old);
        value(scene.api().signOut(caller, Nothing.NOTHING, soon()));
        denied(scene.identify(old.access()));
        denied(scene.refresh(old.refresh()));
        SignedIn next = scene.signIn("Olga");
        denied(scene.identify(old.access()));
        denied(scene.refresh(old.refresh()));
        scene.caller(next);
        scene.restart(Scene.CHEAP);
        denied(scene.identify(old.access()));
        scene.caller(next);
        value(scene.api().signOut(caller, Nothing.NOTHING, soon()));
    }

    @Test
    void neitherTokenPassesAsTheOther() {
        SignedIn owner = scene.setup();
        denied(scene.identify(owner.refresh()));
        denied(scene.refresh(owner.access()));
        denied(scene.identify(""));
        denied(scene.identify("ak_" + "a".repeat(51)));
        denied(scene.identify("lo_" + "a".repeat(43)));
        denied(scene.identify("x".repeat(1_000_000)));
        denied(scene.refresh(""));
        denied(scene.refresh("x".repeat(1_000_000)));
        denied(scene.api().refresh(nobody(), new AuthApi.Refresh(Optional.empty(), Optional.empty()), soon()));
    }

    @Test
    void refreshTokensWorkOnceAndTheirPredecessorForHalfAMinute() {
        SignedIn first = scene.setup();
        scene.clock.move(Duration.ofMinutes(29));
        SignedIn second = value(scene.refresh(first.refresh()));
        assertNotEquals(first.refresh(), second.refresh());
        scene.caller(second);
        scene.clock.move(Duration.ofSeconds(30));
        SignedIn again = value(scene.refresh(first.refresh()));
        assertEquals(second.refresh(), again.refresh(), "the same successor");
        SignedIn third = value(scene.refresh(second.refresh()));
        denied(scene.refresh(first.refresh()));
        denied(scene.refresh(third.refresh()));
        denied(scene.identify(third.access()));
        assertTrue(scene.audit().contains("session.reuse Olga denied"));
    }

    @Test
    void aForgedTokenEndsNobodysSession() {
        SignedIn first = scene.setup();
        String[] parts = first.refresh().split("\\.", -1);
        denied(scene.refresh(parts[0] + ".0." + "A".repeat(43)));
        denied(scene.refresh(parts[0] + ".1." + parts[2]));
        value(scene.refresh(first.refresh()));
    }

    @Test
    void refreshingSurvivesARestartAndTheSuccessorIsTheSame() {
        SignedIn first = scene.setup();
        SignedIn second = value(scene.refresh(first.refresh()));
        scene.restart(Scene.CHEAP);
        assertEquals(second.refresh(), value(scene.refresh(first.refresh())).refresh());
        value(scene.refresh(second.refresh()));
    }

    @Test
    void manyRefreshesAtOnceYieldOneSuccessor() throws Exception {
        SignedIn first = scene.setup();
        List<Reply<SignedIn>> replies = Scene.atOnce(IntStream.range(0, 8)
                .<Callable<Reply<SignedIn>>>mapToObj(i -> () -> scene.refresh(first.refresh()))
                .toList());
        assertEquals(
                1,
                replies.stream().map(reply -> value(reply).refresh()).distinct().count());
        value(scene.refresh(value(replies.getFirst()).refresh()));
    }

    @Test
    void signingOutDuringARefreshWins() throws Exception {
        scene.setup();
        for (int round = 0; round < 10; round++) {
            SignedIn session = scene.signIn("Olga");
            Caller caller = scene.caller(session);
            List<Reply<?>> replies = Scene.atOnce(List.<Callable<Reply<?>>>of(
                    () -> scene.refresh(session.refresh()),
                    () -> scene.api().signOut(caller, Nothing.NOTHING, soon())));
            assertInstanceOf(Reply.Ok.class, replies.get(1));
            denied(scene.identify(session.access()));
            denied(scene.refresh(session.refresh()));
            if (replies.getFirst() instanceof Reply.Ok<?>(SignedIn refreshed)) {
                denied(scene.identify(refreshed.access()));
                denied(scene.refresh(refreshed.refresh()));
            }
        }
    }

    @Test
    void sessionsEndIdleAndAfterAWeek() {
        SignedIn idle = scene.setup();
        scene.clock.move(Duration.ofHours(24).plusSeconds(1));
        denied(scene.refresh(idle.refresh()));
        SignedIn busy = scene.signIn("Olga");
        for (int i = 0; i < 167; i++) {
            scene.clock.move(Duration.ofHours(1));
            busy = value(scene.refresh(busy.refresh()));
        }
        scene.clock.move(Duration.ofMinutes(45));
        SignedIn last = value(scene.refresh(busy.refresh()));
        assertEquals(Duration.ofMinutes(15), last.accessLife(), "an access token never outlives its session");
        assertEquals(Duration.ofMinutes(15), last.refreshLife());
        scene.clock.move(Duration.ofMinutes(15));
        denied(scene.refresh(last.refresh()));
        scene.clock.move(Duration.ofMinutes(1));
        denied(scene.identify(last.access()));
    }

    private String storedHash() {
        return scene.db
                .owner()
                .first("SELECT payload->>'password' AS p FROM aurora.head WHERE entity = 'user'", row -> row.text("p"))
                .orElseThrow();
    }
}
