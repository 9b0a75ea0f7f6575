package aurora.auth.credential;

import aurora.base.Refusal;
import aurora.ground.crypto.SecretFile;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;

/**
 * An Ed25519 key of this node, in a file of the home. It signs statements of one type, so that none of them is ever
 * taken for something else. Thread-safe.
 */
public final class SigningKey {
    private final OctetKeyPair pair;
    private final JOSEObjectType type;

    private SigningKey(OctetKeyPair pair, String type) {
        this.pair = pair;
        this.type = new JOSEObjectType(type);
    }

    /** The key in {@code file}, or a new one there; signs statements of {@code type}. */
    public static SigningKey at(Path file, String type) {
        return new SigningKey(
                pairAt(
                        file,
                        "is damaged: it does not hold the key that signs the audit trail. Put it back from a copy of"
                                + " the home; if there is none, remove it: the checkpoints signed so far cannot be"
                                + " verified then, and ./aurora doctor will say so."),
                type);
    }

    /** The pair in {@code file}, or a new one there; {@code damaged} is said about a file that holds none. */
    static OctetKeyPair pairAt(Path file, String damaged) {
        String text = SecretFile.readOrMake(file, () -> newPair().toJSONString());
        try {
            OctetKeyPair read = OctetKeyPair.parse(text);
            if (!read.getCurve().equals(Curve.Ed25519) || read.getD() == null) {
                throw new ParseException("not a private Ed25519 key", 0);
            }
            return new OctetKeyPair.Builder(read)
                    .keyID(read.computeThumbprint().toString())
                    .build();
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException unusable) {
            throw new Refusal(file + " " + damaged, unusable);
        }
    }

    static OctetKeyPair newPair() {
        try {
            return new OctetKeyPairGenerator(Curve.Ed25519)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("cannot make an Ed25519 key", impossible);
        }
    }

    /** {@code statement}, signed: a compact JWS. */
    public String sign(String statement) {
        JWSObject jws = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                        .type(type)
                        .keyID(pair.getKeyID())
                        .build(),
                new Payload(statement));
        try {
            jws.sign(new Ed25519Signer(pair));
            return jws.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("signing failed", impossible);
        }
    }

    /** The statement in {@code signed}; empty when this key did not sign it as one of its type. */
    public Optional<String> read(String signed) {
        try {
            JWSObject jws = JWSObject.parse(signed);
            JWSHeader header = jws.getHeader();
            boolean ours = JWSAlgorithm.EdDSA.equals(header.getAlgorithm())
                    && type.equals(header.getType())
                    && header.getCriticalParams() == null
                    && jws.verify(new Ed25519Verifier(pair.toPublicJWK()));
            return ours ? Optional.of(jws.getPayload().toString()) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException notOurs) {
            return Optional.empty();
        }
    }
}
