package aurora.engine.embedded;

import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Model;
import aurora.engine.embedded.answer.EmbeddedGeneration;
import aurora.engine.embedded.answer.GuideCourse;
import aurora.engine.embedded.answer.PlainCourse;
import aurora.engine.embedded.answer.Slots;
import aurora.engine.embedded.gguf.GgufException;
import aurora.engine.embedded.gguf.ModelBytes;
import aurora.engine.embedded.models.MemoryBudget;
import aurora.engine.embedded.models.ModelFolder;
import aurora.engine.embedded.models.ServedModel;
import aurora.engine.guide.Guide;
import aurora.engine.minilm.MiniLm;
import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import aurora.ground.log.Log;
import aurora.ground.process.Machine;
import aurora.ground.work.Workers;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The engine inside Aurora: the guide, the owner's own GGUF files, and sentence vectors. Costs nothing until it is
 * used. Thread-safe.
 */
public final class EmbeddedEngine implements Engine {
    private static final Log LOG = Log.of("engine");
    /** A conversation is refused beyond this many characters; no context is that long. */
    private static final int TEXT_MAX = 1 << 20;
    /** The guide is small and always there, whatever others need. */
    private static final long GUIDE_MEMORY = 1L << 40;

    private static final Duration FULL_WAIT = Duration.ofSeconds(2);

    private final EmbeddedConfig config;
    private final Ids ids;
    private final MiniLm embedder;
    private final Guide guide;
    private final ModelFolder folder;
    private final Slots slots;
    private final Workers workers;
    private Optional<ServedModel> guideModel = Optional.empty();

    /** Loads nothing yet; {@code ids} gives seeds for answers that ask for none. */
    public EmbeddedEngine(EmbeddedConfig config, Ids ids) {
        this(config, ids, Machine::freeMemoryBytes);
    }

    /** On a machine whose free memory is {@code freeMemory}. */
    EmbeddedEngine(EmbeddedConfig config, Ids ids, LongSupplier freeMemory) {
        this.config = config;
        this.ids = ids;
        embedder = new MiniLm(config.libraries());
        guide = new Guide(embedder);
        folder = new ModelFolder(config.models(), Set.of(Guide.NAME, MiniLm.NAME), new MemoryBudget(freeMemory));
        slots = new Slots(config.slots());
        // Each slot has at most one step under way, so that none ever waits for a thread.
        workers = new Workers("embedded", config.slots(), config.slots() + 1);
    }

    /** Begins to load, in the background, all that the guide needs for its first answer. */
    public void warm() {
        guide.warm();
        workers.submit(() -> touch(guideModel()));
    }

    /** How many answers wait for a slot. */
    public int queued() {
        return slots.queued();
    }

    /** Why this machine can make no vectors; empty when it can, or when nobody has tried yet. */
    public Optional<String> vectorsAbsence() {
        return embedder.absence();
    }

    @Override
    public EngineFacts facts() {
        return new EngineFacts(config.name(), EngineFacts.Kind.EMBEDDED, "", config.slots());
    }

    @Override
    public Reply<List<Model>> models(Deadline deadline) {
        try {
            List<Model> models = new ArrayList<>();
            models.add(guideModel().model());
            folder.models().forEach(model -> models.add(model.model()));
            if (embedder.absence().isEmpty()) {
                models.add(new Model(MiniLm.NAME, Model.Purpose.EMBEDDING, embedder.ready(), 0, MiniLm.TOKENS_MAX, ""));
            }
            return Reply.ok(List.copyOf(models));
        } catch (IOException | GgufException damaged) {
            return damaged(damaged);
        }
    }

    @Override
    public List<String> leftOut() {
        return folder.leftOut();
    }

    @Override
    public Reply<Generation> generate(GenerateRequest request, Deadline deadline) {
        Optional<Reply<Generation>> refusal = refusal(request);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            Optional<ServedModel> model = find(request.model());
            if (model.isEmpty()) {
                return Reply.notFound("model " + request.model());
            }
            Optional<Reply<Generation>> full = full(model.get());
            return full.isPresent() ? full.get() : begin(course(model.get(), request, deadline), deadline);
        } catch (IOException | GgufException damaged) {
            return damaged(facts().at(request.model()), damaged);
        }
    }

    /** The refusal when {@code model} does not fit into memory. */
    private static <T> Optional<Reply<T>> full(ServedModel model) {
        return switch (model.fit()) {
            case NOW -> Optional.empty();
            case LATER ->
                Optional.of(new Reply.Busy<>(
                        FULL_WAIT, "The model " + model.name() + " waits for memory that answers of others hold."));
            case NEVER ->
                Optional.of(Reply.invalid(
                        "model", "The model " + model.name() + " cannot be loaded: " + model.lacking() + "."));
        };
    }

    private Reply<Generation> begin(EmbeddedGeneration.Course course, Deadline deadline) {
        try {
            return Reply.ok(new EmbeddedGeneration(workers, deadline, slots, course));
        } catch (EmbeddedGeneration.SlotsFull full) {
            course.release();
            return new Reply.Busy<>(
                    Duration.ofSeconds(1), "The built-in engine has " + Slots.QUEUE_MAX + " answers waiting.");
        }
    }

    private EmbeddedGeneration.Course course(ServedModel model, GenerateRequest request, Deadline deadline)
            throws IOException {
        return switch (model.purpose()) {
            case GUIDE -> new GuideCourse(model, request, deadline, guide.find(GuideCourse.question(request)));
            case GENERAL, EMBEDDING ->
                new PlainCourse(model, request, deadline, (long) (ids.fraction() * Long.MAX_VALUE));
        };
    }

    private static Optional<Reply<Generation>> refusal(GenerateRequest request) {
        if (request.model().equals(MiniLm.NAME)) {
            return Optional.of(Reply.invalid("model", MiniLm.NAME + " makes vectors and no text."));
        }
        if (request.messages().isEmpty()) {
            return Optional.of(Reply.invalid("messages", "There is no message."));
        }
        if (request.messages().stream()
                        .mapToLong(message -> message.text().length())
                        .sum()
                > TEXT_MAX) {
            return Optional.of(Reply.invalid("messages", "They have more than " + TEXT_MAX + " characters together."));
        }
        if (request.continueLast() && request.messages().getLast().role() != Message.Role.ASSISTANT) {
            return Optional.of(Reply.invalid(
                    "messages", "The last message is not an assistant's, so that nothing can be gone on from."));
        }
        if (request.tools().isPresent()) {
            return Optional.of(
                    Reply.invalid("tools", "The built-in engine cannot call tools. Ask a model of another engine."));
        }
        if (request.format().isPresent() && !isText(request.format().get())) {
            return Optional.of(Reply.invalid(
                    "response_format", "The built-in engine writes plain text only. Ask a model of another engine."));
        }
        return Optional.empty();
    }

    private static boolean isText(String format) {
        try {
            return Json.tree(format).path("type").asString("").equals("text");
        } catch (JsonException broken) {
            return false;
        }
    }

    private Optional<ServedModel> find(String name) throws IOException, GgufException {
        if (name.equals(Guide.NAME)) {
            return Optional.of(guideModel());
        }
        return folder.models().stream()
                .filter(model -> model.name().equals(name))
                .findFirst();
    }

    private synchronized ServedModel guideModel() throws IOException, GgufException {
        if (guideModel.isEmpty()) {
            byte[] file = Guide.model();
            guideModel = Optional.of(ServedModel.check(
                    new ServedModel.Named(Guide.NAME, Model.Purpose.GUIDE, sha256(file)),
                    () -> ModelBytes.of(Guide.model()),
                    new MemoryBudget(() -> GUIDE_MEMORY)));
        }
        return guideModel.get();
    }

    private static String sha256(byte[] file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IOException("this JVM lacks SHA-256", impossible);
        }
    }

    @Override
    public Reply<List<float[]>> embed(String model, List<String> texts, Deadline deadline) {
        if (!model.equals(MiniLm.NAME)) {
            return Reply.invalid("model", "The built-in engine makes vectors with " + MiniLm.NAME + " only.");
        }
        return embedder.embed(texts, deadline);
    }

    @Override
    public Reply<Boolean> load(String model, boolean loaded, Deadline deadline) {
        if (model.equals(MiniLm.NAME)) {
            return loaded
                    ? embedder.embed(List.of("."), deadline).map(vectors -> true)
                    : Reply.invalid("model", "It stays once it is loaded.");
        }
        try {
            Optional<ServedModel> found = find(model);
            if (found.isEmpty()) {
                return Reply.notFound("model " + model);
            }
            if (!loaded) {
                found.get().unload();
                return Reply.ok(false);
            }
            Optional<Reply<Boolean>> full = full(found.get());
            return full.isPresent() ? full.get() : load(found.get(), deadline);
        } catch (IOException | GgufException damaged) {
            return damaged(damaged);
        }
    }

    private Reply<Boolean> load(ServedModel model, Deadline deadline) {
        Optional<Future<Boolean>> loading = workers.submit(() -> touch(model));
        if (loading.isEmpty()) {
            return new Reply.Busy<>(Duration.ofSeconds(1), "The built-in engine is busy.");
        }
        try {
            return Reply.ok(loading.get().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            return new Reply.Unavailable<>(config.name(), "The model is still being loaded.");
        } catch (ExecutionException | CancellationException failed) {
            return damaged(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Reply.Unavailable<>(config.name(), "The node is stopping.");
        }
    }

    private static boolean touch(ServedModel model) throws IOException, GgufException {
        model.use().close();
        return true;
    }

    @Override
    public Reply<Events<Progress>> pull(String model, Deadline deadline) {
        return Reply.invalid(
                "model",
                "The built-in engine fetches nothing. Put a llama GGUF file (F32, F16 or Q8_0) into " + config.models()
                        + " instead.");
    }

    private <T> Reply<T> damaged(Exception cause) {
        return damaged(config.name(), cause);
    }

    private static <T> Reply<T> damaged(String who, Exception cause) {
        LOG.error("embedded.damaged", cause);
        return new Reply.Unavailable<>(who, "A model cannot be read: " + cause.getMessage());
    }

    @Override
    public void close() {
        workers.close();
        embedder.close();
    }
}
