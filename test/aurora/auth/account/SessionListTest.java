package aurora.auth.account;

import static aurora.auth.Replies.denied;
import static aurora.auth.Replies.value;
import static aurora.auth.Scene.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import aurora.auth.AuthApi;
import aurora.auth.AuthApi.SessionId;
import aurora.auth.AuthApi.SignedIn;
import aurora.auth.Scene;
import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Reply;
import aurora.mesh.contract.Nothing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions as their users see them: listed, ended, bounded. */
final class SessionListTest {
    @AutoClose
    private final Scene scene;

    SessionListTest(@TempDir Path home) {
        scene = new Scene(home);
    }

    @Test
    void sessionsAreListedAndEnded() {
        SignedIn one = scene.setup();
        scene.clock.move(Duration.ofSeconds(1));
        SignedIn two = scene.signIn("Olga");
        Caller caller = scene.caller(two);
        List<AuthApi.Session> sessions = sessions(caller);
        assertEquals(
                List.of("Firefox", "Firefox"),
                sessions.stream().map(AuthApi.Session::device).toList());
        assertEquals(
                List.of(true, false),
                sessions.stream().map(AuthApi.Session::current).toList());
        assertEquals("127.0.0.1", sessions.getFirst().address());
        scene.add("mia", Role.MEMBER);
        Caller other = scene.caller(scene.signIn("mia"));
        String first = sessions.get(1).id();
        assertInstanceOf(Reply.NotFound.class, scene.api().endSession(other, new SessionId(first), soon()));
        scene.caller(one);
        value(scene.api().endSession(caller, new SessionId(first), soon()));
        denied(scene.identify(one.access()));
        assertEquals(1, sessions(caller).size());
        assertInstanceOf(Reply.NotFound.class, scene.api().endSession(caller, new SessionId(first), soon()));
        for (String odd : List.of("", "x", "\u0000", "' OR 1=1 --", "x".repeat(100_000))) {
            assertInstanceOf(Reply.NotFound.class, scene.api().endSession(caller, new SessionId(odd), soon()));
        }
    }

    @Test
    void endingTheOthersKeepsTheOneThatCalls() {
        SignedIn one = scene.setup();
        SignedIn two = scene.signIn("Olga");
        value(scene.api().endOtherSessions(scene.caller(two), Nothing.NOTHING, soon()));
        denied(scene.identify(one.access()));
        denied(scene.refresh(one.refresh()));
        assertEquals(1, sessions(scene.caller(two)).size());
        SignedIn next = value(scene.refresh(two.refresh()));
        scene.caller(next);
        scene.restart(Scene.CHEAP);
        denied(scene.identify(one.access()));
        scene.caller(next);
    }

    @Test
    void aUserHasABoundedNumberOfSessions() {
        SignedIn oldest = scene.setup();
        for (int i = 0; i < DeviceSessions.PER_USER_MAX; i++) {
            scene.clock.move(Duration.ofSeconds(1));
            scene.signIn("Olga");
        }
        denied(scene.identify(oldest.access()));
        denied(scene.refresh(oldest.refresh()));
        assertEquals(
                DeviceSessions.PER_USER_MAX,
                sessions(scene.caller(scene.signIn("Olga"))).size());
    }

    private List<AuthApi.Session> sessions(Caller caller) {
        return value(scene.api().sessions(caller, Nothing.NOTHING, soon())).sessions();
    }
}
