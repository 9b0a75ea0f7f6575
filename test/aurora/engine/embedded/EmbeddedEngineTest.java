package aurora.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Model;
import aurora.engine.Part;
import aurora.engine.Sampling;
import aurora.engine.embedded.answer.Slots;
import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.TinyGguf;
import aurora.engine.guide.Guide;
import aurora.ground.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine through its interface: the guide, an owner's own file, limits and cancelling. */
final class EmbeddedEngineTest {
    private static final String ASKED = "What is Aurora?";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private EmbeddedEngine engine;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(home.resolve("models"));
        engine = new EmbeddedEngine(
                new EmbeddedConfig("embedded", home.resolve("models"), home.resolve("libraries"), 2), Ids.secure());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void guideAnswersAndCounts() throws Exception {
        Read first = read(guide(ASKED));
        assertTrue(first.text.startsWith("Aurora turns the machines you own into one private AI."), first.text);
        Part.Done done = assertInstanceOf(Part.Done.class, first.last);
        assertEquals(Part.Finish.STOP, done.finish());
        assertEquals(promptTokens(), done.usage().promptTokens());
        assertEquals(0, done.usage().cachedTokens());
        assertTrue(done.usage().exact());
        assertTrue(first.parts > 5, "parts " + first.parts);
        Read again = read(guide("what is aurora"));
        assertEquals(first.text, again.text);
        Part.Done cached = assertInstanceOf(Part.Done.class, again.last);
        assertEquals(promptTokens() - 1, cached.usage().cachedTokens());
        assertEquals(done.usage().outputTokens(), cached.usage().outputTokens());
    }

    /** Those of {@link #ASKED}, as the trainer counted them. */
    private static int promptTokens() throws Exception {
        try (var in = Guide.class.getResourceAsStream("golden.json")) {
            return Json.tree(in.readAllBytes())
                    .path("prompts")
                    .path(0)
                    .path("ids")
                    .size();
        }
    }

    @Test
    void guideFindsPhrasingsAndSaysWhenItDoesNotKnow() throws Exception {
        assertEquals(read(guide(ASKED)).text, read(guide("What exactly does this app do?")).text);
        Read unknown = read(guide("Which wine goes with grilled salmon?"));
        assertTrue(unknown.text.contains("aurora engine add NAME URL"), unknown.text);
        assertInstanceOf(Part.Done.class, unknown.last);
    }

    @Test
    void guideGoesOnFromEveryBeginning() throws Exception {
        String whole = read(guide(ASKED)).text;
        for (int cut = 0; cut <= whole.length(); cut += 7) {
            GenerateRequest request = continued(ASKED, whole.substring(0, cut));
            assertEquals(whole.substring(cut), read(request).text, "cut at " + cut);
        }
        String unknown = read(guide("Which wine goes with grilled salmon?")).text;
        assertEquals(
                unknown.substring(9),
                read(continued("Which wine goes with grilled salmon?", unknown.substring(0, 9))).text);
    }

    @Test
    void limitsAndStopTexts() throws Exception {
        Read brief = read(new GenerateRequest(
                "aurora-guide",
                user(ASKED),
                sampling(Optional.of(3), List.of()),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        Part.Done done = assertInstanceOf(Part.Done.class, brief.last);
        assertEquals(Part.Finish.LENGTH, done.finish());
        assertEquals(3, done.usage().outputTokens());
        Read stopped = read(
                GenerateRequest.of("aurora-guide", user(ASKED), sampling(Optional.empty(), List.of(" machines you"))));
        assertEquals("Aurora turns the", stopped.text);
        assertEquals(
                Part.Finish.STOP,
                assertInstanceOf(Part.Done.class, stopped.last).finish());
    }

    @Test
    void ownFilesAreServedAndDamagedOnesAreNot() throws Exception {
        byte[] good = TinyGguf.llama(TinyGguf.Sides.TINY, Gguf.Kind.Q8_0, 5).bytes();
        Files.write(home.resolve("models/mine.gguf"), good);
        Files.write(home.resolve("models/half.gguf"), Arrays.copyOf(good, good.length / 2));
        Files.write(home.resolve("models/aurora-guide.gguf"), good);
        List<Model> models = ok(engine.models(within(LONG)));
        assertEquals(
                List.of("aurora-guide", "mine", "all-minilm-l6-v2"),
                models.stream().map(Model::name).toList());
        Files.createDirectory(home.resolve("models/folder.gguf"));
        Files.createSymbolicLink(home.resolve("models/link.GGUF"), home.resolve("nowhere"));
        ok(engine.models(within(LONG)));
        List<String> leftOut = engine.leftOut();
        assertEquals(4, leftOut.size(), leftOut::toString);
        assertTrue(leftOut.get(0).startsWith("the file aurora-guide.gguf: its name belongs"), leftOut::toString);
        assertEquals("the file folder.gguf: it is no file", leftOut.get(1));
        assertTrue(leftOut.get(2).startsWith("the file half.gguf: "), leftOut::toString);
        assertTrue(leftOut.get(3).startsWith("the file link.GGUF: it is a link"), leftOut::toString);
        assertEquals(Model.Purpose.GENERAL, models.get(1).purpose());
        assertEquals(256, models.get(1).contextMax());
        Read seeded = read(GenerateRequest.of("mine", user("hello"), seeded(7)));
        assertEquals(seeded.text, read(GenerateRequest.of("mine", user("hello"), seeded(7))).text);
        assertFalse(seeded.text.equals(read(GenerateRequest.of("mine", user("hello"), seeded(8))).text));
        assertTrue(ok(engine.models(within(LONG))).get(1).loaded());
        assertEquals(false, ok(engine.load("mine", false, within(LONG))));
        assertFalse(ok(engine.models(within(LONG))).get(1).loaded());
        Files.delete(home.resolve("models/mine.gguf"));
        assertInstanceOf(
                Reply.NotFound.class,
                engine.generate(GenerateRequest.of("mine", user("hello"), seeded(7)), within(LONG)));
    }

    @Test
    void longConversationsLoseTheirOldestMessages() throws Exception {
        Files.write(
                home.resolve("models/mine.gguf"),
                TinyGguf.llama(TinyGguf.Sides.TINY, Gguf.Kind.F16, 5).bytes());
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            messages.add(Message.of(i % 2 == 0 ? Message.Role.USER : Message.Role.ASSISTANT, "message number " + i));
        }
        Part.Done done = assertInstanceOf(Part.Done.class, read(GenerateRequest.of("mine", messages, seeded(1))).last);
        assertTrue(
                done.usage().promptTokens() <= 256 - 20,
                "prompt " + done.usage().promptTokens());
        Read tooLong = read(GenerateRequest.of("mine", user("long ".repeat(400)), seeded(1)));
        assertTrue(assertInstanceOf(Part.Failed.class, tooLong.last).why().contains("256"));
    }

    @Test
    void refusals() {
        Sampling plain = Sampling.DEFAULT;
        assertInstanceOf(
                Reply.NotFound.class, engine.generate(GenerateRequest.of("nobody", user("x"), plain), within(LONG)));
        assertInstanceOf(
                Reply.Invalid.class,
                engine.generate(GenerateRequest.of("all-minilm-l6-v2", user("x"), plain), within(LONG)));
        assertInstanceOf(
                Reply.Invalid.class,
                engine.generate(GenerateRequest.of("aurora-guide", List.of(), plain), within(LONG)));
        assertInstanceOf(Reply.Invalid.class, engine.embed("aurora-guide", List.of("x"), within(LONG)));
        assertInstanceOf(Reply.Invalid.class, engine.pull("anything", within(LONG)));
        GenerateRequest tools = new GenerateRequest(
                "aurora-guide", user("x"), plain, false, Optional.of("[]"), Optional.empty(), Optional.empty());
        assertInstanceOf(Reply.Invalid.class, engine.generate(tools, within(LONG)));
    }

    @Test
    void theQueueHasAnEndAndClosingFreesPlaces() throws Exception {
        List<Engine.Generation> open = new ArrayList<>();
        for (int i = 0; i < 2 + Slots.QUEUE_MAX; i++) {
            open.add(ok(engine.generate(guide(ASKED), within(LONG))));
        }
        assertEquals(Slots.QUEUE_MAX, engine.queued());
        assertInstanceOf(Reply.Busy.class, engine.generate(guide(ASKED), within(LONG)));
        Engine.Generation last = open.removeLast();
        assertInstanceOf(Events.Idle.class, last.next(Duration.ofMillis(1)));
        open.forEach(Engine.Generation::close);
        assertEquals(0, engine.queued());
        assertTrue(drain(last).text.startsWith("Aurora turns"));
    }

    @Test
    void deadlinesEndAnswers() throws Exception {
        Engine.Generation late = ok(engine.generate(guide(ASKED), within(Duration.ZERO)));
        assertEquals(
                Part.Failure.DEADLINE,
                assertInstanceOf(Part.Failed.class, drain(late).last).failure());
        Files.write(
                home.resolve("models/mine.gguf"),
                TinyGguf.llama(TinyGguf.Sides.GUIDE, Gguf.Kind.F32, 5).bytes());
        Sampling endless = new Sampling(
                Optional.of(2.0),
                Optional.of(1.0),
                Optional.of(0),
                Optional.of(100_000),
                Optional.of(1L),
                List.of(),
                Optional.of(1.0));
        Engine.Generation running =
                ok(engine.generate(GenerateRequest.of("mine", user("x"), endless), within(Duration.ofMillis(150))));
        Read read = drain(running);
        assertTrue(
                read.last instanceof Part.Failed failed && failed.failure() == Part.Failure.DEADLINE,
                String.valueOf(read.last));
    }

    @Test
    void closingEndsTheStreamAtOnce() throws Exception {
        Engine.Generation generation = ok(engine.generate(guide(ASKED), within(LONG)));
        assertInstanceOf(Events.Item.class, generation.next(LONG));
        generation.close();
        Events.Next<Part> next = generation.next(LONG);
        while (next instanceof Events.Item<Part>) {
            next = generation.next(LONG);
        }
        assertInstanceOf(Events.End.class, next);
    }

    @Test
    void vectorsAreOfUnitLengthAndTellMeaning() {
        List<float[]> vectors = ok(engine.embed(
                "all-minilm-l6-v2",
                List.of("How do I add a GPU?", "adding a graphics card", "The soup is cold."),
                within(LONG)));
        assertEquals(1, dot(vectors.get(0), vectors.get(0)), 1e-5);
        assertTrue(dot(vectors.get(0), vectors.get(1)) > dot(vectors.get(0), vectors.get(2)) + 0.2);
    }

    /** Two answers at once on all cores; a virtual thread that wants to run is not kept waiting by them. */
    @Test
    void othersAreScheduledMeanwhile() throws Exception {
        Files.write(
                home.resolve("models/mine.gguf"),
                TinyGguf.llama(TinyGguf.Sides.GUIDE, Gguf.Kind.Q8_0, 5).bytes());
        Clock clock = Clock.system();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            readers.add(Thread.ofVirtual().start(() -> readFor(Duration.ofMillis(1500))));
        }
        List<Long> waits = new ArrayList<>();
        Thread watcher = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 200; i++) {
                long start = clock.nanos();
                Thread other = Thread.ofVirtual().start(() -> {});
                try {
                    other.join();
                    clock.pause(Duration.ofMillis(5));
                } catch (InterruptedException stop) {
                    return;
                }
                waits.add((clock.nanos() - start) / 1_000_000 - 5);
            }
        });
        watcher.join();
        for (Thread reader : readers) {
            reader.join();
        }
        waits.sort(null);
        System.out.println("longest wait of a virtual thread beside two answers: " + waits.getLast() + " ms");
        // One in ten may have waited for what else this machine does.
        assertTrue(waits.get(180) < 1_000, "virtual threads waited, in ms: " + waits);
    }

    private void readFor(Duration length) {
        Sampling endless = new Sampling(
                Optional.of(1.0),
                Optional.of(1.0),
                Optional.of(0),
                Optional.of(100_000),
                Optional.of(1L),
                List.of(),
                Optional.of(1.0));
        Deadline end = within(length);
        while (!end.passed()) {
            try {
                drain(ok(engine.generate(GenerateRequest.of("mine", user("x"), endless), end)));
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    /** What a stream yielded. */
    private record Read(String text, int parts, Part last) {}

    private Read read(GenerateRequest request) throws InterruptedException {
        return drain(ok(engine.generate(request, within(LONG))));
    }

    private static Read drain(Engine.Generation generation) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        int parts = 0;
        Optional<Part> last = Optional.empty();
        while (true) {
            switch (generation.next(LONG)) {
                case Events.Item<Part>(long id, Part part) -> {
                    parts++;
                    assertEquals(parts, id);
                    last = Optional.of(part);
                    if (part instanceof Part.Text(String piece)) {
                        text.append(piece);
                    }
                }
                case Events.Idle<Part> _ -> {}
                case Events.End<Part> _ -> {
                    return new Read(text.toString(), parts, last.orElseThrow());
                }
            }
        }
    }

    private static <T> T ok(Reply<T> reply) {
        if (reply instanceof Reply.Ok<T>(T value)) {
            return value;
        }
        throw new AssertionError(String.valueOf(reply));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static Deadline within(Duration length) {
        return Deadline.after(Clock.system(), length);
    }

    private static List<Message> user(String text) {
        return List.of(Message.of(Message.Role.USER, text));
    }

    private static GenerateRequest guide(String question) {
        return GenerateRequest.of("aurora-guide", user(question), Sampling.DEFAULT);
    }

    private static GenerateRequest continued(String question, String beginning) {
        List<Message> messages =
                List.of(Message.of(Message.Role.USER, question), Message.of(Message.Role.ASSISTANT, beginning));
        return new GenerateRequest(
                "aurora-guide", messages, Sampling.DEFAULT, true, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Sampling sampling(Optional<Integer> max, List<String> stop) {
        return new Sampling(
                Optional.empty(), Optional.empty(), Optional.empty(), max, Optional.empty(), stop, Optional.empty());
    }

    private static Sampling seeded(long seed) {
        return new Sampling(
                Optional.of(2.0),
                Optional.empty(),
                Optional.empty(),
                Optional.of(20),
                Optional.of(seed),
                List.of(),
                Optional.empty());
    }
}
