package aurora.chat.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.engine.Message;
import aurora.engine.Message.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What fits into a context. */
final class PromptFitTest {
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
