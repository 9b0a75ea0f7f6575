package aurora.auth.credential;

import aurora.auth.AuthConfig;
import aurora.base.Clock;
import aurora.base.Ids;
import aurora.ground.crypto.Digests;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes and verifies access tokens: JWTs signed with this node's Ed25519 key (RFC 8725, RFC 9068). The key chooses the
 * algorithm, never the token: whatever its header says beyond {@code alg}, {@code typ} and {@code kid} is ignored, and
 * {@code crit} is refused. Tokens verified lately are remembered by their hash. Thread-safe; no I/O after the start.
 */
public final class Tokens {
    /** Characters of a token; a longer one is not looked at. */
    static final int LENGTH_MAX = 8 << 10;

    /** How many verified tokens are remembered. */
    static final int REMEMBERED_MAX = 20_000;

    private static final String AUDIENCE = "aurora";
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");
    private static final String SESSION = "sid";
    private static final String EPOCH = "epoch";

    private final String issuer;
    private final Clock clock;
    private final Ids ids;
    private final OctetKeyPair key;
    private final Ed25519Signer signer;
    private final Map<String, JWSVerifier> verifiers;
    private final Recent<Claims> remembered = new Recent<>(REMEMBERED_MAX);

    /** Tokens of {@code node}, signed with {@code key}. */
    public Tokens(String node, OctetKeyPair key, Clock clock, Ids ids) {
        this.issuer = "aurora/" + node;
        this.clock = clock;
        this.ids = ids;
        this.key = key;
        try {
            this.signer = new Ed25519Signer(key);
            this.verifiers = Map.of(key.getKeyID(), new Ed25519Verifier(key.toPublicJWK()));
        } catch (JOSEException unusable) {
            throw new IllegalStateException("the key that signs tokens is not usable", unusable);
        }
    }

    /** The key in {@code file}, or a new one there. */
    public static OctetKeyPair keyAt(Path file) {
        return SigningKey.pairAt(
                file,
                "is damaged: it does not hold this node's signing key. Put it back from a copy of the home, or remove"
                        + " it and start again: everybody's page then renews its access by itself.");
    }

    /**
     * What a valid token says.
     *
     * @param user its id
     * @param session its id
     * @param epoch the session's
     * @param issued milliseconds since 1970, in whole seconds
     * @param expires milliseconds since 1970, in whole seconds
     */
    public record Claims(String user, String session, long epoch, long issued, long expires) {}

    /** A token for the session {@code session} of {@code user}, until {@code expires}. */
    public String issue(String user, String session, long epoch, Instant expires) {
        Date now = Date.from(clock.now());
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(AUDIENCE)
                .subject(user)
                .issueTime(now)
                .notBeforeTime(now)
                .expirationTime(Date.from(expires))
                .jwtID(ids.next())
                .claim(SESSION, session)
                .claim(EPOCH, epoch)
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                .type(TYPE)
                .keyID(key.getKeyID())
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("signing failed", impossible);
        }
        return token.serialize();
    }

    /** What the token says; empty when it is not one of ours, or not valid at this moment. */
    public Optional<Claims> verify(String token) {
        if (token.length() > LENGTH_MAX || token.indexOf('.') < 0) {
            return Optional.empty();
        }
        String hash = Digests.sha256Base64Url(token);
        Optional<Claims> known = remembered.get(hash);
        if (known.isPresent()) {
            return known.filter(this::isCurrent);
        }
        try {
            Optional<Claims> claims = read(SignedJWT.parse(token)).filter(this::isCurrent);
            claims.ifPresent(valid -> remembered.put(hash, valid));
            return claims;
        } catch (ParseException | JOSEException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    int remembered() {
        return remembered.size();
    }

    private Optional<Claims> read(SignedJWT token) throws ParseException, JOSEException {
        JWSHeader header = token.getHeader();
        if (!JWSAlgorithm.EdDSA.equals(header.getAlgorithm())
                || !TYPE.equals(header.getType())
                || header.getCriticalParams() != null
                || header.getKeyID() == null) {
            return Optional.empty();
        }
        JWSVerifier verifier = verifiers.get(header.getKeyID());
        if (verifier == null || !token.verify(verifier)) {
            return Optional.empty();
        }
        JWTClaimsSet claims = token.getJWTClaimsSet();
        String session = claims.getStringClaim(SESSION);
        Long epoch = claims.getLongClaim(EPOCH);
        Date issued = claims.getIssueTime();
        Date starts = claims.getNotBeforeTime();
        Date expires = claims.getExpirationTime();
        boolean whole = issuer.equals(claims.getIssuer())
                && List.of(AUDIENCE).equals(claims.getAudience())
                && claims.getJWTID() != null
                && issued != null
                && starts != null
                && !tooEarly(starts)
                && !tooEarly(issued);
        if (!whole || session == null || epoch == null || expires == null || claims.getSubject() == null) {
            return Optional.empty();
        }
        return Optional.of(new Claims(claims.getSubject(), session, epoch, millis(issued), millis(expires)));
    }

    private boolean tooEarly(Date date) {
        return millis(date) > clock.millis() + AuthConfig.LEEWAY.toMillis();
    }

    private static long millis(Date date) {
        return date.toInstant().toEpochMilli();
    }

    private boolean isCurrent(Claims claims) {
        return clock.millis() < claims.expires() + AuthConfig.LEEWAY.toMillis();
    }
}
