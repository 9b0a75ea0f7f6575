package aurora.engine.remote;

import aurora.base.Reply;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Vectors of texts, as engines are asked for them and send them. */
public final class Vectors {
    private static final int DIMENSIONS_MAX = 16_384;

    private Vectors() {}

    /** The body that asks {@code model} for the vectors of {@code texts}, the same in both protocols. */
    public static EngineJson.Bytes request(String model, List<String> texts) {
        EngineJson.Bytes body = new EngineJson.Bytes(512);
        try (JsonGenerator json = EngineJson.generator(body)) {
            json.writeStartObject();
            json.writeStringProperty("model", model);
            json.writeArrayPropertyStart("input");
            texts.forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return body;
    }

    /** The arrays {@code from} as vectors of unit length, {@code wanted} of them. */
    public static Reply<List<float[]>> of(List<JsonNode> from, int wanted, Remote remote) {
        List<float[]> vectors = new ArrayList<>(wanted);
        for (JsonNode array : from) {
            if (!array.isArray() || array.isEmpty() || array.size() > DIMENSIONS_MAX) {
                return remote.unreadable();
            }
            vectors.add(unit(array));
        }
        return vectors.size() == wanted ? Reply.ok(List.copyOf(vectors)) : remote.unreadable();
    }

    private static float[] unit(JsonNode array) {
        float[] vector = new float[array.size()];
        double square = 0;
        for (int i = 0; i < vector.length; i++) {
            double value = array.path(i).asDouble(0);
            vector[i] = (float) value;
            square += value * value;
        }
        double length = Math.sqrt(square);
        for (int i = 0; i < vector.length && length > 0; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }
}
