package aurora.auth;

import static aurora.auth.Replies.busy;
import static aurora.auth.Replies.denied;
import static aurora.auth.Replies.value;
import static aurora.auth.Scene.PASSWORD;
import static aurora.auth.Scene.nobody;
import static aurora.auth.Scene.soon;

import aurora.auth.AuthApi.ChangePassword;
import aurora.auth.AuthApi.Refresh;
import aurora.auth.AuthApi.SignedIn;
import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strangers at somebody's own address slow themselves down, and nobody who was there before. */
final class StrangersTest {
    @AutoClose
    private final Scene scene;

    StrangersTest(@TempDir Path home) {
        scene = new Scene(home);
    }

    @Test
    void theyDoNotSlowTheOwnersSignInDown() {
        scene.setup();
        knock();
        value(scene.trySignIn("Olga", PASSWORD));
        scene.restart(Scene.CHEAP);
        knock();
        value(scene.trySignIn("Olga", PASSWORD));
    }

    @Test
    void theyDoNotSlowASessionDown() {
        SignedIn first = scene.setup();
        knock();
        SignedIn second = value(scene.refresh(first.refresh()));
        value(scene.api().refresh(Caller.nobody("10.0.0.1", "r"), scene.withProof(second.refresh()), soon()));
        scene.restart(Scene.CHEAP);
        scene.clock.move(Duration.ofMinutes(1));
        SignedIn other = scene.signIn("Olga");
        scene.restart(Scene.CHEAP);
        knock();
        value(scene.refresh(other.refresh()));
    }

    @Test
    void theyDoNotKeepAnybodyFromChangingAPassword() {
        scene.setup();
        scene.add("mia", Role.MEMBER);
        Caller mia = scene.caller(scene.signIn("mia"));
        for (int i = 0; i < 30; i++) {
            scene.api()
                    .signIn(
                            Caller.nobody("10.0.0." + i, "r"),
                            new AuthApi.SignIn("mia", "wrong", Optional.empty()),
                            soon());
        }
        knock();
        value(scene.api().changePassword(mia, new ChangePassword(PASSWORD, "another long password"), soon()));
        for (int i = 0; i < 10; i++) {
            scene.api().changePassword(mia, new ChangePassword("wrong", "another long password"), soon());
        }
        busy(scene.api().changePassword(mia, new ChangePassword("wrong", "another long password"), soon()));
    }

    /** Tries at names and sessions that are not there, from the address of everybody, until both are slow. */
    private void knock() {
        while (!(scene.trySignIn("x" + scene.ids.brief(), "wrong") instanceof Reply.Busy)) {
            denied(scene.refresh("rt_nothing"));
        }
        while (!(scene.refresh("rt_" + scene.ids.uuid() + ".0." + "A".repeat(43)) instanceof Reply.Busy)) {
            denied(scene.api().refresh(nobody(), new Refresh(Optional.empty(), Optional.empty()), soon()));
        }
    }
}
