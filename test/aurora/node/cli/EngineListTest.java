package aurora.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EngineListTest {
    private static List<String> row(String ready, String leftOut) throws JsonException {
        String engine = "{\"name\":\"box\",\"kind\":\"ollama\",\"url\":\"http://box:11434\",\"ready\":" + ready
                + ",\"detail\":\"It is away.\",\"models\":[{\"name\":\"m\"}],\"leftOut\":[" + leftOut + "]}";
        return EngineCommand.Show.rows(Json.tree("{\"engines\":[" + engine + "]}"))
                .getLast();
    }

    @Test
    void theStateSaysWhatIsWrongAndWhatIsLeftOut() throws JsonException {
        assertEquals(List.of("box", "ollama", "ready", "http://box:11434", "m"), row("true", ""));
        assertEquals("not ready: It is away.", row("false", "").get(2));
        assertEquals(
                "ready; models left out: a is listed twice; b is no name",
                row("true", "\"a is listed twice\",\"b is no name\"").get(2));
    }
}
