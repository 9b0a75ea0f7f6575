package aurora.outside;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The node's own description of its API: {@code /api/openapi.json}. */
final class Description {
    /** An id that is nobody's. */
    static final String NOBODYS = "00000000-0000-7000-8000-000000000000";

    private final JsonNode document;

    /** One operation. */
    record Operation(String verb, String path, JsonNode told) {
        /** Verb and path, as the tables of tests name it. */
        String name() {
            return verb + " " + path;
        }

        /** Whether it answers with a stream of events that need not end. */
        boolean isStream() {
            return told.path("responses").path("200").path("content").has("text/event-stream");
        }

        /** Whether its body is text, not JSON. */
        boolean isRaw() {
            return told.path("requestBody").path("content").has("application/x-ndjson");
        }

        /** The schema of its JSON body; missing when it has none. */
        JsonNode body() {
            return told.path("requestBody").path("content").path("application/json").path("schema");
        }

        /** Names of its query's parameters, each with its schema. */
        List<Map.Entry<String, JsonNode>> query() {
            List<Map.Entry<String, JsonNode>> query = new ArrayList<>();
            for (JsonNode one : told.path("parameters")) {
                if (one.path("in").asString().equals("query")) {
                    query.add(Map.entry(one.path("name").asString(), one.path("schema")));
                }
            }
            return query;
        }

        /** The path with {@code value}, encoded already, in all braces. */
        String at(String value) {
            return path.replaceAll("\\{\\w+}", java.util.regex.Matcher.quoteReplacement(value));
        }

        /** The path with {@code value} in its braces, and the query that must be there. */
        String whole(String value) {
            StringBuilder whole = new StringBuilder(at(value));
            for (JsonNode one : told.path("parameters")) {
                if (one.path("in").asString().equals("query") && one.path("required").asBoolean()) {
                    whole.append(whole.indexOf("?") < 0 ? "?" : "&")
                            .append(one.path("name").asString())
                            .append("=x");
                }
            }
            return whole.toString();
        }
    }

    private Description(JsonNode document) {
        this.document = document;
    }

    static Description of(Client client) throws InterruptedException {
        return new Description(client.ask("GET", "/api/openapi.json").expect(200).json());
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(verb -> operations.add(
                        new Operation(verb.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), verb.getValue()))));
        return operations;
    }

    /** A value that fits {@code schema}: what must be there, and nothing more. */
    JsonNode fitting(JsonNode schema) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asString();
            return fitting(document.path("components").path("schemas").path(name.substring(name.lastIndexOf('/') + 1)));
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(0);
        }
        ObjectNode object = Client.object();
        return switch (schema.path("type").asString("object")) {
            case "string" -> Client.JSON.getNodeFactory().stringNode("x");
            case "integer", "number" -> Client.JSON.getNodeFactory().numberNode(1);
            case "boolean" -> Client.JSON.getNodeFactory().booleanNode(false);
            case "array" -> Client.JSON.createArrayNode();
            default -> {
                schema.path("required")
                        .forEach(name -> object.set(
                                name.asString(),
                                fitting(schema.path("properties").path(name.asString()))));
                yield object;
            }
        };
    }
}
