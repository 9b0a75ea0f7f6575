package aurora.engine.ollama;

import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.Model;
import aurora.engine.Model.Purpose;
import aurora.engine.remote.EngineJson;
import aurora.engine.remote.Remote;
import aurora.ground.http.client.HttpCall;
import aurora.ground.http.client.HttpResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Which models an Ollama has. What {@code /api/show} says of weights never changes, so it is asked once per digest.
 * Thread-safe.
 */
final class OllamaModels {
    /** Names that are read; how many are taken is decided for all engines alike. */
    private static final int MODELS_MAX = 10_000;
    /** Models that are asked what they are, of one list. */
    private static final int SHOWN_MAX = 1_000;
    /** What is longer is no name and no digest of Ollama's. */
    private static final int NAME_MAX = 200;

    private static final String GUIDE = "aurora-guide";

    /** What the weights are. */
    private record Shown(int contextMax, Purpose purpose) {}

    private final Remote remote;
    private final HttpCall tags;
    private final HttpCall running;
    private final HttpCall show;
    private final Map<String, Shown> shownByDigest = new ConcurrentHashMap<>();

    OllamaModels(Remote remote) {
        this.remote = remote;
        this.tags = remote.call("GET", "/api/tags", false);
        this.running = remote.call("GET", "/api/ps", false);
        this.show = remote.call("POST", "/api/show", true);
    }

    Reply<List<Model>> all(Deadline deadline) {
        return remote.fetch(running, deadline)
                .then(this::names)
                .then(loaded -> remote.fetch(tags, deadline).then(result -> read(result, loaded, deadline)));
    }

    private Reply<Set<String>> names(HttpResult result) {
        try {
            Set<String> names = new HashSet<>();
            for (JsonNode entry : EngineJson.tree(result.body()).path("models")) {
                names.add(entry.path("name").asString(""));
            }
            return Reply.ok(names);
        } catch (JacksonException _) {
            return remote.unreadable();
        }
    }

    private Reply<List<Model>> read(HttpResult result, Set<String> loaded, Deadline deadline) {
        try {
            JsonNode entries = EngineJson.tree(result.body()).path("models");
            if (!entries.isArray() && !entries.isNull()) {
                return remote.unreadable();
            }
            List<Model> found = new ArrayList<>();
            for (JsonNode entry : entries) {
                String name = entry.path("name").asString("");
                if (!name.isEmpty() && found.size() < MODELS_MAX) {
                    String digest = entry.path("digest").asString("");
                    Shown shown = found.size() < SHOWN_MAX && name.length() <= NAME_MAX
                            ? shown(name, digest, deadline)
                            : new Shown(0, purpose(name, false));
                    long size = Math.max(0, entry.path("size").asLong(0));
                    found.add(
                            new Model(name, shown.purpose(), loaded.contains(name), size, shown.contextMax(), digest));
                }
            }
            return Reply.ok(List.copyOf(found));
        } catch (JacksonException _) {
            return remote.unreadable();
        }
    }

    private Shown shown(String name, String digest, Deadline deadline) {
        String key = digest.isEmpty() || digest.length() > NAME_MAX ? "name " + name : digest;
        Shown known = shownByDigest.get(key);
        if (known != null) {
            return known;
        }
        if (remote.fetch(show, OllamaRequest.name(name, false), deadline)
                instanceof Reply.Ok<HttpResult>(HttpResult result)) {
            Optional<Shown> shown = readShown(name, result);
            if (shown.isPresent()) {
                if (shownByDigest.size() >= SHOWN_MAX) {
                    shownByDigest.clear();
                }
                shownByDigest.put(key, shown.get());
                return shown.get();
            }
        }
        return new Shown(0, purpose(name, false));
    }

    private static Optional<Shown> readShown(String name, HttpResult result) {
        try {
            JsonNode root = EngineJson.tree(result.body());
            JsonNode info = root.path("model_info");
            int context = info.path(info.path("general.architecture").asString("") + ".context_length")
                    .asInt(0);
            Set<String> can = new HashSet<>();
            root.path("capabilities").forEach(capability -> can.add(capability.asString("")));
            return Optional.of(new Shown(
                    Math.max(0, context), purpose(name, can.contains("embedding") && !can.contains("completion"))));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static Purpose purpose(String name, boolean embeds) {
        return embeds ? Purpose.EMBEDDING : name.startsWith(GUIDE) ? Purpose.GUIDE : Purpose.GENERAL;
    }
}
