package aurora.ground.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.ground.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Lines are JSON, bounded, and keep secrets to themselves. */
final class LogLineTest {

    private static JsonNode read(Object... keysAndValues) throws Exception {
        return Json.tree("{" + LogLine.of("part.what", "r1", null, keysAndValues) + "}");
    }

    @Test
    void aLineIsJsonWithTheRequest() throws Exception {
        JsonNode line = read("count", 3, "ok", true, "text", "a \"b\" \\ \n \u0001 é 🙂");
        assertEquals("part.what", line.path("event").asString());
        assertEquals("r1", line.path("request").asString());
        assertEquals(3, line.path("count").asInt());
        assertEquals("a \"b\" \\ \n \u0001 é 🙂", line.path("text").asString());
    }

    @Test
    void secretsAreNeverWritten() throws Exception {
        for (String key : new String[] {
            "password", "accessToken", "apiKey", "key", "client_secret", "cookie", "Authorization", "proof"
        }) {
            assertEquals("***", read(key, "s3cret").path(key).asString(), key);
        }
        assertEquals(12, read("tokens", 12).path("tokens").asInt(), "a count of tokens is no secret");
    }

    @Test
    void longTextsAreCut() throws Exception {
        assertTrue(read("text", "x".repeat(100_000)).path("text").asString().length() < 600);
    }

    @Test
    void aCauseSaysWhereItCameFrom() {
        String line = LogLine.of("part.what", "", new IllegalStateException("broken"));
        assertTrue(line.contains("IllegalStateException: broken"), line);
        assertTrue(line.contains("LogLineTest"), line);
        assertFalse(line.contains("\n"));
    }
}
