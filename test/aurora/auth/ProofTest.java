package aurora.auth;

import static aurora.auth.Replies.denied;
import static aurora.auth.Replies.value;
import static aurora.auth.Scene.nobody;
import static aurora.auth.Scene.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.AuthApi.AddKey;
import aurora.auth.AuthApi.Arrival;
import aurora.auth.AuthApi.Refresh;
import aurora.auth.AuthApi.SignedIn;
import aurora.base.Reply;
import aurora.ground.json.Json;
import aurora.mesh.contract.Nothing;
import aurora.mesh.contract.OpenApi;
import aurora.mesh.contract.SetsCookies.Cookie;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a session's tokens are worth to whoever was sent them as cookies and has not the proof: nothing. */
final class ProofTest {
    private static final String NO_PROOF = "This page holds no proof of its session: sign in once more.";

    @AutoClose
    private final Scene scene;

    private final SignedIn owner;

    ProofTest(@TempDir Path home) {
        scene = new Scene(home);
        owner = scene.setup();
    }

    /** What somebody without the proof may show in its place. */
    private List<Optional<String>> others() {
        String right = owner.proof().orElseThrow();
        return List.of(
                Optional.empty(),
                Optional.of(""),
                Optional.of(right.substring(1)),
                Optional.of(right + "A"),
                Optional.of((right.charAt(0) == 'A' ? "B" : "A") + right.substring(1)),
                Optional.of("x".repeat(1_000_000)),
                Optional.of(owner.access()),
                scene.signIn("Olga").proof());
    }

    @Test
    void anAccessTokenAloneIsNobody() {
        for (Optional<String> other : others()) {
            assertEquals(NO_PROOF, denied(scene.identify(owner.access(), other)), other.toString());
        }
        assertEquals(
                "Olga", value(scene.identify(owner.access(), owner.proof())).name());
        value(scene.api().signOut(scene.caller(owner), Nothing.NOTHING, soon()));
        assertNotEquals(NO_PROOF, denied(scene.identify(owner.access(), Optional.empty())), "that session is over");
    }

    @Test
    void aRefreshTokenAloneNeitherGoesOnNorEndsTheSession() {
        SignedIn second = value(scene.refresh(owner.refresh()));
        scene.clock.move(Duration.ofMinutes(5));
        for (Optional<String> other : others()) {
            for (String token : List.of(second.refresh(), owner.refresh())) {
                Refresh alone = new Refresh(Optional.of(token), other);
                assertEquals(NO_PROOF, denied(scene.api().refresh(nobody(), alone, soon())), other.toString());
            }
        }
        assertFalse(scene.audit().contains("session.reuse Olga denied"));
        SignedIn third = value(scene.refresh(second.refresh()));
        scene.caller(third);
    }

    /** Whoever has the refresh token without the proof must not use up what its page may ask. */
    @Test
    void aRefreshTokenAloneDoesNotSlowTheSessionDown() {
        for (int i = 0; i < 1000; i++) {
            assertInstanceOf(Reply.Denied.class, scene.refreshWithout(owner.refresh()));
        }
        value(scene.refresh(owner.refresh()));
    }

    @Test
    void itIsToldWhenASessionBeginsAndStaysTheSame() {
        String proof = owner.proof().orElseThrow();
        assertEquals(43, proof.length());
        SignedIn second = value(scene.refresh(owner.refresh()));
        assertEquals(Optional.empty(), second.proof());
        scene.restart(Scene.CHEAP);
        SignedIn third = value(
                scene.api().refresh(nobody(), new Refresh(Optional.of(second.refresh()), Optional.of(proof)), soon()));
        value(scene.identify(third.access(), Optional.of(proof)));
        SignedIn other = scene.signIn("Olga");
        assertNotEquals(proof, other.proof().orElseThrow(), "each session has its own");
    }

    @Test
    void itStandsInTheAnswerAndInNoCookie() throws Exception {
        String proof = owner.proof().orElseThrow();
        assertEquals(proof, Json.tree(Json.write(owner)).path("proof").asString());
        for (Cookie cookie : owner.cookies()) {
            assertFalse(cookie.value().contains(proof), cookie.toString());
            // neither may the token carry it inside
            for (String part : cookie.value().split("\\.", -1)) {
                assertFalse(plain(part).contains(proof), cookie.toString());
            }
        }
        assertFalse(owner.toString().contains(proof));
    }

    private static String plain(String base64) {
        try {
            return new String(java.util.Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return base64;
        }
    }

    @Test
    void whoArrivesWithoutItSeesTheSignIn() {
        Arrival out = new Arrival(Optional.empty(), false, false, "star");
        for (Optional<String> other : others()) {
            Refresh alone = new Refresh(Optional.of(owner.refresh()), other);
            assertEquals(out, value(scene.api().arrive(nobody(), alone, soon())));
        }
    }

    @Test
    void keysAndTheCommandLineNeedNone() {
        AddKey wanted = new AddKey("k", Optional.empty(), Optional.empty());
        String key = value(scene.api().addKey(scene.local(), wanted, soon())).secret();
        value(scene.identify(key, Optional.empty()));
        value(scene.identify(key, Optional.of("anything")));
    }

    @Test
    void theDescriptionNamesIt() throws Exception {
        JsonNode document = Json.tree(OpenApi.document("1", List.of(AuthContract.TABLE)));
        JsonNode scheme = document.path("components").path("securitySchemes").path("proof");
        assertEquals(AuthApi.PROOF_HEADER, scheme.path("name").asString());
        JsonNode me = document.path("paths").path("/api/auth/me").path("get").path("security");
        assertTrue(me.get(0).has("session") && me.get(0).has("proof"), "both together: " + me);
        assertFalse(me.get(1).has("proof"), "a key stands alone: " + me);
        JsonNode refresh = document.path("paths").path("/api/auth/refresh").path("post");
        assertEquals(
                AuthApi.PROOF_HEADER,
                refresh.path("parameters").get(0).path("name").asString());
        assertFalse(refresh.has("requestBody"), refresh::toString);
    }
}
