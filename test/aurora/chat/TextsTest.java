package aurora.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.engine.Message;
import aurora.engine.Message.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Titles, soundness, and what fits into a context. */
final class TextsTest {
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

    private static Message said(Role role, String text) {
        return Message.of(role, text);
    }

    @Test
    void theNewestFits() {
        List<Message> history = List.of(
                said(Role.USER, "a".repeat(400)),
                said(Role.ASSISTANT, "b".repeat(400)),
                said(Role.USER, "c".repeat(400)),
                said(Role.ASSISTANT, "d".repeat(40)),
                said(Role.USER, "e"));
        assertEquals(history, PromptFit.fit(history, false, 1000).messages());
        assertTrue(PromptFit.fit(history, false, 1000).note().isEmpty());
        assertTrue(PromptFit.fit(history, true, 1000).note().isPresent());
        assertEquals(history.subList(2, 5), PromptFit.fit(history, false, 200).messages());
        assertEquals(history.subList(4, 5), PromptFit.fit(history, false, 100).messages());
        PromptFit.Fitted tooLong = PromptFit.fit(history.subList(0, 1), false, 100);
        assertEquals(history.subList(0, 1), tooLong.messages());
        assertTrue(tooLong.note().isPresent());
    }

    @Test
    void aBegunAnswerKeepsItsQuestion() {
        List<Message> history =
                List.of(said(Role.USER, "x".repeat(900)), said(Role.USER, "y"), said(Role.ASSISTANT, "z".repeat(900)));
        List<Message> sent = PromptFit.fit(history, false, 100).messages();
        assertEquals(
                List.of(Role.USER, Role.ASSISTANT),
                sent.stream().map(Message::role).toList());
        assertTrue(sent.getFirst().text().endsWith("x\n\ny"));
    }
}
