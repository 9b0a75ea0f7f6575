package aurora.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aurora.ground.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which key is meant. */
final class KeyCommandTest {
    private final JsonNode keys = Json.readOwn("""
      {"keys": [{"id": "01a2", "name": "editor", "hint": "ak_cuq3coxe"}]}
      """, JsonNode.class);

    @Test
    void whatIsMeantIsSaid() {
        for (String there : new String[] {"01a2", "editor", "ak_cuq3coxe"}) {
            assertEquals(Optional.empty(), KeyCommand.Revoke.unknown(keys, there));
        }
        assertEquals(
                Optional.of("There is no key \"edtor\". Did you mean \"editor\"?"),
                KeyCommand.Revoke.unknown(keys, "edtor"));
        assertEquals(Optional.of("There is no key \"phone\"."), KeyCommand.Revoke.unknown(keys, "phone"));
    }
}
