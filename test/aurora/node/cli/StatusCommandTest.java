package aurora.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aurora.ground.json.Json;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What {@code status} prints, from what the node answers. */
final class StatusCommandTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String NODE = """
      {"node": "vm", "version": "0.1.0", "ready": false, "missing": ["the database does not answer"],
       "since": "2026-11-25T16:54:41.136422463Z", "programs": [
        {"name": "postgres", "driver": "embedded", "state": "backoff", "since": "2026-11-25T16:54:40.386888553Z",
         "version": "18.6", "address": "127.0.0.1:43211", "program": "/home/anna/.cache/bin/postgres",
         "detail": "It ended with code 1.", "lastLines": ["FATAL: no"]},
        {"name": "redis", "driver": "installed", "state": "ready", "since": "2026-07-25T16:54:35Z",
         "version": "7.0.15", "address": "127.0.0.1:39699", "program": "/usr/bin/redis-server", "detail": "",
         "lastLines": ["Ready to accept connections"]},
        {"name": "ollama", "driver": "off", "state": "stopped", "since": "2026-11-25T16:54:35.457512794Z",
         "version": "", "address": "", "program": "", "detail": "Ollama is not installed.", "lastLines": []}]}
      """;

    private final JsonNode status = Json.readOwn(NODE, JsonNode.class);

    @Test
    void timesAreForPeople() {
        assertEquals(
                "Node vm, Aurora 0.1.0, not ready: the database does not answer, since 2026-11-25 17:54:41 +01:00",
                StatusCommand.head(status, BERLIN));
        assertEquals("2026-11-25 16:54:41 +00:00", Terminal.time("2026-11-25T16:54:41.9Z", ZoneId.of("UTC")));
        assertEquals("", Terminal.time("", BERLIN));
    }

    @Test
    void eachProgramIsSaidToBeWhatItIs() {
        List<List<String>> rows = StatusCommand.programs(status.path("programs"), BERLIN);
        assertEquals(
                List.of("postgres", "embedded", "backoff", "2026-11-25 17:54:40 +01:00", "18.6", "127.0.0.1:43211", ""),
                rows.get(1));
        assertEquals(
                List.of(
                        "redis",
                        "installed",
                        "ready",
                        "2026-07-25 18:54:35 +02:00",
                        "7.0.15",
                        "127.0.0.1:39699",
                        "/usr/bin/redis-server"),
                rows.get(2));
    }

    @Test
    void lastLinesAreOfProgramsThatWroteSome() {
        assertEquals(
                List.of(
                        "",
                        "postgres: It ended with code 1.",
                        "",
                        "Last lines of postgres:",
                        "  FATAL: no",
                        "",
                        "ollama: Ollama is not installed."),
                StatusCommand.troubles(status.path("programs")));
    }
}
