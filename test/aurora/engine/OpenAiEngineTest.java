package aurora.engine;

import static aurora.engine.EngineContract.LONG;
import static aurora.engine.EngineContract.ask;
import static aurora.engine.EngineContract.drain;
import static aurora.engine.EngineContract.in;
import static aurora.engine.EngineContract.ok;
import static aurora.engine.EngineContract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import aurora.Seed;
import aurora.base.Clock;
import aurora.base.Reply;
import aurora.engine.EngineFacts.Kind;
import aurora.engine.Message.Role;
import aurora.engine.Part.Done;
import aurora.engine.Part.Failed;
import aurora.engine.Part.Failure;
import aurora.engine.Part.Finish;
import aurora.engine.ScriptedEngine.Answer;
import aurora.engine.openai.OpenAiEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What servers behind OpenAI's protocol say, each in its own way. */
final class OpenAiEngineTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String SSE = "text/event-stream; charset=utf-8";
    private static final Duration HOUR = Duration.ofHours(1);

    private static OpenAiEngine at(String url, String... key) {
        return new OpenAiEngine(
                new EngineFacts("e", Kind.OPENAI, url, 1),
                Optional.of(key).filter(k -> k.length > 0).map(k -> k[0]),
                Clock.system());
    }

    private static List<Part> parts(String... pieces) throws IOException, InterruptedException {
        try (ScriptedEngine server = new ScriptedEngine(Map.of(CHAT, Answer.stream(SSE, pieces)));
                OpenAiEngine engine = at(server.url());
                Engine.Generation generation = ok(engine.generate(ask("m"), in(LONG)))) {
            return drain(generation);
        }
    }

    private static Reply<Engine.Generation> reply(Answer answer) throws IOException {
        try (ScriptedEngine server = new ScriptedEngine(Map.of(CHAT, answer));
                OpenAiEngine engine = at(server.url(), "secret-key")) {
            return engine.generate(ask("m"), in(LONG));
        }
    }

    private static String delta(String content) {
        return "{\"choices\":[{\"delta\":{\"content\":\"" + content + "\"},\"finish_reason\":null}]}";
    }

    private static final String STOP = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    @Test
    void everyShapeOfEvents() throws Exception {
        String one = delta("one");
        for (String[] pieces : List.of(
                new String[] {"data: " + one + "\n\n", STOP, "data: [DONE]\n\n"},
                new String[] {"data:" + one + "\r\n\r\n", STOP, "data:[DONE]\r\n\r\n"},
                new String[] {": ping\n\n", "event: x\nid: 1\nretry: 5\ndata: " + one + "\n\n", ":\n", STOP},
                new String[] {"data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"one\"}}]}\n\n", STOP},
                new String[] {"data: " + one + "\n\n", STOP.strip()},
                new String[] {
                    "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n",
                    "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\n\n",
                    "data: " + one + "\n\n",
                    "data: {}\n\n",
                    "data: [DONE]\n\n"
                },
                new String[] {"{\"choices\":[{\"message\":{\"content\":\"one\"},\"finish_reason\":\"stop\"}]}", ""})) {
            List<Part> parts = parts(pieces);
            assertEquals("one", text(parts), pieces[0]);
            assertEquals(
                    Finish.STOP, assertInstanceOf(Done.class, parts.getLast()).finish());
        }
    }

    @Test
    void anySplitGivesTheSameParts() throws Exception {
        long seed = Seed.next();
        Random random = new Random(seed);
        StringBuilder all = new StringBuilder();
        StringBuilder wanted = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String word = "w" + i + (random.nextBoolean() ? "ü " : "\ud83d\ude80 ");
            wanted.append(word);
            all.append("data: ").append(delta(word)).append(random.nextBoolean() ? "\r\n\r\n" : "\n\n");
        }
        all.append(STOP);
        String text = all.toString();
        String[] pieces = new String[40];
        int at = 0;
        for (int i = 0; i < pieces.length; i++) {
            int end = i == pieces.length - 1
                    ? text.length()
                    : Math.min(text.length(), at + random.nextInt(text.length() / 20));
            end = end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))
                    ? end - 1
                    : Math.max(at, end);
            pieces[i] = text.substring(at, end);
            at = end;
        }
        pieces = java.util.Arrays.stream(pieces)
                .filter(piece -> !piece.isEmpty())
                .toArray(String[]::new);
        assertEquals(wanted.toString(), text(parts(pieces)), "seed " + seed);
    }

    @Test
    void charactersThatComeInHalvesAreJoined() throws Exception {
        List<Part> parts = parts("data: " + delta("a\\ud83d") + "\n\n", "data: " + delta("\\ude80b") + "\n\n", STOP);
        assertEquals(List.of(new Part.Text("a"), new Part.Text("\ud83d\ude80b")), parts.subList(0, 2));
        assertEquals("a\ufffd", text(parts("data: " + delta("a\\ud83d") + "\n\n", STOP)));
    }

    @Test
    void reasoningToolsUsageAndTimings() throws Exception {
        String call = "[{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"argume"
                + "nts\":\"{\\\"a\\\":[1]}\"}}]";
        List<Part> parts = parts(
                "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"reasoning\":\"so\"}}]}\n\n",
                "data: {\"choices\":[{\"delta\":{\"tool_calls\": " + call + " }}]}\n\n",
                STOP,
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,\"prompt_t"
                        + "okens_details\":{\"cached_tokens\":5}},"
                        + "\"timings\":{\"prompt_n\":4,\"cache_n\":5,\"prompt_ms\":12.5,\"predicted_n\":"
                        + "4,\"predicted_ms\":100,\"x\":{\"y\":[]}}}\n\n",
                "data: [DONE]\n\n");
        assertEquals(new Part.Thinking("hm"), parts.get(0));
        assertEquals(new Part.Thinking("so"), parts.get(1));
        assertEquals(new Part.ToolCalls(call), parts.get(2));
        assertEquals(
                new Done(
                        Finish.TOOL_CALLS,
                        new Usage(9, 5, 4, Duration.ZERO, Duration.ofNanos(12_500_000), Duration.ofMillis(100), true)),
                parts.get(3));
    }

    @Test
    void endsThatAreNone() throws Exception {
        assertEquals(
                Failure.CUT,
                assertInstanceOf(
                                Failed.class,
                                parts("data: " + delta("a") + "\n\n", "").getLast())
                        .failure());
        assertEquals(
                Failure.PROTOCOL,
                assertInstanceOf(Failed.class, parts("data: {\"choices\n\n", "").getLast())
                        .failure());
        assertEquals(
                Failure.PROTOCOL,
                assertInstanceOf(Failed.class, parts("data: 5\n\n", "").getLast())
                        .failure());
        assertEquals(
                Failure.PROTOCOL,
                assertInstanceOf(Failed.class, parts("nonsense\n", "").getLast())
                        .failure());
        Failed reported = assertInstanceOf(
                Failed.class,
                parts("data: {\"error\":{\"message\":\"out of\\nmemory\"}}\n\n", "")
                        .getLast());
        assertEquals(
                new Failed(Failure.REPORTED, "The engine e has too little memory for this model in mid-answer."),
                reported);
        assertEquals(
                Failure.REPORTED,
                assertInstanceOf(Failed.class, parts("{\"error\":\"no\"}\n", "").getLast())
                        .failure());
        assertEquals(
                Finish.CONTENT_FILTER,
                assertInstanceOf(
                                Done.class,
                                parts(
                                                "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"c"
                                                        + "ontent_filter\"}]}\n\n",
                                                "")
                                        .getLast())
                        .finish());
    }

    @Test
    void anEndlessAnswerIsBounded() throws Exception {
        String[] pieces = new String[90];
        java.util.Arrays.fill(pieces, "data: " + delta("x".repeat(100_000)) + "\n\n");
        assertEquals(
                Failure.PROTOCOL,
                assertInstanceOf(Failed.class, parts(pieces).getLast()).failure());
        assertEquals(
                Failure.PROTOCOL,
                assertInstanceOf(
                                Failed.class,
                                parts("data: " + "x".repeat(1_100_000) + "\n\n", "")
                                        .getLast())
                        .failure());
    }

    @Test
    void whatTheEngineSaysItselfIsNotPassedOnAndKeptWithoutKeys() throws Exception {
        String said = "Incorrect key secret-key, sk-proj-AbCdEf123456; bearer abc.def at 10.1.2.3";
        String body = "{\"error\":{\"message\":\"" + said + "\"}}";
        for (Answer answer : List.of(
                Answer.json(400, body),
                Answer.json(404, body),
                Answer.json(429, body),
                Answer.json(500, body),
                Answer.stream(SSE, "data: " + body + "\n\n", ""))) {
            try (ScriptedEngine server = new ScriptedEngine(Map.of(CHAT, answer));
                    OpenAiEngine engine = at(server.url(), "secret-key")) {
                Reply<Engine.Generation> reply = engine.generate(ask("m"), in(LONG));
                String heard = reply instanceof Reply.Ok<Engine.Generation>(Engine.Generation generation)
                        ? drain(generation).toString()
                        : reply.toString();
                assertFalse(heard.contains("ncorrect") || heard.contains("10.1.2.3"), heard);
                assertEquals(
                        "Incorrect key ***, ***; bearer *** at 10.1.2.3",
                        engine.lastSaid().orElseThrow().words());
            }
        }
    }

    @Test
    void refusalsSayWhatTheyMean() throws Exception {
        Answer key = Answer.json(401, "{\"error\":{\"message\":\"Incorrect API key provided: secr**\"}}");
        var refused = assertInstanceOf(Reply.Unavailable.class, reply(key));
        assertEquals("it refuses the key", refused.why());
        assertEquals(
                new Reply.NotFound<>("The engine e does not have what was asked for (status 404)."),
                reply(Answer.json(404, "{\"error\":{\"message\":\"no m\"}}")));
        assertEquals(
                new Reply.Invalid<>("", "The engine e says that this is longer than the model can read (status 400)."),
                reply(Answer.json(400, "{\"object\":\"error\",\"message\":\"too long\"}")));
        assertEquals(
                new Reply.Invalid<>("", "The engine e refuses the request (status 422)."),
                reply(Answer.json(422, "{\"detail\":\"odd\"}")));
        assertEquals(
                new Reply.Unavailable<>("e/m", "it reported an error (status 502)"),
                reply(new Answer(502, "text/html", "", List.of("<html>"))));
        assertEquals(
                Duration.ofSeconds(1),
                assertInstanceOf(Reply.Busy.class, reply(Answer.json(429, ""))).retryAfter());
        for (String far : List.of("99999999", "Wed, 21 Oct 2099 07:28:00 GMT")) {
            Answer busy = new Answer(503, "application/json", "Retry-After: " + far + "\r\n", List.of("{}"));
            assertEquals(HOUR, assertInstanceOf(Reply.Busy.class, reply(busy)).retryAfter());
        }
        Answer past =
                new Answer(503, "application/json", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", List.of("{}"));
        assertEquals(
                Duration.ZERO, assertInstanceOf(Reply.Busy.class, reply(past)).retryAfter());
        Answer odd = new Answer(503, "application/json", "Retry-After: soon\r\n", List.of("{}"));
        assertEquals(
                Duration.ofSeconds(1),
                assertInstanceOf(Reply.Busy.class, reply(odd)).retryAfter());
        assertInstanceOf(
                Reply.Unavailable.class, reply(new Answer(200, "text/html", "", List.of("<html>a page</html>"))));
    }

    @Test
    void vllmIsFoundOutAndContinuesAnAnswer() throws Exception {
        try (ScriptedEngine server = new ScriptedEngine(Map.of(
                        "/v1/models",
                        Answer.json(
                                200,
                                "{\"data\":[{\"id\":\"m\",\"owned_by\":\"vllm\",\"max_model_len\":4096},"
                                        + "{\"id\":\"e-embed\"}]}"),
                        CHAT,
                        Answer.stream(SSE, STOP, "data: [DONE]\n\n")));
                OpenAiEngine engine = at(server.url())) {
            GenerateRequest request = new GenerateRequest(
                    "m",
                    List.of(
                            Message.of(Role.USER, "a"),
                            new Message(Role.ASSISTANT, "", Optional.of("[{\"id\":\"c\"}]"), Optional.empty()),
                            new Message(Role.TOOL, "r", Optional.empty(), Optional.of("c")),
                            Message.of(Role.ASSISTANT, "b")),
                    Sampling.DEFAULT,
                    true,
                    Optional.of("[{\"type\":\"function\"}]"),
                    Optional.of("\"auto\""),
                    Optional.of("{\"type\":\"json_object\"}"));
            drain(ok(engine.generate(request, in(LONG))));
            String body = server.bodies.getOrDefault(CHAT, "");
            assertEquals(
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                            + "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"c\"}]},"
                            + "{\"role\":\"tool\",\"content\":\"r\",\"tool_call_id\":\"c\"},{\"role\":\""
                            + "assistant\",\"content\":\"b\"}],"
                            + "\"stream\":true,\"stream_options\":{\"include_usage\":true},\"tools\":["
                            + "{\"type\":\"function\"}],"
                            + "\"tool_choice\":\"auto\",\"response_format\":{\"type\":\"json_object\"},"
                            + "\"continue_final_message\":true,\"add_generation_prompt\":false}",
                    body);
            List<Model> models = ok(engine.models(in(LONG)));
            assertEquals(4096, models.getFirst().contextMax());
            assertEquals(Model.Purpose.EMBEDDING, models.getLast().purpose());
            assertFalse(body.contains("top_k"));
        }
    }
}
