package aurora.engine.guide;

import aurora.engine.minilm.MiniLm;
import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the trained question that a person means. Reads its files when first asked. Thread-safe. */
public final class Guide {
    /** The model's name. */
    public static final String NAME = "aurora-guide";

    private static final String MODEL = "aurora-guide.gguf";
    private static final String QUESTIONS = "questions.json";
    private static final String VECTORS = "questions.vectors";
    private static final String OTHERS = "others.vectors";
    private static final String SETTINGS = "guide.json";

    private final MiniLm embedder;
    private Optional<Known> known = Optional.empty();

    /** What the guide makes of a question. */
    public sealed interface Match {}

    /**
     * A trained question.
     *
     * @param question as the model was trained on it
     * @param answer that the model was trained to give
     */
    public record Trained(String question, String answer) implements Match {}

    /** None of the guide's subject. {@code answer} says so and what to do. */
    public record Unknown(String answer) implements Match {}

    /** The files beside this class. */
    private record Known(Questions questions, Settings settings) {}

    /**
     * {@code guide.json}.
     *
     * @param model the model's name
     * @param threshold cosine below which a question is off the subject
     * @param unknown what is said then
     * @param replace pattern of what stands in most questions and tells them not apart; absent for none
     * @param replacement what takes its place before questions are compared
     */
    private record Settings(
            String model, double threshold, String unknown, Optional<String> replace, Optional<String> replacement) {

        /** Whether {@code question} has what stands in most questions, so that it is about the subject. */
        boolean isNamed(String question) {
            return replace.filter(pattern ->
                            Pattern.compile(pattern).matcher(question).find())
                    .isPresent();
        }

        String compared(String question) {
            return replace.map(pattern -> Pattern.compile(pattern)
                            .matcher(question)
                            .replaceAll(Matcher.quoteReplacement(replacement.orElse(""))))
                    .orElse(question);
        }
    }

    /** With the embedder that compares questions. */
    public Guide(MiniLm embedder) {
        this.embedder = embedder;
    }

    /** The model file's bytes. */
    public static byte[] model() throws IOException {
        return resource(MODEL);
    }

    /** Begins to load all that {@link #find} needs, in the background. */
    public void warm() {
        embedder.warm();
    }

    /** Begins to look for what {@code question} means. */
    public Finding find(String question) throws IOException {
        Known files = known();
        if (question.codePoints().noneMatch(Guide::isSeen)) {
            return new Finding(files, question, Optional.empty(), Optional.of(new Unknown(files.settings.unknown())));
        }
        Optional<Trained> exact = files.questions.exact(question);
        if (exact.isPresent()) {
            return new Finding(files, question, Optional.empty(), Optional.of(exact.get()));
        }
        Optional<Future<float[]>> vector =
                embedder.absence().isPresent() ? Optional.empty() : embedder.begin(files.settings.compared(question));
        return new Finding(files, question, vector, Optional.empty());
    }

    /** Neither blank nor a mark of control or direction, nor half a character. */
    private static boolean isSeen(int character) {
        return !Character.isWhitespace(character)
                && !Character.isSpaceChar(character)
                && !Character.isISOControl(character)
                && Character.getType(character) != Character.FORMAT
                && Character.getType(character) != Character.SURROGATE;
    }

    /** What is compared in place of {@code question}. */
    String compared(String question) throws IOException {
        return known().settings.compared(question);
    }

    private synchronized Known known() throws IOException {
        if (known.isEmpty()) {
            try {
                Settings settings = Json.read(resource(SETTINGS), Settings.class);
                known = Optional.of(
                        new Known(Questions.of(resource(QUESTIONS), resource(VECTORS), resource(OTHERS)), settings));
            } catch (JsonException damaged) {
                throw new IOException("the guide's files are damaged: " + damaged.getMessage(), damaged);
            }
        }
        return known.get();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Guide.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the program lacks the guide's file " + name);
            }
            return in.readAllBytes();
        }
    }

    /** A search under way. One reader at a time. */
    public static final class Finding {
        private final Known files;
        private final String question;
        private final Optional<Future<float[]>> vector;
        private Optional<Match> match;

        private Finding(Known files, String question, Optional<Future<float[]>> vector, Optional<Match> match) {
            this.files = files;
            this.question = question;
            this.vector = vector;
            this.match = match;
        }

        /** What was found; empty when that takes longer than {@code wait}. Without vectors the words decide. */
        public Optional<Match> await(Duration wait) throws InterruptedException {
            if (match.isEmpty()) {
                try {
                    match = vector.isPresent()
                            ? Optional.of(nearest(vector.get().get(wait.toNanos(), TimeUnit.NANOSECONDS)))
                            : byWords();
                } catch (TimeoutException notYet) {
                    return Optional.empty();
                } catch (ExecutionException absent) {
                    match = byWords();
                }
            }
            return match;
        }

        /** Nobody waits any more. */
        public void cancel() {
            vector.ifPresent(future -> future.cancel(false));
        }

        private Match nearest(float[] asked) {
            Questions.Nearest nearest = files.questions.nearest(asked);
            boolean off = nearest.cosine() < files.settings.threshold()
                    || files.questions.nearestOther(asked) > nearest.cosine()
                    || (!files.settings.isNamed(question) && files.questions.namesAnother(question));
            return off ? unknown() : nearest.trained();
        }

        private Optional<Match> byWords() {
            Optional<Match> found = files.questions.byWords(question).map(each -> each);
            return found.or(() -> Optional.of(unknown()));
        }

        private Unknown unknown() {
            return new Unknown(files.settings.unknown());
        }
    }
}
