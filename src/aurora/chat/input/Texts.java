package aurora.chat.input;

/** What texts may be stored, how large they are as JSON, and titles. Pure. */
public final class Texts {
    /** Characters of a title at most. */
    static final int TITLE_MAX = 60;

    private static final int SENTENCE_MIN = 12;

    private Texts() {}

    /** Whether it has no NUL and no half of a character, which the database refuses. */
    static boolean isSound(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The text with U+FFFD in place of what {@link #isSound} refuses. */
    public static String sound(String text) {
        if (isSound(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /**
     * The text without the marks that turn the direction of what follows (Unicode, UAX 9, explicit formatting): a short
     * name with them reads as another.
     */
    static String oneDirection(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> !((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)))
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /** Bytes in UTF-8. */
    public static int bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    /** Bytes as a JSON text in UTF-8, without its quotes. */
    public static int jsonBytes(String text) {
        int bytes = bytes(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x20 ? 5 : c == '"' || c == '\\' ? 1 : 0;
        }
        return bytes;
    }

    /** A title from a question: its first sentence, cleaned, at most {@link #TITLE_MAX} characters. */
    public static String title(String question) {
        String line = question.lines()
                .map(Texts::cleaned)
                .filter(s -> !s.isEmpty())
                .findFirst()
                .orElse("");
        String sentence = line.substring(0, sentenceEnd(line)).strip();
        if (sentence.endsWith(".") || sentence.endsWith("。")) {
            sentence = sentence.substring(0, sentence.length() - 1);
        }
        if (sentence.length() <= TITLE_MAX) {
            return sentence;
        }
        int cut = TITLE_MAX - 1;
        int space = sentence.lastIndexOf(' ', cut);
        cut = space >= TITLE_MAX / 2 ? space : Character.isLowSurrogate(sentence.charAt(cut)) ? cut - 1 : cut;
        return sentence.substring(0, cut).strip() + "…";
    }

    /** Control and format characters become spaces, marks of markdown at the beginning go, spaces are single. */
    private static String cleaned(String line) {
        StringBuilder out = new StringBuilder(Math.min(line.length(), 1000));
        line.codePoints()
                .limit(1000)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .forEach(out::appendCodePoint);
        return out.toString()
                .replaceFirst("^[\\s#>*`_~-]+", "")
                .replaceAll("[*`_~]{2,}|`", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** A sentence ends with its mark and a space; a very short one ("Hi.") takes the next with it. */
    private static int sentenceEnd(String line) {
        for (int i = SENTENCE_MIN; i < line.length(); i++) {
            char before = line.charAt(i - 1);
            boolean mark = before == '.' || before == '!' || before == '?';
            if (before == '。' || before == '！' || before == '？' || (mark && line.charAt(i) == ' ')) {
                return i;
            }
        }
        return line.length();
    }
}
