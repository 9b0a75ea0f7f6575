package aurora.engine.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.engine.Engine;
import aurora.engine.EngineFacts;
import aurora.engine.EngineFacts.Kind;
import aurora.engine.GenerateRequest;
import aurora.engine.Message;
import aurora.engine.Part;
import aurora.engine.Sampling;
import aurora.engine.ollama.OllamaEngine;
import aurora.engine.openai.OpenAiEngine;
import aurora.ground.http.raw.RawServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Engines that fall silent in the middle of an answer in one piece. */
final class StallTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void onlySilenceInTheMiddleCounts() {
        Stall stall = new Stall();
        assertFalse(stall.noticed(0, 0));
        assertFalse(stall.noticed(0, 500 * SECOND), "it may be computing");
        assertFalse(stall.noticed(5, 501 * SECOND));
        assertFalse(stall.noticed(6, 520 * SECOND));
        assertFalse(stall.noticed(6, 539 * SECOND));
        assertTrue(stall.noticed(6, 540 * SECOND));
    }

    /** A hundred times as fast as the machine's. */
    private record Fast(Clock real) implements Clock {
        @Override
        public Instant now() {
            return real.now();
        }

        @Override
        public long nanos() {
            return real.nanos() * 100;
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
            real.pause(length.dividedBy(100));
        }
    }

    @Test
    void halfABodyEndsWithAWord() throws IOException, InterruptedException {
        byte[] half = "{\"message\":{\"content\":\"Hel".getBytes(StandardCharsets.UTF_8);
        Clock fast = new Fast(Clock.system());
        try (RawServer server = RawServer.start(
                0,
                to -> {
                    to.begin(200, "application/json");
                    to.chunk(half, 0, half.length);
                    to.flush();
                    to.pause(Duration.ofSeconds(60));
                },
                Clock.system())) {
            String url = "http://127.0.0.1:" + server.port();
            try (Engine ollama = new OllamaEngine(facts(Kind.OLLAMA, url), Optional.empty(), fast);
                    Engine openai = new OpenAiEngine(facts(Kind.OPENAI, url), Optional.empty(), fast)) {
                assertEquals(Part.Failure.HUNG, end(ollama, fast));
                assertEquals(Part.Failure.HUNG, end(openai, fast));
            }
        }
    }

    private static EngineFacts facts(Kind kind, String url) {
        return new EngineFacts("half", kind, url, 0);
    }

    private static Part.Failure end(Engine engine, Clock clock) throws InterruptedException {
        GenerateRequest request = new GenerateRequest(
                "m",
                List.of(Message.of(Message.Role.USER, "hello")),
                Sampling.DEFAULT,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
        Reply<Engine.Generation> reply = engine.generate(request, Deadline.after(clock, Duration.ofHours(1)));
        if (!(reply instanceof Reply.Ok<Engine.Generation>(Engine.Generation generation))) {
            throw new AssertionError("refused at once: " + reply);
        }
        try (generation) {
            while (true) {
                if (generation.next(Duration.ofSeconds(2)) instanceof Events.Item<Part>(long _, Part part)) {
                    return assertInstanceOf(Part.Failed.class, part).failure();
                }
            }
        }
    }
}
