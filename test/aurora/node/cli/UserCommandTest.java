package aurora.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import aurora.ground.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which user is meant. */
final class UserCommandTest {
    private final JsonNode users = Json.readOwn("""
      {"users": [{"id": "01a2", "name": "anna"}]}
      """, JsonNode.class);

    @Test
    void whoIsNotThereIsSaidWithWhoIsMeant() throws CommandFailure {
        Path home = Path.of("/tmp/other home");
        UserCommand.refuseUnknown(users, "Anna", home);
        UserCommand.refuseUnknown(users, "01a2", home);
        CommandFailure why = assertThrows(CommandFailure.class, () -> UserCommand.refuseUnknown(users, "ana", home));
        assertEquals(
                "There is no such user: \"ana\". Did you mean \"anna\"? ./aurora user list --home '/tmp/other home'"
                        + " shows all of them.",
                why.getMessage());
    }
}
