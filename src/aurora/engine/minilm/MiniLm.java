package aurora.engine.minilm;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import aurora.ground.log.Log;
import aurora.ground.work.Workers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes sentence vectors, one text at a time on one thread of its own. Loads when first asked. Thread-safe.
 */
public final class MiniLm implements AutoCloseable {
    /** The model's name, stored with each vector. */
    public static final String NAME = "all-minilm-l6-v2";

    /** Numbers in a vector. */
    public static final int DIMENSIONS = 384;

    private static final Log LOG = Log.of("engine");
    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
    /** Tokens read of a text; what is beyond is left out. */
    public static final int TOKENS_MAX = 256;
    /** Texts that may wait. */
    private static final int QUEUE_MAX = 256;

    private final Path folder;
    private final Workers workers = new Workers("minilm", 1, QUEUE_MAX);
    private volatile State state = new Resting();

    private sealed interface State {}

    private record Resting() implements State {}

    private record Ready(WordPiece words, OrtSession session) implements State {}

    private record Absent(String why) implements State {}

    /**
     * Loads nothing yet.
     *
     * @param folder where the native libraries are unpacked, about 30 MB; made when needed
     */
    public MiniLm(Path folder) {
        this.folder = folder;
        if (Natives.needed().isEmpty()) {
            state = new Absent("the ONNX runtime has no library for this operating system and processor");
        }
    }

    /** Why there will be no vectors on this machine; empty when there are, or when nobody has tried yet. */
    public Optional<String> absence() {
        return state instanceof Absent absent ? Optional.of(absent.why()) : Optional.empty();
    }

    /** Whether the model is in memory. */
    public boolean ready() {
        return state instanceof Ready;
    }

    /** Begins to load in the background. */
    public void warm() {
        workers.submit(this::loaded);
    }

    /**
     * Begins to make the vector of {@code text}, of unit length; loads first when needed. The future fails with {@link
     * IllegalStateException} when {@link #absence} says why.
     *
     * @return empty when 256 texts are waiting
     */
    public Optional<Future<float[]>> begin(String text) {
        return workers.submit(() -> vector(text));
    }

    /**
     * The vectors of {@code texts}, each of unit length and independent of the others.
     *
     * @return {@code Busy} when too many wait, {@code Unavailable} when there are none on this machine or the
     *     deadline passed
     */
    public Reply<List<float[]>> embed(List<String> texts, Deadline deadline) {
        List<float[]> vectors = new ArrayList<>(texts.size());
        for (String text : texts) {
            Optional<Future<float[]>> begun = begin(text);
            if (begun.isEmpty()) {
                return new Reply.Busy<>(Duration.ofSeconds(1), "Too many texts are waiting for their vectors.");
            }
            try {
                vectors.add(begun.get().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException late) {
                begun.get().cancel(false);
                return new Reply.Unavailable<>(NAME, "The vectors were not ready in time.");
            } catch (ExecutionException failed) {
                return new Reply.Unavailable<>(
                        NAME, absence().orElse("Making the vector failed: " + failed.getCause()));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return new Reply.Unavailable<>(NAME, "The node is stopping.");
            }
        }
        return Reply.ok(vectors);
    }

    private float[] vector(String text) throws OrtException {
        if (!(loaded() instanceof Ready ready)) {
            throw new IllegalStateException(absence().orElse("not loaded"));
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] ids = ready.words.encode(text, TOKENS_MAX);
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor tokens = OnnxTensor.createTensor(environment, new long[][] {ids});
                OnnxTensor mask = OnnxTensor.createTensor(environment, new long[][] {ones});
                OnnxTensor types = OnnxTensor.createTensor(environment, new long[][] {new long[ids.length]})) {
            Map<String, OnnxTensor> inputs =
                    new HashMap<>(Map.of("input_ids", tokens, "attention_mask", mask, "token_type_ids", types));
            inputs.keySet().retainAll(ready.session.getInputNames());
            try (OrtSession.Result result = ready.session.run(inputs)) {
                return unitMean(result.get(0));
            }
        }
    }

    private static float[] unitMean(OnnxValue states) throws OrtException {
        if (!(states.getValue() instanceof float[][][] batch)) {
            throw new IllegalStateException("the model yields something else than token vectors");
        }
        float[] mean = new float[DIMENSIONS];
        for (float[] token : batch[0]) {
            for (int i = 0; i < DIMENSIONS; i++) {
                mean[i] += token[i];
            }
        }
        double squares = 0;
        for (float each : mean) {
            squares += (double) each * each;
        }
        float scale = (float) (1 / Math.max(1e-12, Math.sqrt(squares)));
        for (int i = 0; i < DIMENSIONS; i++) {
            mean[i] *= scale;
        }
        return mean;
    }

    /** Runs on the one worker only. */
    private State loaded() {
        if (state instanceof Resting) {
            try {
                state = load();
            } catch (IOException | OrtException | JsonException | RuntimeException | LinkageError failed) {
                LOG.error("minilm.absent", failed);
                state = new Absent("the ONNX runtime could not be loaded: " + failed.getMessage());
            }
        }
        return state;
    }

    private State load() throws IOException, OrtException, JsonException {
        Natives.unpack(Natives.needed().orElseThrow(), folder);
        Map<String, Integer> vocabulary = new HashMap<>();
        Json.tree(resource(TOKENIZER))
                .path("model")
                .path("vocab")
                .properties()
                .forEach(
                        entry -> vocabulary.put(entry.getKey(), entry.getValue().asInt()));
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setCPUArenaAllocator(false);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            OrtSession session = OrtEnvironment.getEnvironment().createSession(resource(MODEL), options);
            return new Ready(new WordPiece(vocabulary), session);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = MiniLm.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the program lacks " + name);
            }
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        workers.close();
        if (state instanceof Ready ready) {
            state = new Absent("the node is stopping");
            try {
                ready.session.close();
            } catch (OrtException failed) {
                LOG.error("minilm.close", failed);
            }
        }
    }
}
