package aurora.engine.guide;

import aurora.engine.minilm.MiniLm;
import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The trained questions with their answers and vectors. Immutable. */
final class Questions {
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    /** Share of common words (Dice) from which words alone decide. */
    private static final double WORDS_MIN = 0.7;

    /** How the facts begin that say what the guide does not know. */
    private static final String OFF = "off.";

    private final Guide.Trained[] trained;
    private final Vectors vectors;
    private final Vectors others;
    private final Map<String, Guide.Trained> byText = new HashMap<>();
    private final Set<String> vocabulary = new HashSet<>();

    /** A row of {@code questions.json}; {@code fact} names what the answer is about. */
    private record Row(String q, String a, String fact) {}

    /**
     * The nearest trained question.
     *
     * @param cosine 1 is the same, 0 is unrelated
     */
    record Nearest(Guide.Trained trained, double cosine) {}

    private Questions(Row[] rows, Vectors vectors, Vectors others) {
        this.vectors = vectors;
        this.others = others;
        trained = new Guide.Trained[rows.length];
        for (int i = 0; i < rows.length; i++) {
            trained[i] = new Guide.Trained(rows[i].q, rows[i].a);
            byText.putIfAbsent(normal(rows[i].q), trained[i]);
            if (!rows[i].fact.startsWith(OFF)) {
                vocabulary.addAll(words(rows[i].q));
            }
        }
    }

    /**
     * Reads the files that the trainer wrote.
     *
     * @param json a list of questions with answers
     * @param vectors for each of them its vector as signed bytes, scaled so that the largest is 127
     * @param others vectors of questions about something else
     */
    static Questions of(byte[] json, byte[] vectors, byte[] others) throws IOException, JsonException {
        Row[] rows = Json.read(json, Row[].class);
        if (rows.length == 0 || vectors.length != rows.length * MiniLm.DIMENSIONS) {
            throw new IOException("the guide's questions and vectors do not belong together");
        }
        return new Questions(rows, new Vectors(vectors), new Vectors(others));
    }

    int size() {
        return trained.length;
    }

    /** The question that differs from {@code text} in nothing but case, punctuation and spaces. */
    Optional<Guide.Trained> exact(String text) {
        return Optional.ofNullable(byText.get(normal(text)));
    }

    /** The question nearest to a vector of unit length. */
    Nearest nearest(float[] vector) {
        int best = vectors.nearest(vector);
        return new Nearest(trained[best], vectors.cosine(best, vector));
    }

    /** The highest cosine of a vector of unit length with a question about something else. */
    double nearestOther(float[] vector) {
        return others.cosine(others.nearest(vector), vector);
    }

    /** The cosine of question number {@code index} with a vector of unit length. */
    float cosine(int index, float[] vector) {
        return vectors.cosine(index, vector);
    }

    /**
     * Whether {@code text} names something that no trained question speaks of: a word of two letters or more with a
     * capital, not at the beginning. "How do I sign out of Instagram?" is else nearest to a question about Aurora.
     */
    boolean namesAnother(String text) {
        return NO_WORD.splitAsStream(text)
                .filter(word -> !word.isEmpty())
                .skip(1)
                .anyMatch(word -> word.length() > 1
                        && !word.equals(word.toLowerCase(Locale.ROOT))
                        && !vocabulary.contains(word.toLowerCase(Locale.ROOT)));
    }

    /** The question that has most words in common with {@code text}, when they are most of both. */
    Optional<Guide.Trained> byWords(String text) {
        Set<String> asked = words(text);
        double most = WORDS_MIN;
        Optional<Guide.Trained> best = Optional.empty();
        for (Guide.Trained each : trained) {
            Set<String> words = words(each.question());
            int all = words.size() + asked.size();
            words.retainAll(asked);
            double share = all == 0 ? 0 : 2.0 * words.size() / all;
            if (share >= most && (best.isEmpty() || share > most)) {
                most = share;
                best = Optional.of(each);
            }
        }
        return best;
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
        return words;
    }

    private static String normal(String text) {
        return NO_WORD.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }
}
