package aurora.engine.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.TinyGguf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner's files share what memory there is. */
final class EmbeddedMemoryTest {
    private static final long RESERVE = 256L << 20;
    private static final byte[] FILE =
            TinyGguf.llama(TinyGguf.Sides.TINY, Gguf.Kind.F32, 5).bytes();
    /** What one model is taken to need: its file and an eighth, keys and values of its context. */
    private static final long EACH = FILE.length + FILE.length / 8 + 8L * 2 * 32 * 256;

    @TempDir
    Path home;

    private EmbeddedEngine engine;
    private volatile long memory = RESERVE;
    /** Models that are loaded, and so not free. */
    private volatile int loaded;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(home.resolve("models"));
        for (String name : List.of("one", "two", "three")) {
            Files.write(home.resolve("models/" + name + ".gguf"), FILE);
        }
        EmbeddedConfig config = new EmbeddedConfig("embedded", home.resolve("models"), home.resolve("libraries"), 2);
        engine = new EmbeddedEngine(config, Ids.secure(), () -> memory - EACH * loaded);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static Deadline soon() {
        return Deadline.after(Clock.system(), Duration.ofSeconds(60));
    }

    private void answers(String model) throws InterruptedException {
        try (Engine.Generation generation = generation(model)) {
            Part last = new Part.Text("");
            while (generation.next(Duration.ofSeconds(60)) instanceof Events.Item<Part>(long _, Part part)) {
                last = part;
            }
            assertInstanceOf(Part.Done.class, last, model);
        }
        loaded = names().size();
    }

    private Engine.Generation generation(String model) {
        if (engine.generate(request(model), soon()) instanceof Reply.Ok<Engine.Generation>(Engine.Generation begun)) {
            return begun;
        }
        throw new AssertionError(model + " was refused");
    }

    private static GenerateRequest request(String model) {
        Sampling three = new Sampling(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(3),
                Optional.empty(),
                List.of(),
                Optional.empty());
        return GenerateRequest.of(model, List.of(Message.of(Message.Role.USER, "hello")), three);
    }

    private List<String> names() {
        if (engine.models(soon()) instanceof Reply.Ok<List<Model>>(List<Model> models)) {
            return models.stream()
                    .filter(model -> model.purpose() == Model.Purpose.GENERAL && model.loaded())
                    .map(Model::name)
                    .sorted()
                    .toList();
        }
        throw new AssertionError("no list of models");
    }

    @Test
    void theLongestUnusedMakesRoom() throws InterruptedException {
        memory = RESERVE + 2 * EACH + EACH / 2;
        for (String name : List.of("one", "two", "one", "three")) {
            answers(name);
        }
        assertEquals(List.of("one", "three"), names());
        answers("two");
        assertEquals(List.of("three", "two"), names());
    }

    @Test
    void whatNeverFitsIsRefusedWithTheReason() throws InterruptedException {
        memory = RESERVE + EACH / 2;
        var never = assertInstanceOf(Reply.Invalid.class, engine.generate(request("two"), soon()));
        assertTrue(never.why().contains("needs about") && never.why().contains("smaller file"), never.why());
        assertInstanceOf(Reply.Invalid.class, engine.load("two", true, soon()));
        assertEquals(List.of(), names());
        answers("aurora-guide");
    }

    @Test
    void aModelThatIsInUseIsNotUnloadedForAnother() throws InterruptedException {
        memory = RESERVE + EACH + EACH / 2;
        try (Engine.Generation first = generation("one")) {
            assertInstanceOf(Events.Item.class, first.next(Duration.ofSeconds(60)));
            loaded = 1;
            assertInstanceOf(Reply.Busy.class, engine.generate(request("two"), soon()));
        }
        answers("two");
        assertEquals(List.of("two"), names());
    }
}
