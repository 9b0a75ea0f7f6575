package aurora.node.cli;

import aurora.ground.config.Config;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the setting {@code router.prefer} comes to with the models that are there.
 *
 * @param says what it means
 * @param mend what to do; empty when it has its effect
 */
record Preference(String says, String mend) {
    private static final String GENERAL = "general";

    /** {@code wanted} among {@code models}, as the node lists them; {@code list} is the command that shows them. */
    static Preference of(String wanted, JsonNode models, String list) {
        List<String> names = new ArrayList<>();
        for (JsonNode model : models) {
            String name = model.path("id").asString();
            if (model.path("purpose").asString().equalsIgnoreCase(GENERAL)) {
                names.add(name);
            } else if (name.equals(wanted)) {
                return new Preference(
                        "\"" + wanted + "\" is for a purpose of its own, so auto never takes it",
                        "name a model that answers anything, or remove router.prefer");
            }
        }
        if (names.contains(wanted)) {
            return new Preference("\"" + wanted + "\" is there", "");
        }
        String bare = wanted.substring(wanted.indexOf('/') + 1);
        if (names.contains(bare)) {
            return new Preference(
                    "no model is called \"" + wanted + "\"", "write router.prefer: " + bare + ", without the engine");
        }
        String near = Config.nearest(wanted, names);
        return new Preference(
                "no engine has the model \"" + wanted + "\" now" + (near.isEmpty() ? "" : ". " + near),
                list + " shows all; correct router.prefer, or get that model");
    }
}
