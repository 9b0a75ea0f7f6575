package aurora.auth.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.auth.SetClock;
import aurora.base.Ids;
import aurora.base.Refusal;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensTest {
    private final SetClock clock = new SetClock();
    private final OctetKeyPair key = SigningKey.newPair();
    private final Tokens tokens = new Tokens("star", key, clock, Ids.secure());
    private final Instant start = clock.now();

    @TempDir
    Path folder;

    @Test
    void aTokenSaysWhatItWasMadeFor() throws Exception {
        String token = tokens.issue("user-1", "session-1", 77, start.plusSeconds(1800));
        Tokens.Claims claims = tokens.verify(token).orElseThrow();
        assertEquals(
                new Tokens.Claims(
                        "user-1",
                        "session-1",
                        77,
                        start.toEpochMilli(),
                        start.plusSeconds(1800).toEpochMilli()),
                claims);
        SignedJWT read = SignedJWT.parse(token);
        assertEquals(
                "{\"kid\":\"" + key.computeThumbprint() + "\",\"typ\":\"at+jwt\",\"alg\":\"EdDSA\"}",
                read.getHeader().toString());
        assertEquals("aurora/star", read.getJWTClaimsSet().getIssuer());
        assertNotEquals(token, tokens.issue("user-1", "session-1", 77, start.plusSeconds(1800)), "each has its own id");
    }

    @Test
    void itHoldsUntilItsEndAndTheLeeway() {
        String token = tokens.issue("u", "s", 0, start.plusSeconds(1800));
        clock.move(Duration.ofSeconds(1859));
        assertTrue(tokens.verify(token).isPresent());
        clock.move(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), tokens.verify(token), "also when it is remembered");
        assertEquals(Optional.empty(), new Tokens("star", key, clock, Ids.secure()).verify(token));
    }

    @Test
    void everyChangedSignIsNoticed() {
        String token = tokens.issue("u", "s", 0, start.plusSeconds(1800));
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertEquals(Optional.empty(), tokens.verify(changed), "at " + i);
        }
    }

    @Test
    void headersThatWantAnotherKeyOrAlgorithmAreRefused() throws Exception {
        assertTrue(tokens.verify(signed(header(b -> {}), claims(b -> {}))).isPresent(), "the untouched one is good");
        refused("alg none", new PlainJWT(claims(b -> {})).serialize());
        SignedJWT hmac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(key.getKeyID())
                        .build(),
                claims(b -> {}));
        hmac.sign(new MACSigner(key.toPublicJWK().getDecodedX()));
        refused("HS256 with the public key", hmac.serialize());
        SignedJWT hmacText = new SignedJWT(hmac.getHeader(), claims(b -> {}));
        hmacText.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        refused("HS256 with the public key as text", hmacText.serialize());
        refused("no typ", signed(header(b -> b.type(null)), claims(b -> {})));
        refused("typ JWT", signed(header(b -> b.type(JOSEObjectType.JWT)), claims(b -> {})));
        refused("typ of another kind", signed(header(b -> b.type(new JOSEObjectType("rt+jwt"))), claims(b -> {})));
        refused("no kid", signed(header(b -> b.keyID(null)), claims(b -> {})));
        refused("unknown kid", signed(header(b -> b.keyID("other")), claims(b -> {})));
        refused("crit", signed(header(b -> b.criticalParams(Set.of("x")).customParam("x", true)), claims(b -> {})));
        refused("crit b64", raw(Map.of("b64", true, "crit", List.of("b64"))));
        refused("empty crit", raw(Map.of("crit", List.of())));
    }

    @Test
    void keysThatATokenBringsAlongAreIgnored() throws Exception {
        OctetKeyPair own = SigningKey.newPair();
        JWSHeader brought = header(b -> b.jwk(own.toPublicJWK())
                .jwkURL(URI.create("https://evil.example/keys"))
                .x509CertURL(URI.create("https://evil.example/cert")));
        SignedJWT theirs = new SignedJWT(brought, claims(b -> {}));
        theirs.sign(new Ed25519Signer(own));
        refused("signed with the key it brings", theirs.serialize());
        SignedJWT named = new SignedJWT(header(b -> b.keyID(own.getKeyID()).jwk(own.toPublicJWK())), claims(b -> {}));
        named.sign(new Ed25519Signer(own));
        refused("names the key it brings", named.serialize());
        assertTrue(tokens.verify(signed(brought, claims(b -> {}))).isPresent(), "ours stays ours whatever it brings");
    }

    @Test
    void claimsThatAreMissingOrWrongAreRefused() throws Exception {
        refused("iss", signed(header(b -> {}), claims(b -> b.issuer("aurora/other"))));
        refused("no iss", signed(header(b -> {}), claims(b -> b.issuer(null))));
        refused("aud", signed(header(b -> {}), claims(b -> b.audience("other"))));
        refused("two aud", signed(header(b -> {}), claims(b -> b.audience(List.of("aurora", "other")))));
        refused("no aud", signed(header(b -> {}), claims(b -> b.audience((String) null))));
        refused("expired", signed(header(b -> {}), claims(b -> b.expirationTime(at(-60)))));
        refused("no exp", signed(header(b -> {}), claims(b -> b.expirationTime(null))));
        refused("future nbf", signed(header(b -> {}), claims(b -> b.notBeforeTime(at(61)))));
        refused("no nbf", signed(header(b -> {}), claims(b -> b.notBeforeTime(null))));
        refused("future iat", signed(header(b -> {}), claims(b -> b.issueTime(at(61)))));
        refused("no iat", signed(header(b -> {}), claims(b -> b.issueTime(null))));
        refused("no sid", signed(header(b -> {}), claims(b -> b.claim("sid", null))));
        refused("sid of a wrong type", signed(header(b -> {}), claims(b -> b.claim("sid", 5))));
        refused("no jti", signed(header(b -> {}), claims(b -> b.jwtID(null))));
        refused("no sub", signed(header(b -> {}), claims(b -> b.subject(null))));
        refused("no epoch", signed(header(b -> {}), claims(b -> b.claim("epoch", null))));
        refused("epoch of a wrong type", signed(header(b -> {}), claims(b -> b.claim("epoch", "7"))));
        assertTrue(tokens.verify(signed(header(b -> {}), claims(b -> b.notBeforeTime(at(60)))))
                .isPresent());
        assertTrue(tokens.verify(signed(header(b -> {}), claims(b -> b.expirationTime(at(-59)))))
                .isPresent());
    }

    @Test
    void whatIsNoTokenIsRefused() {
        String good = tokens.issue("u", "s", 0, start.plusSeconds(1800));
        String[] parts = good.split("\\.", -1);
        List<String> bad = List.of(
                "",
                ".",
                "..",
                "...",
                "a.b.c",
                parts[0] + "." + parts[1] + ".",
                parts[0] + ".." + parts[2],
                "." + parts[1] + "." + parts[2],
                good + ".",
                good + "." + parts[2],
                " " + good.replace('.', ' '),
                good.replace(parts[2], "A".repeat(86)),
                good.replace(parts[2], "A".repeat(200)),
                "{\"alg\":\"EdDSA\"}." + parts[1] + "." + parts[2],
                "\u0000." + good,
                "eyJhbGciOiJFZERTQSJ9.\ud800.x");
        bad.forEach(text -> refused(text, text));
    }

    @Test
    void anOversizedTokenIsNotLookedAt() throws Exception {
        String big = signed(header(b -> {}), claims(b -> b.claim("more", "x".repeat(Tokens.LENGTH_MAX))));
        refused("oversized", big);
        String small = signed(header(b -> {}), claims(b -> b.claim("more", "x".repeat(4000))));
        assertTrue(tokens.verify(small).isPresent());
    }

    @Test
    void anotherNodesKeyIsNotOurs() {
        Tokens other = new Tokens("star", SigningKey.newPair(), clock, Ids.secure());
        refused("another key", other.issue("u", "s", 0, start.plusSeconds(1800)));
    }

    @Test
    void rememberedTokensAreBounded() {
        Recent<Integer> recent = new Recent<>(100);
        for (int i = 0; i < 10_000; i++) {
            recent.put("k" + i, i);
            recent.put("often", -1);
            assertTrue(recent.size() <= 101);
            assertEquals(Optional.of(-1), recent.get("often"));
        }
        assertEquals(Optional.of(9_999), recent.get("k9999"));
        assertEquals(Optional.empty(), recent.get("k1"));
        String token = tokens.issue("u", "s", 0, start.plusSeconds(1800));
        for (int i = 0; i < 5; i++) {
            tokens.verify(token);
            tokens.verify(token + "x");
        }
        assertEquals(1, tokens.remembered());
    }

    @Test
    void theKeyIsMadeOnceAndOnlyItsOwnerReadsIt() throws Exception {
        Path file = folder.resolve("signing.jwk");
        OctetKeyPair made = Tokens.keyAt(file);
        assertEquals(made, Tokens.keyAt(file));
        assertEquals(made.computeThumbprint().toString(), made.getKeyID());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertNotEquals(made, Tokens.keyAt(folder.resolve("other.jwk")));
        for (String bad : List.of(
                "", "{}", "{\"kty\":\"oct\",\"k\":\"AAAA\"}", made.toPublicJWK().toJSONString())) {
            Files.writeString(file, bad);
            Refusal refusal = assertThrows(Refusal.class, () -> Tokens.keyAt(file), bad);
            assertTrue(String.valueOf(refusal.getMessage()).contains("signing.jwk"), refusal.getMessage());
            assertFalse(String.valueOf(refusal.getMessage()).contains("kty"), "the key itself is never told");
        }
    }

    private void refused(String what, String token) {
        assertEquals(Optional.empty(), tokens.verify(token), what);
    }

    private Date at(long seconds) {
        return Date.from(start.plusSeconds(seconds));
    }

    private String signed(JWSHeader header, JWTClaimsSet claims) throws Exception {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new Ed25519Signer(key));
        return token.serialize();
    }

    /** Signed with our key although the library would not make such a header. */
    private String raw(Map<String, Object> more) throws Exception {
        StringBuilder head =
                new StringBuilder("{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"" + key.getKeyID() + "\"");
        more.forEach((name, value) -> head.append(",\"")
                .append(name)
                .append("\":")
                .append(
                        value instanceof List<?> list
                                ? (list.isEmpty() ? "[]" : "[\"" + list.getFirst() + "\"]")
                                : value));
        String first = Base64URL.encode(head.append("}").toString()) + "."
                + Base64URL.encode(claims(b -> {}).toString());
        JWSHeader plain = header(b -> {});
        return first + "." + new Ed25519Signer(key).sign(plain, first.getBytes(StandardCharsets.US_ASCII));
    }

    private JWSHeader header(Consumer<JWSHeader.Builder> change) {
        JWSHeader.Builder builder = new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID());
        change.accept(builder);
        return builder.build();
    }

    private JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder()
                .issuer("aurora/star")
                .audience("aurora")
                .subject("u")
                .issueTime(at(0))
                .notBeforeTime(at(0))
                .expirationTime(at(1800))
                .jwtID("j")
                .claim("sid", "s")
                .claim("epoch", 7L);
        change.accept(builder);
        return builder.build();
    }
}
