package aurora.web.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.engine.Message;
import aurora.ground.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** OpenAI's request as its clients send it, and what is refused. */
final class OpenAiRequestTest {

    private static OpenAiRequest read(String json) throws Exception {
        return OpenAiRequest.read(Json.tree(json));
    }

    private static String with(String member) {
        return "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + member + "}";
    }

    private static String param(String json) {
        return assertThrows(OpenAiRequest.BadRequest.class, () -> read(json), json)
                .param();
    }

    private static String why(String json) {
        return String.valueOf(assertThrows(OpenAiRequest.BadRequest.class, () -> read(json), json)
                .getMessage());
    }

    @Test
    void readsWhatClientsSend() throws Exception {
        OpenAiRequest request = read("""
                {"model":"m","stream":true,"stream_options":{"include_usage":true},"temperature":0,
                 "max_completion_tokens":7,
                 "seed":9007199254740993,"stop":["a","b"],"tools":[{"type":"function"}],"user":"u","store":false,
                 "messages":[{"role":"developer","content":"be short"},
                   {"role":"user","content":[{"type":"text","text":"one "},{"type":"text","text":"two"}]},
                   {"role":"assistant","content":null,"tool_calls":[{"id":"c1"}]},
                   {"role":"tool","tool_call_id":"c1","content":"42"}]}
                """);
        assertTrue(request.stream());
        assertTrue(request.usage());
        assertEquals(Optional.of(7), request.generate().sampling().maxTokens());
        assertEquals(
                Optional.of(9007199254740993L), request.generate().sampling().seed());
        assertEquals(List.of("a", "b"), request.generate().sampling().stop());
        assertEquals(
                Optional.of("[{\"type\":\"function\"}]"), request.generate().tools());
        List<Message> messages = request.generate().messages();
        assertEquals(Message.of(Message.Role.SYSTEM, "be short"), messages.get(0));
        assertEquals(Message.of(Message.Role.USER, "one two"), messages.get(1));
        assertEquals(Optional.of("[{\"id\":\"c1\"}]"), messages.get(2).toolCalls());
        assertEquals(Optional.of("c1"), messages.get(3).toolCallId());
    }

    @Test
    void namesTheMemberThatIsWrong() {
        assertEquals("", param("[]"));
        assertEquals("model", param("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
        assertEquals("model", param("{\"model\":5,\"messages\":[]}"));
        assertEquals("messages", param("{\"model\":\"m\"}"));
        assertEquals("messages", param("{\"model\":\"m\",\"messages\":[]}"));
        assertEquals(
                "messages[0].role", param("{\"model\":\"m\",\"messages\":[{\"role\":\"robot\",\"content\":\"\"}]}"));
        assertEquals("messages[0].content", param("{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}"));
        assertEquals(
                "messages[0].content[0]",
                param("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}"));
        assertEquals("temperature", param(with("\"temperature\":3")));
        assertEquals("temperature", param(with("\"temperature\":\"hot\"")));
        assertEquals("stream", param(with("\"stream\":\"yes\"")));
        assertEquals("stop", param(with("\"stop\":[1]")));
        assertEquals("stop", param(with("\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]")));
        assertEquals("n", param(with("\"n\":2")));
        assertEquals("seed", param(with("\"seed\":1.5")));
        assertEquals("max_tokens", param(with("\"max_tokens\":0")));
        assertEquals("max_tokens", param(with("\"max_tokens\":1.5")));
        assertEquals("top_k", param(with("\"top_k\":2.5")));
    }

    @Test
    void whatIsWrongIsSaidPlainly() {
        assertEquals("-5 is outside 1 to 1000000 - 'max_tokens'", why(with("\"max_tokens\":-5")));
        assertEquals("2.5 is outside 0 to 2 - 'temperature'", why(with("\"temperature\":2.5")));
        String roles = " one of ['system', 'assistant', 'user', 'tool', 'developer']";
        for (String missing : List.of("", "\"role\":null,")) {
            assertEquals(
                    "Missing role; it is" + roles,
                    why("{\"model\":\"m\",\"messages\":[{" + missing + "\"content\":\"\"}]}"));
        }
        assertEquals("'' is not" + roles, why("{\"model\":\"m\",\"messages\":[{\"role\":\"\"}]}"));
    }
}
