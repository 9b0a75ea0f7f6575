package aurora.engine.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.minilm.MiniLm;
import aurora.ground.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trained questions, by text, by words and by vector. */
final class QuestionsTest {
    @TempDir
    Path folder;

    record Row(String q, String a, String fact) {}

    record Golden(List<Object> prompts, List<Object> tokenizer, List<Nearest> nearest) {}

    record Nearest(String q, String nearest, double cosine) {}

    private static byte[] resource(String name) throws IOException {
        try (var in = Questions.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static Questions questions() throws Exception {
        return Questions.of(resource("questions.json"), resource("questions.vectors"), resource("others.vectors"));
    }

    @Test
    void foundByTextWhateverCaseAndPunctuation() throws Exception {
        Questions questions = questions();
        assertEquals(
                "What is Aurora?",
                questions.exact("  what IS aurora ").orElseThrow().question());
        assertEquals(Optional.empty(), questions.exact("what is not aurora"));
        assertEquals(Optional.empty(), questions.exact("?!"));
    }

    @Test
    void foundByWordsWhenMostAreTheSame() throws Exception {
        Questions questions = questions();
        String answer = questions.exact("What is Aurora?").orElseThrow().answer();
        assertEquals(
                answer, questions.byWords("So what is Aurora?").orElseThrow().answer());
        assertEquals(Optional.empty(), questions.byWords("Which wine goes with grilled salmon?"));
        assertEquals(Optional.empty(), questions.byWords(""));
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() {
        byte[] one = new byte[MiniLm.DIMENSIONS];
        assertThrows(IOException.class, () -> Questions.of(resource("questions.json"), one, one));
        assertThrows(
                IOException.class,
                () -> Questions.of(resource("questions.json"), resource("questions.vectors"), new byte[7]));
    }

    @Test
    void namesOfOtherThingsAreSeen() throws Exception {
        Questions questions = questions();
        for (String other : List.of(
                "How do I sign out of Instagram?",
                "How do I uninstall Steam?",
                "Why is my MacBook so slow?",
                "Does Spotify work offline?")) {
            assertTrue(questions.namesAnother(other), other);
        }
        for (String ours : List.of(
                "How do I add a user?",
                "HOW DO I ADD AN ENGINE?",
                "Can I use GPT-4 here?",
                "What is the API's base URL?",
                "Steam",
                "",
                "When I ask, do you answer?")) {
            assertFalse(questions.namesAnother(ours), ours);
        }
    }

    /** The stored vectors are those of the stored questions, and our embedder agrees with the trainer's. */
    @Test
    void vectorsAreFreshAndEmbeddersAgree() throws Exception {
        Questions questions = questions();
        Row[] rows = Json.read(resource("questions.json"), Row[].class);
        Golden golden = Json.read(resource("golden.json"), Golden.class);
        try (MiniLm embedder = new MiniLm(folder)) {
            Guide guide = new Guide(embedder);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < rows.length; i += 50) {
                texts.add(guide.compared(rows[i].q));
            }
            for (Nearest each : golden.nearest) {
                texts.add(guide.compared(each.q));
            }
            List<float[]> vectors = embedder.embed(texts, Deadline.after(Clock.system(), Duration.ofMinutes(2)))
                            instanceof Reply.Ok<List<float[]>>(var all)
                    ? all
                    : List.of();
            assertEquals(texts.size(), vectors.size());
            int at = 0;
            for (int i = 0; i < rows.length; i += 50) {
                // Rounding to int8 inside the model differs a little between processors; another text differs by far
                // more.
                assertTrue(questions.cosine(i, vectors.get(at++)) > 0.98, rows[i].q);
            }
            for (Nearest each : golden.nearest) {
                Questions.Nearest found = questions.nearest(vectors.get(at++));
                assertEquals(each.cosine, found.cosine(), 0.02, each.q);
            }
        }
    }
}
