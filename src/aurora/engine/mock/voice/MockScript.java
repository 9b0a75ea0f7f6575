package aurora.engine.mock.voice;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * What a mock engine says: numbered tokens, so that a lost or doubled one is seen, or the words of a fixed text. A
 * beginning that the assistant already said is gone on from. Immutable.
 */
public final class MockScript {
    private static final Pattern WORD = Pattern.compile("\\s*\\S+");
    private static final int KEPT = 1_024;

    private final List<String> words;
    private final int tokens;
    private final byte[][] encoded;

    /** The words of {@code text}; when it is empty, {@code numbered} tokens. */
    public MockScript(String text, int numbered) {
        this.words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        this.tokens = words.isEmpty() ? numbered : words.size();
        this.encoded = new byte[Math.min(tokens, KEPT)][];
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = encode(word(i));
        }
    }

    /** Where an answer goes on. */
    public record Start(int token, String first) {}

    /** How many tokens it has. */
    public int tokens() {
        return tokens;
    }

    /** Token {@code i} as text. */
    String word(int i) {
        if (!words.isEmpty()) {
            return words.get(i);
        }
        return i == 0 ? "t0" : " t" + i;
    }

    /** Token {@code i} as the inside of a JSON text. */
    public byte[] json(int i) {
        return i < encoded.length ? encoded[i] : encode(word(i));
    }

    /** {@code text} as the inside of a JSON text. */
    public static byte[] encode(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The token after {@code said}, and its text when {@code said} ends inside of it; the beginning when it is not of
     * this script.
     */
    public Start after(String said) {
        int at = 0;
        int token = 0;
        while (token < tokens && at < said.length()) {
            String word = word(token);
            int same = Math.min(word.length(), said.length() - at);
            if (!said.startsWith(word.substring(0, same), at)) {
                return new Start(0, tokens > 0 ? word(0) : "");
            }
            at += same;
            if (same < word.length()) {
                return new Start(token, word.substring(same));
            }
            token++;
        }
        return new Start(token, token < tokens ? word(token) : "");
    }
}
