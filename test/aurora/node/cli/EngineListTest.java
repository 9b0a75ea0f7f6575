package aurora.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class EngineListTest {
    private static JsonNode answer(String ready, String leftOut) throws JsonException {
        String engine = "{\"name\":\"box\",\"kind\":\"ollama\",\"url\":\"http://box:11434\",\"ready\":" + ready
                + ",\"detail\":\"It is away.\",\"models\":[{\"name\":\"m\"}],\"leftOut\":[" + leftOut + "]}";
        return Json.tree("{\"engines\":[" + engine + "]}");
    }

    private static List<String> row(String ready, String leftOut) throws JsonException {
        return EngineCommand.Show.rows(answer(ready, leftOut)).getLast();
    }

    @Test
    void theStateSaysWhatIsWrongAndWhatIsLeftOut() throws JsonException {
        assertEquals(List.of("box", "ollama", "ready", "http://box:11434", "m"), row("true", ""));
        assertEquals("not ready", row("false", "").get(2));
        String leftOut = "\"a is listed twice\",\"b is no name\"";
        assertEquals("ready, 2 left out", row("true", leftOut).get(2));
        assertEquals(List.of(), EngineCommand.Show.notes(answer("true", "")));
        assertEquals(
                List.of(
                        "box is not ready: It is away.",
                        "box leaves out: a is listed twice",
                        "box leaves out: b is no name"),
                EngineCommand.Show.notes(answer("false", leftOut)));
    }
}
