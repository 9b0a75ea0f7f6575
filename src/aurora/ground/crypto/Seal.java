package aurora.ground.crypto;

import aurora.base.Ids;
import aurora.base.Refusal;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Encrypts small texts that this node alone can read back: AES-256-GCM under a key that lies in a file of the home
 * which only its owner can read. Thread-safe.
 *
 * <p>{@code context} is bound to the sealed text: what was sealed as one thing does not open as another. A key may
 * seal 2^32 texts (NIST SP 800-38D, random nonces); a node comes nowhere near.
 */
public final class Seal {
    private static final String FORM = "s1.";
    private static final int KEY_BYTES = 32;

    private final byte[] key;
    private final AesGcmJce cipher;

    private Seal(byte[] key) {
        this.key = key;
        try {
            this.cipher = new AesGcmJce(key);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java runtime lacks AES-256-GCM", impossible);
        }
    }

    /**
     * Opens the key in {@code file}, or makes one there.
     *
     * @throws Refusal when the file cannot be read or made, or holds something else
     */
    public static Seal at(Path file, Ids ids) {
        String text = SecretFile.readOrMake(file, () -> ids.secret(KEY_BYTES)).strip();
        try {
            byte[] key = Base64.getUrlDecoder().decode(text);
            if (key.length == KEY_BYTES) {
                return new Seal(key);
            }
        } catch (IllegalArgumentException notBase64) {
            throw damaged(file, notBase64);
        }
        throw damaged(file, new IllegalArgumentException("wrong length"));
    }

    /** Seals {@code plain} for {@code context}; the same text sealed twice differs. */
    public String seal(String plain, String context) {
        try {
            byte[] sealed = cipher.encrypt(utf8(plain), utf8(context));
            return FORM + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-256-GCM failed to encrypt", impossible);
        }
    }

    /** What was sealed; empty when it was sealed by another key, for another context, or was changed since. */
    public Optional<String> open(String sealed, String context) {
        if (!sealed.startsWith(FORM)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(sealed.substring(FORM.length()));
            return Optional.of(new String(cipher.decrypt(bytes, utf8(context)), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /**
     * A key of its own for {@code purpose}, 32 bytes as base64url: always the same, and nothing leads from it to this
     * key or to that of another purpose (HKDF with SHA-256, RFC 5869).
     */
    public String derived(String purpose) {
        try {
            byte[] derived = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract().addIKM(key).thenExpand(utf8(purpose), KEY_BYTES));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java runtime lacks HKDF with SHA-256", impossible);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Refusal damaged(Path file, IllegalArgumentException cause) {
        return new Refusal(
                file + " is damaged: it does not hold a key of " + KEY_BYTES + " bytes. Put it back from a copy of the"
                        + " home; if there is none, remove it: everybody must then sign in again, and engines' keys"
                        + " must be given again.",
                cause);
    }
}
