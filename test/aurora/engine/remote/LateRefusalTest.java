package aurora.engine.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Engines that hold a request back before they refuse it. */
final class LateRefusalTest {
    private static final Clock CLOCK = Clock.system();
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final byte[] BODY =
            "{\"error\":{\"message\":\"too many requests\"}}".getBytes(StandardCharsets.UTF_8);

    @Test
    void lateBusyIsBusyByBothProtocols() throws IOException, InterruptedException {
        for (int status : List.of(429, 503)) {
            try (RawServer server = server(status)) {
                String url = "http://127.0.0.1:" + server.port();
                try (Engine ollama = new OllamaEngine(facts(Kind.OLLAMA, url), Optional.empty(), CLOCK);
                        Engine openai = new OpenAiEngine(facts(Kind.OPENAI, url), Optional.empty(), CLOCK)) {
                    assertEquals(busy(status), last(ollama));
                    assertEquals(busy(status), last(openai));
                }
            }
        }
        try (RawServer server = server(500)) {
            EngineFacts facts = facts(Kind.OLLAMA, "http://127.0.0.1:" + server.port());
            try (Engine ollama = new OllamaEngine(facts, Optional.empty(), CLOCK)) {
                assertEquals(
                        Part.Failure.REPORTED,
                        assertInstanceOf(Part.Failed.class, last(ollama)).failure());
            }
        }
    }

    private static Part.Failed busy(int status) {
        return new Part.Failed(Part.Failure.BUSY, "The engine late is busy (status " + status + ").");
    }

    private static EngineFacts facts(Kind kind, String url) {
        return new EngineFacts("late", kind, url, 0);
    }

    private static RawServer server(int status) throws IOException {
        return RawServer.start(
                0,
                to -> {
                    // Past the time within which a refusal is the reply.
                    to.pause(Duration.ofMillis(400));
                    to.answer(status, "application/json", "", BODY);
                },
                CLOCK);
    }

    private static Part last(Engine engine) throws InterruptedException {
        GenerateRequest request =
                GenerateRequest.of("m", List.of(Message.of(Message.Role.USER, "hello")), Sampling.DEFAULT);
        Reply<Engine.Generation> reply = engine.generate(request, Deadline.after(CLOCK, LONG));
        if (!(reply instanceof Reply.Ok<Engine.Generation>(Engine.Generation generation))) {
            throw new AssertionError("refused at once: " + reply);
        }
        try (generation) {
            while (true) {
                if (generation.next(LONG) instanceof Events.Item<Part>(long _, Part part)) {
                    return part;
                }
            }
        }
    }
}
