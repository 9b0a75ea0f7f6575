package aurora.engine.minilm;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * BERT's tokenizer for uncased English models: cleans, separates CJK letters and punctuation, lowers, drops accents,
 * and cuts each word into the longest pieces of the vocabulary. Immutable.
 */
final class WordPiece {
    private static final int WORD_MAX = 100;

    private final Map<String, Integer> vocabulary;
    private final int unknown;
    private final int start;
    private final int end;

    /** With a vocabulary that has {@code [UNK]}, {@code [CLS]} and {@code [SEP]}. */
    WordPiece(Map<String, Integer> vocabulary) {
        this.vocabulary = Map.copyOf(vocabulary);
        unknown = special("[UNK]");
        start = special("[CLS]");
        end = special("[SEP]");
    }

    private int special(String token) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw new IllegalArgumentException("the vocabulary lacks " + token);
        }
        return id;
    }

    /** The tokens of {@code text} between start and end, {@code max} in all at most; what is beyond is left out. */
    long[] encode(String text, int max) {
        List<Integer> ids = new ArrayList<>();
        ids.add(start);
        for (String word : words(text)) {
            if (ids.size() >= max - 1) {
                break;
            }
            pieces(word, ids);
        }
        List<Integer> kept = ids.subList(0, Math.min(ids.size(), max - 1));
        long[] out = new long[kept.size() + 1];
        for (int i = 0; i < kept.size(); i++) {
            out[i] = kept.get(i);
        }
        out[kept.size()] = end;
        return out;
    }

    private void pieces(String word, List<Integer> ids) {
        int before = ids.size();
        int[] letters = word.codePoints().toArray();
        if (letters.length > WORD_MAX) {
            ids.add(unknown);
            return;
        }
        for (int from = 0; from < letters.length; ) {
            int to = letters.length;
            Integer id = null;
            while (to > from && id == null) {
                id = vocabulary.get((from > 0 ? "##" : "") + new String(letters, from, to - from));
                to -= id == null ? 1 : 0;
            }
            if (id == null) {
                ids.subList(before, ids.size()).clear();
                ids.add(unknown);
                return;
            }
            ids.add(id);
            from = to;
        }
    }

    private static List<String> words(String text) {
        StringBuilder clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(letter -> clean(letter, clean));
        String decomposed = Normalizer.normalize(clean, Normalizer.Form.NFD);
        StringBuilder plain = new StringBuilder(decomposed.length());
        decomposed
                .codePoints()
                .filter(letter -> Character.getType(letter) != Character.NON_SPACING_MARK)
                .forEach(plain::appendCodePoint);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        plain.toString().toLowerCase(Locale.ROOT).codePoints().forEach(letter -> split(letter, word, words));
        flush(word, words);
        return words;
    }

    private static void clean(int letter, StringBuilder out) {
        if (isSpace(letter)) {
            out.append(' ');
        } else if (isChinese(letter)) {
            out.append(' ').appendCodePoint(letter).append(' ');
        } else if (letter != 0 && letter != 0xFFFD && !isControl(letter)) {
            out.appendCodePoint(letter);
        }
    }

    private static void split(int letter, StringBuilder word, List<String> words) {
        if (isSpace(letter)) {
            flush(word, words);
        } else if (isPunctuation(letter)) {
            flush(word, words);
            words.add(Character.toString(letter));
        } else {
            word.appendCodePoint(letter);
        }
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isSpace(int letter) {
        return letter == '\t'
                || letter == '\n'
                || letter == '\r'
                || Character.isWhitespace(letter)
                || Character.isSpaceChar(letter);
    }

    private static boolean isControl(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static boolean isPunctuation(int letter) {
        if (letter < 128) {
            return letter > ' ' && letter < 127 && !Character.isLetterOrDigit(letter);
        }
        return switch (Character.getType(letter)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    /**
     * The blocks that BERT's authors call Chinese: unified ideographs and their extensions, and compatibility
     * ideographs.
     */
    private static boolean isChinese(int letter) {
        return (letter >= 0x4E00 && letter <= 0x9FFF)
                || (letter >= 0x3400 && letter <= 0x4DBF)
                || (letter >= 0x20000 && letter <= 0x2A6DF)
                || (letter >= 0x2A700 && letter <= 0x2B81F)
                || (letter >= 0x2B820 && letter <= 0x2CEAF)
                || (letter >= 0xF900 && letter <= 0xFAFF)
                || (letter >= 0x2F800 && letter <= 0x2FA1F);
    }
}
