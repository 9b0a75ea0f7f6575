package aurora.engine;

import static aurora.engine.EngineContract.LONG;
import static aurora.engine.EngineContract.ask;
import static aurora.engine.EngineContract.drain;
import static aurora.engine.EngineContract.in;
import static aurora.engine.EngineContract.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.engine.Engine.Progress;
import aurora.engine.EngineFacts.Kind;
import aurora.engine.Message.Role;
import aurora.engine.ScriptedEngine.Answer;
import aurora.engine.ollama.OllamaEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an Ollama says beyond plain words. */
final class OllamaEngineTest {
    private static final String LINES = "application/x-ndjson";

    private static OllamaEngine at(String url) {
        return new OllamaEngine(new EngineFacts("o", Kind.OLLAMA, url, 1), Optional.empty(), Clock.system());
    }

    @Test
    void thinkingToolCallsAndDurations() throws Exception {
        try (ScriptedEngine server = new ScriptedEngine(Map.of(
                        "/api/chat",
                        Answer.stream(
                                LINES,
                                "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\""
                                        + ",\"thinking\":\"hm\"},\"done\":false}\n",
                                "{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"argument"
                                        + "s\":{\"a\":[1,\"ü\"]}}}],\"content\":\"\"},",
                                "\"done\":false}\n\n",
                                "{\"done\":true,\"done_reason\":\"stop\",\"load_duration\":1000,\"prompt"
                                        + "_eval_count\":7,\"prompt_eval_duration\":2000,",
                                "\"eval_count\":3,\"eval_duration\":4000,\"message\":{\"content\":\"!\"}}\n")));
                OllamaEngine engine = at(server.url())) {
            List<Part> parts = drain(ok(engine.generate(ask("m"), in(LONG))));
            assertEquals(new Part.Thinking("hm"), parts.get(0));
            String call = assertInstanceOf(Part.ToolCalls.class, parts.get(1)).json();
            assertTrue(
                    call.matches("\\[\\{\"index\":0,\"id\":\"call_[a-z2-7]{13}\",\"type\":\"function\",\"func"
                            + "tion\":\\{\"name\":\"f\","
                            + "\"arguments\":\"\\{\\\\\"a\\\\\":\\[1,\\\\\"ü\\\\\"]}\"}}]"),
                    call);
            assertEquals(new Part.Text("!"), parts.get(2));
            assertEquals(
                    new Part.Done(
                            Part.Finish.TOOL_CALLS,
                            new Usage(
                                    7,
                                    0,
                                    3,
                                    Duration.ofNanos(1000),
                                    Duration.ofNanos(2000),
                                    Duration.ofNanos(4000),
                                    true)),
                    parts.get(3));
        }
    }

    @Test
    void toolsAndFormatsAreTranslated() throws Exception {
        try (ScriptedEngine server =
                        new ScriptedEngine(Map.of("/api/chat", Answer.stream(LINES, "{\"done\":true}", "\n")));
                OllamaEngine engine = at(server.url())) {
            String calls = "[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\""
                    + "{\\\"a\\\":1}\"}}]";
            GenerateRequest request = new GenerateRequest(
                    "m",
                    List.of(
                            Message.of(Role.SYSTEM, "s"),
                            new Message(Role.ASSISTANT, "", Optional.of(calls), Optional.empty()),
                            new Message(Role.TOOL, "r", Optional.empty(), Optional.of("c1"))),
                    new Sampling(
                            Optional.of(0.5),
                            Optional.of(0.9),
                            Optional.of(4),
                            Optional.of(5),
                            Optional.of(6L),
                            List.of("a", "b"),
                            Optional.of(1.5)),
                    false,
                    Optional.of("[{\"type\":\"function\"}]"),
                    Optional.empty(),
                    Optional.of("{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"typ"
                            + "e\":\"object\"}}}"));
            drain(ok(engine.generate(request, in(LONG))));
            assertEquals(
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\""
                            + "assistant\",\"content\":\"\","
                            + "\"tool_calls\":[{\"id\":\"c1\",\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}}}]},"
                            + "{\"role\":\"tool\",\"content\":\"r\",\"tool_call_id\":\"c1\",\"tool_nam"
                            + "e\":\"f\"}],\"stream\":true,"
                            + "\"options\":{\"temperature\":0.5,\"top_p\":0.9,\"top_k\":4,\"num_predict\":5,\"seed\":6,"
                            + "\"repeat_penalty\":1.5,\"stop\":[\"a\",\"b\"]},\"tools\":[{\"type\":\"function\"}],"
                            + "\"format\":{\"type\":\"object\"}}",
                    server.bodies.get("/api/chat"));
            GenerateRequest broken = new GenerateRequest(
                    "m",
                    List.of(new Message(
                            Role.ASSISTANT,
                            "",
                            Optional.of("[{\"function\":{\"arguments\":\"{\"}}]"),
                            Optional.empty())),
                    Sampling.DEFAULT,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            assertInstanceOf(Reply.Invalid.class, engine.generate(broken, in(LONG)));
        }
    }

    @Test
    void pullsWithProgress() throws Exception {
        assertEquals(
                List.of(
                        new Progress("pulling manifest", 0, 0),
                        new Progress("pulling ab", 5, 10),
                        new Progress("success", 0, 0)),
                pull(
                        "{\"status\":\"pulling manifest\"}\n",
                        "{\"status\":\"pulling ab\",\"total\":10,\"completed\":5}\n{\"status\":\"suc",
                        "cess\"}\n"));
        assertEquals(List.of(new Progress("failed: no such model", 0, 0)), pull("{\"error\":\"no such model\"}\n", ""));
        assertEquals(
                new Progress("failed: what came is not the engine's JSON", 0, 0),
                pull("nonsense\n", "").getLast());
        assertTrue(pull("{\"status\":\"a\"}\n", "").getLast().step().startsWith("failed: "));
    }

    private static List<Progress> pull(String... lines) throws IOException, InterruptedException {
        try (ScriptedEngine server = new ScriptedEngine(Map.of("/api/pull", Answer.stream(LINES, lines)));
                OllamaEngine engine = at(server.url());
                Events<Progress> events = ok(engine.pull("m", in(LONG)))) {
            List<Progress> steps = new ArrayList<>();
            while (events.next(LONG) instanceof Events.Item<Progress>(long _, Progress step)) {
                steps.add(step);
            }
            return steps;
        }
    }

    @Test
    void contextIsAskedOncePerWeights() throws Exception {
        try (ScriptedEngine server = new ScriptedEngine(Map.of(
                        "/api/tags",
                        Answer.json(
                                200,
                                "{\"models\":[{\"name\":\"a:latest\",\"size\":5,\"digest\":\"d"
                                        + "1\"},{\"name\":\"b\",\"digest\":\"d2\"}]}"),
                        "/api/ps",
                        Answer.json(200, "{\"models\":[{\"name\":\"b\"}]}"),
                        "/api/show",
                        Answer.json(
                                200,
                                "{\"capabilities\":[\"embedding\"],\"model_info\":{\"general.arc"
                                        + "hitecture\":\"bert\",\"bert.context_length\":512}}")));
                OllamaEngine engine = at(server.url())) {
            List<Model> models = ok(engine.models(in(LONG)));
            assertEquals(
                    List.of(
                            new Model("a:latest", Model.Purpose.EMBEDDING, false, 5, 512, "d1"),
                            new Model("b", Model.Purpose.EMBEDDING, true, 0, 512, "d2")),
                    models);
            server.bodies.clear();
            assertEquals(models, ok(engine.models(in(LONG))));
            assertTrue(!server.bodies.containsKey("/api/show"), "asked again");
        }
    }

    @Test
    void itsSlotsAreThoseOfTheEnvironmentWhenThatTells() {
        assertEquals(3, OllamaEngine.slots(" 3 "));
        assertEquals(64, OllamaEngine.slots("9999"));
        for (String none : List.of("", "0", "many", "-1", "99999999999")) {
            assertEquals(0, OllamaEngine.slots(none), none);
        }
    }
}
