package aurora.engine.embedded.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes in any pieces become whole characters. */
final class Utf8StreamTest {
    @Test
    void charactersNeverComeInHalves() {
        Random random = new Random(11);
        String text = "naïve 🙂👩‍💻 今日は ½ end";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 200; round++) {
            Utf8Stream stream = new Utf8Stream();
            StringBuilder out = new StringBuilder();
            for (int at = 0; at < bytes.length; ) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(4));
                String piece = stream.add(Arrays.copyOfRange(bytes, at, to));
                assertTrue(piece.isEmpty() || !Character.isHighSurrogate(piece.charAt(piece.length() - 1)), piece);
                assertTrue(piece.indexOf('\uFFFD') < 0, piece);
                out.append(piece);
                at = to;
            }
            assertEquals(text, out + stream.end());
        }
    }

    @Test
    void brokenBytesBecomeReplacements() {
        Utf8Stream stream = new Utf8Stream();
        assertEquals("a\uFFFDb", stream.add(new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xF0, (byte) 0x9F}));
        assertEquals("\uFFFD", stream.end());
    }
}
