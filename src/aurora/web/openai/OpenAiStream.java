package aurora.web.openai;

import aurora.base.Events;
import aurora.engine.Part;
import aurora.ground.json.Json;
import aurora.router.RouterApi.Place;
import aurora.router.RouterApi.Rendered;
import aurora.router.RouterApi.Rendering;
import aurora.web.visit.Sse;
import aurora.web.visit.Visit;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Writes an answer as OpenAI's {@code chat.completion.chunk} events. The chunk's frame is made once, not per token. */
final class OpenAiStream {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration QUIET = Duration.ofMillis(200);
    private static final int QUIET_PER_COMMENT = 25;

    private final OpenAiAnswer answer;
    private final boolean usage;
    private final BooleanSupplier stillKnown;
    private String head = "";

    /** {@code stillKnown}: whether whoever asked may still read. */
    OpenAiStream(OpenAiAnswer answer, boolean usage, BooleanSupplier stillKnown) {
        this.answer = answer;
        this.stillKnown = stillKnown;
        this.usage = usage;
    }

    /** Writes until the end; when the client leaves, the rendering is closed. */
    void write(Visit visit, Rendering rendering) throws IOException, InterruptedException {
        Place place = rendering.decision().chosen();
        head = "data: {\"id\":\"" + answer.id() + "\",\"object\":\"chat.completion.chunk\",\"created\":"
                + answer.created() + ",\"model\":" + Json.text(place.model()) + ",\"choices\":[";
        try (OutputStream out = visit.stream(200, OpenAiDoor.withPlace(Sse.HEADERS, place, rendering))) {
            int quiet = 0;
            boolean begun = false;
            boolean more = true;
            while (more) {
                Events.Next<Rendered> next = rendering.next(QUIET);
                if (!stillKnown.getAsBoolean()) {
                    write(out, "data: " + Json.text(new OpenAiError.Body(OpenAiDoor.KEY_GONE.told())) + "\n\n");
                    return;
                }
                if (next instanceof Events.Idle<Rendered>) {
                    quiet++;
                    if (quiet == 1) {
                        visit.exchange().whenGone(rendering::close);
                    }
                    if (quiet % QUIET_PER_COMMENT == 0) {
                        out.write(COMMENT);
                        out.flush();
                    }
                } else {
                    if (!begun) {
                        begun = true;
                        chunk(out, "{\"role\":\"assistant\",\"content\":\"\"}", "null");
                    }
                    more = next(out, next);
                    out.flush();
                }
            }
        }
    }

    private boolean next(OutputStream out, Events.Next<Rendered> next) throws IOException {
        return switch (next) {
            case Events.Item<Rendered>(long id, Rendered.Piece(Part.Text(String text))) -> {
                chunk(out, "{\"content\":" + Json.text(text) + "}", "null");
                yield true;
            }
            case Events.Item<Rendered>(long id, Rendered.Piece(Part.Thinking(String text))) -> {
                chunk(out, "{\"reasoning_content\":" + Json.text(text) + "}", "null");
                yield true;
            }
            case Events.Item<Rendered>(long id, Rendered.Piece(Part.ToolCalls(String json))) -> {
                chunk(out, "{\"tool_calls\":" + json + "}", "null");
                yield true;
            }
            case Events.Item<Rendered>(long id, Rendered.Piece(Part other)) ->
                throw new IllegalArgumentException("an end is no piece: " + other);
            case Events.Item<Rendered>(long id, Rendered.Moved moved) -> true;
            case Events.Item<Rendered>(long id, Rendered.Done done) -> {
                chunk(out, "{}", "\"" + OpenAiAnswer.finish(done.finish()) + "\"");
                if (usage) {
                    write(out, head + "],\"usage\":" + Json.text(OpenAiAnswer.Counts.of(done.figures())) + "}\n\n");
                }
                out.write(DONE);
                yield false;
            }
            case Events.Item<Rendered>(long id, Rendered.Failed(Part.Failure failure, String why)) -> {
                write(
                        out,
                        "data: "
                                + Json.text(new OpenAiError.Body(
                                        OpenAiError.server(502, why).told())) + "\n\n");
                yield false;
            }
            case Events.Idle<Rendered> idle -> true;
            case Events.End<Rendered> end -> false;
        };
    }

    private void chunk(OutputStream out, String delta, String finish) throws IOException {
        write(out, head + "{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
