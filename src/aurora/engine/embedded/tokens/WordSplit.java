package aurora.engine.embedded.tokens;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a tokenizer cuts text into words before it joins bytes; joins never cross a cut. */
enum WordSplit {
    /** GPT-2: contractions, letters, digits or other signs, each with at most one space in front, and white space. */
    GPT2("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|\\s+(?!\\S)|\\s+", false),
    /** SmolLM: digits one by one, the rest as GPT-2. */
    SMOLLM("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|\\s+(?!\\S)|\\s+", true),
    /** Llama 3: digits in threes, one sign may lead letters, line ends apart. */
    LLAMA3(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}++|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|"
                    + "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            false);

    private final Pattern pattern;
    private final boolean digitsApart;

    WordSplit(String pattern, boolean digitsApart) {
        this.pattern = Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS);
        this.digitsApart = digitsApart;
    }

    /** The split that a GGUF file calls {@code name} in {@code tokenizer.ggml.pre}. */
    static Optional<WordSplit> named(String name) {
        return switch (name) {
            case "gpt-2" -> Optional.of(GPT2);
            case "smollm" -> Optional.of(SMOLLM);
            case "llama-bpe", "llama3", "llama-v3" -> Optional.of(LLAMA3);
            default -> Optional.empty();
        };
    }

    /** Hands the words of {@code text} to {@code each}, in order; together they are the whole text. */
    void words(String text, Consumer<String> each) {
        if (!digitsApart) {
            matches(text, 0, text.length(), each);
            return;
        }
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            int letter = text.codePointAt(at);
            int end = at + Character.charCount(letter);
            if (isNumber(letter)) {
                matches(text, from, at, each);
                each.accept(text.substring(at, end));
                from = end;
            }
            at = end;
        }
        matches(text, from, text.length(), each);
    }

    private void matches(String text, int from, int to, Consumer<String> each) {
        Matcher matcher = pattern.matcher(text.substring(from, to));
        while (matcher.find()) {
            each.accept(matcher.group());
        }
    }

    private static boolean isNumber(int letter) {
        int type = Character.getType(letter);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }
}
