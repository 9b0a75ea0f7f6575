package aurora.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.ground.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the preferred model comes to. */
final class PreferenceTest {
    private final JsonNode models = Json.readOwn("""
      [{"id": "llama3.2", "purpose": "general"}, {"id": "qwen/tiny", "purpose": "general"},
       {"id": "aurora-guide", "purpose": "guide"}]
      """, JsonNode.class);

    @Test
    void aModelThatIsThereIsRight() {
        assertEquals(
                "", Preference.of("llama3.2", models, "./aurora engine list").mend());
        assertEquals(
                "", Preference.of("qwen/tiny", models, "./aurora engine list").mend());
    }

    @Test
    void whatHasNoEffectIsSaidWithWhatToDo() {
        assertTrue(
                Preference.of("lama3.2", models, "./aurora engine list").says().endsWith("Did you mean \"llama3.2\"?"));
        assertEquals(
                "write router.prefer: llama3.2, without the engine",
                Preference.of("box/llama3.2", models, "./aurora engine list").mend());
        assertTrue(Preference.of("aurora-guide", models, "./aurora engine list")
                .says()
                .contains("auto never takes it"));
        assertTrue(Preference.of("gpt-9", models, "./aurora engine list").mend().contains("engine list"));
    }
}
