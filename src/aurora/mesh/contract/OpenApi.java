package aurora.mesh.contract;

import aurora.base.Caller.Role;
import aurora.ground.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Describes contracts as an OpenAPI 3.1 document. Used by one thread. */
public final class OpenApi {
    private static final Pattern BRACES = Pattern.compile("\\{(\\w+)}");

    private final ObjectNode schemas = Json.object();
    private final ObjectNode paths = Json.object();

    /** The document for {@code contracts} as JSON. */
    public static byte[] document(String version, List<Contract<?>> contracts) {
        OpenApi api = new OpenApi();
        contracts.forEach(contract -> contract.rows().forEach(row -> api.add(contract.service(), row)));
        ObjectNode document = Json.object().put("openapi", "3.1.0");
        document.putObject("info").put("title", "Aurora").put("version", version);
        document.set("paths", api.paths);
        ObjectNode components = document.putObject("components");
        api.error();
        components.set("schemas", api.schemas);
        ObjectNode security = components.putObject("securitySchemes");
        security.putObject("bearer").put("type", "http").put("scheme", "bearer");
        security.putObject("session")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", "aurora_PORT")
                .put(
                        "description",
                        "Set by signing in; over HTTPS it is called __Host-aurora. Worth nothing without the proof.");
        security.putObject("proof")
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "Aurora-Proof")
                .put(
                        "description",
                        "The member proof of the answer to signing in. Goes with each request that carries a cookie of"
                                + " the session; never stands in a cookie itself: browsers keep none apart by port.");
        return Json.write(document);
    }

    private void error() {
        ObjectNode error = schemas.putObject("Error").put("type", "object");
        ObjectNode told = error.putObject("properties").putObject("error").put("type", "object");
        ObjectNode members = told.putObject("properties");
        for (String name : List.of("code", "message", "field", "request")) {
            members.putObject(name).put("type", "string");
        }
        error.putArray("required").add("error");
    }

    private void add(String service, Row<?, ?, ?> row) {
        ObjectNode path = paths.withObject("/" + row.path().replace("~", "~0").replace("/", "~1"));
        ObjectNode operation = path.putObject(row.verb().name().toLowerCase(Locale.ROOT));
        operation
                .put("operationId", operationId(row))
                .put("summary", row.rules().says());
        operation.putArray("tags").add(service);
        if (row.rules().least() != Role.NONE) {
            ArrayNode security = operation.putArray("security");
            ObjectNode both = security.addObject();
            both.putArray("session");
            both.putArray("proof");
            if (!row.rules().inPerson()) {
                security.addObject().putArray("bearer");
            }
        }
        Map<String, Type> members = members(row.request());
        ArrayNode parameters = operation.putArray("parameters");
        Matcher braces = BRACES.matcher(row.path());
        while (braces.find()) {
            parameter(parameters, braces.group(1), "path", members.getOrDefault(braces.group(1), String.class), true);
            members.remove(braces.group(1));
        }
        row.rules().cookies().keySet().forEach(members::remove);
        row.rules().headers().forEach((member, header) -> {
            parameter(parameters, header, "header", members.getOrDefault(member, String.class), false);
            members.remove(member);
        });
        if (row.verb() == Verb.GET) {
            members.forEach((name, type) -> parameter(parameters, name, "query", type, !isOptional(type)));
        } else if (row.rules().raw()) {
            operation.putObject("requestBody").putObject("content").putObject("application/x-ndjson");
        } else if (!members.isEmpty()) {
            operation
                    .putObject("requestBody")
                    .putObject("content")
                    .putObject("application/json")
                    .set("schema", object(members));
        }
        responses(operation, row);
    }

    private void responses(ObjectNode operation, Row<?, ?, ?> row) {
        ObjectNode responses = operation.putObject("responses");
        ObjectNode ok = responses.putObject("200").put("description", "Done.");
        String media = switch (row.action()) {
            case Row.Once<?, ?, ?> once -> "application/json";
            case Row.Stream<?, ?, ?> stream -> "text/event-stream";
            case Row.Lines<?, ?, ?> lines -> "application/x-ndjson";
        };
        ok.putObject("content").putObject(media).set("schema", schema(row.answer()));
        for (String status : List.of("400", "401", "403", "404", "413", "415", "429", "503")) {
            responses
                    .putObject(status)
                    .put("description", "See the error's message.")
                    .putObject("content")
                    .putObject("application/json")
                    .putObject("schema")
                    .put("$ref", "#/components/schemas/Error");
        }
    }

    private void parameter(ArrayNode parameters, String name, String in, Type type, boolean required) {
        parameters
                .addObject()
                .put("name", name)
                .put("in", in)
                .put("required", required)
                .set("schema", schema(type));
    }

    private ObjectNode object(Map<String, Type> members) {
        ObjectNode schema = Json.object().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.object().putArray("required");
        members.forEach((name, type) -> {
            properties.set(name, schema(type));
            if (!isOptional(type)) {
                required.add(name);
            }
        });
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private ObjectNode schema(Type type) {
        ObjectNode schema = Json.object();
        switch (type) {
            case ParameterizedType generic
            when generic.getRawType() == Optional.class -> {
                return schema(generic.getActualTypeArguments()[0]);
            }
            case ParameterizedType generic
            when generic.getRawType() == List.class || generic.getRawType() == Set.class ->
                schema.put("type", "array").set("items", schema(generic.getActualTypeArguments()[0]));
            case Class<?> known -> plain(schema, known);
            default -> schema.put("type", "object");
        }
        return schema;
    }

    private void plain(ObjectNode schema, Class<?> type) {
        if (type == String.class) {
            schema.put("type", "string");
        } else if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            schema.put("type", "integer");
        } else if (type == double.class || type == Double.class) {
            schema.put("type", "number");
        } else if (type == boolean.class || type == Boolean.class) {
            schema.put("type", "boolean");
        } else if (type == Instant.class) {
            schema.put("type", "string").put("format", "date-time");
        } else if (type.isEnum()) {
            ArrayNode words = schema.put("type", "string").putArray("enum");
            for (Object word : type.getEnumConstants()) {
                words.add(word.toString().toLowerCase(Locale.ROOT));
            }
        } else if (type.isSealed() && type.isInterface()) {
            ArrayNode any = schema.putArray("anyOf");
            for (Class<?> one : type.getPermittedSubclasses()) {
                any.add(schema(one));
            }
        } else if (type.isRecord()) {
            String name = name(type);
            if (!schemas.has(name)) {
                schemas.putObject(name);
                schemas.set(name, object(members(type)));
            }
            schema.put("$ref", "#/components/schemas/" + name);
        } else {
            schema.put("type", "object");
        }
    }

    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null
                ? type.getSimpleName()
                : outer.getSimpleName().replaceFirst("Api$", "") + type.getSimpleName();
    }

    private static Map<String, Type> members(Class<?> record) {
        Map<String, Type> members = new LinkedHashMap<>();
        boolean setsCookies = SetsCookies.class.isAssignableFrom(record);
        for (RecordComponent component :
                Optional.ofNullable(record.getRecordComponents()).orElse(new RecordComponent[0])) {
            boolean hidden = setsCookies && component.getAccessor().getAnnotations().length > 0;
            if (!hidden) {
                members.put(component.getName(), component.getGenericType());
            }
        }
        return members;
    }

    private static boolean isOptional(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
    }

    private static String operationId(Row<?, ?, ?> row) {
        List<String> words = new ArrayList<>(List.of(row.verb().name().toLowerCase(Locale.ROOT)));
        for (String segment : row.path().replace("{", "by-").replace("}", "").split("[/-]", -1)) {
            if (!segment.isEmpty() && !segment.equals("api")) {
                words.add(segment.substring(0, 1).toUpperCase(Locale.ROOT) + segment.substring(1));
            }
        }
        return String.join("", words);
    }
}
