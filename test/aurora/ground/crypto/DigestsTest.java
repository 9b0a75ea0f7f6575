package aurora.ground.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class DigestsTest {

    /** FIPS 180-4, and test case 2 of RFC 4231. */
    @Test
    void digestsAreTheStandardOnes() {
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertEquals(abc, Digests.sha256Hex("abc"));
        assertEquals(abc, hex(Digests.sha256Base64Url("abc")));
        assertEquals(abc, HexFormat.of().formatHex(Digests.sha256("abc")));
        assertEquals(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                hex(Digests.hmacBase64Url("Jefe", "what do ya want for nothing?")));
    }

    @Test
    void sameComparesTheWholeText() {
        assertTrue(Digests.same("abc", "abc"));
        assertFalse(Digests.same("abc", "abd"));
        assertFalse(Digests.same("abc", "ab"));
        assertFalse(Digests.same("", "a"));
        assertTrue(Digests.same("", ""));
    }

    private static String hex(String base64Url) {
        return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(base64Url));
    }
}
