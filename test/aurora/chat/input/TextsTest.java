package aurora.chat.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Titles and sizes. */
final class TextsTest {
    @Test
    void namesDoNotTurnAround() {
        assertEquals("a gpj.exe", Texts.oneDirection("a \u202Egpj\u202C.exe\u2066"));
        assertEquals("\u05E9\u05DC\u05D5\u05DD", Texts.oneDirection("\u05E9\u05DC\u05D5\u05DD"));
    }

    @Test
    void aTitleIsTheFirstSentence() {
        assertEquals("What is a node?", Texts.title("What is a node? And a mesh?"));
        assertEquals("Hi. Can you help me?", Texts.title("Hi. Can you help me? I am lost."));
        assertEquals("Plan the trip", Texts.title("\n\n## **Plan** the   trip.\nmore"));
        assertEquals("東京の天気はどうですか今日は？", Texts.title("東京の天気はどうですか今日は？明日は？"));
        assertEquals("", Texts.title("###\n---"));
        String title = Texts.title("word ".repeat(100));
        assertTrue(title.length() <= Texts.TITLE_MAX && title.endsWith("word…"), title);
        String emoji = Texts.title("😀".repeat(100));
        assertTrue(Texts.isSound(emoji) && emoji.length() <= Texts.TITLE_MAX, emoji);
        assertFalse(Texts.title("a\u0000b\u202ec\u0007d").matches("(?s).*\\p{C}.*"));
    }

    @Test
    void bytesAreThoseOfUtf8() {
        for (String text : List.of("", "abc", "éß", "東京", "😀a", "\n\"\\\u0001")) {
            assertEquals(text.getBytes(StandardCharsets.UTF_8).length, Texts.bytes(text));
        }
    }
}
