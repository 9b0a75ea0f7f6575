package aurora.engine.minilm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Words become pieces as BERT's own tokenizer makes them. */
final class WordPieceTest {
    private static WordPiece words() {
        Map<String, Integer> vocabulary = new HashMap<>();
        List.of("[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "cafe", "!", "水", "a", "##b")
                .forEach(token -> vocabulary.put(token, vocabulary.size()));
        return new WordPiece(vocabulary);
    }

    @Test
    void longestPiecesFirst() {
        assertArrayEquals(new long[] {1, 3, 4, 5, 2}, words().encode("unaffable", 256));
        assertArrayEquals(new long[] {1, 0, 2}, words().encode("unaffablex", 256));
    }

    @Test
    void accentsCasePunctuationAndChinese() {
        assertArrayEquals(new long[] {1, 6, 7, 7, 2}, words().encode("CAFÉ!!", 256));
        assertArrayEquals(new long[] {1, 8, 8, 9, 2}, words().encode("水水a", 256));
        assertArrayEquals(new long[] {1, 9, 10, 2}, words().encode("a\u0000\u200Bb\uFFFD", 256));
        assertArrayEquals(new long[] {1, 2}, words().encode(" \t\n\u00A0 ", 256));
    }

    @Test
    void longTextsAndWordsAreBounded() {
        assertEquals(8, words().encode("a ".repeat(1000), 8).length);
        assertArrayEquals(new long[] {1, 0, 2}, words().encode("a".repeat(101), 256));
        assertTrue(words().encode("b".repeat(100_000), 256).length == 3);
    }
}
