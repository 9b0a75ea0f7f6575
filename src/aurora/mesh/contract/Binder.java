package aurora.mesh.contract;

import aurora.base.Reply;
import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a row's request record of the parts of an HTTP request. A member that comes from the path, a cookie or a header
 * may not come from elsewhere; the query fills what the body does not have. Thread-safe.
 */
public final class Binder {
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final Map<Class<?>, Map<String, Class<?>>> shapes = new ConcurrentHashMap<>();
    private final Map<Class<?>, List<String>> needed = new ConcurrentHashMap<>();

    /**
     * The parts of a request.
     *
     * @param path values of the path's braces, decoded
     * @param query the query's parameters, decoded
     * @param cookies cookies by plain name
     * @param headers a header's value by its name
     */
    public record Parts(
            Map<String, String> path,
            Map<String, List<String>> query,
            Map<String, String> cookies,
            Function<String, Optional<String>> headers) {}

    /** The request record, or why it cannot be made. */
    public <Q> Reply<Q> bind(Row<?, Q, ?> row, Parts parts, byte[] body) {
        try {
            ObjectNode object = row.rules().raw() ? raw(body) : json(body);
            if (!row.verb().safe() && !parts.query().isEmpty()) {
                String first = parts.query().keySet().iterator().next();
                return Reply.invalid(first, "Put it into the body: addresses end up in logs.");
            }
            for (String hidden : hidden(row.rules())) {
                if (object.has(hidden) || parts.query().containsKey(hidden)) {
                    return Reply.invalid(hidden, "It is taken from its cookie or header only.");
                }
            }
            Map<String, Class<?>> shape = shapes.computeIfAbsent(row.request(), Binder::shape);
            for (Map.Entry<String, String> entry : parts.path().entrySet()) {
                if (object.has(entry.getKey())) {
                    return Reply.invalid(entry.getKey(), "It stands in the path; leave it out of the body.");
                }
                put(object, entry.getKey(), entry.getValue(), shape);
            }
            for (Map.Entry<String, List<String>> entry : parts.query().entrySet()) {
                if (entry.getValue().size() != 1) {
                    return Reply.invalid(entry.getKey(), "Given more than once.");
                }
                if (object.has(entry.getKey())) {
                    return Reply.invalid(entry.getKey(), "Given twice: in the query and elsewhere.");
                }
                put(object, entry.getKey(), entry.getValue().getFirst(), shape);
            }
            row.rules()
                    .cookies()
                    .forEach((member, cookie) -> Optional.ofNullable(
                                    parts.cookies().get(cookie))
                            .ifPresent(value -> object.put(member, value)));
            row.rules()
                    .headers()
                    .forEach((member, header) ->
                            parts.headers().apply(header).ifPresent(value -> object.put(member, value)));
            if (row.action() instanceof Row.Stream<?, ?, ?> && shape.containsKey("after") && !object.has("after")) {
                parts.headers().apply(LAST_EVENT_ID).ifPresent(id -> put(object, "after", id, shape));
            }
            Q request = Json.as(object, row.request());
            Optional<String> missing = needed.computeIfAbsent(row.request(), Binder::needed).stream()
                    .filter(name -> object.path(name).isMissingNode()
                            || object.path(name).isNull())
                    .findFirst();
            return missing.isPresent() ? Reply.invalid(missing.get(), "This is needed.") : Reply.ok(request);
        } catch (JsonException bad) {
            return Reply.invalid(bad.field(), bad.why());
        }
    }

    /** Members that no body and no address may carry. */
    private static List<String> hidden(Rules rules) {
        return Stream.concat(rules.cookies().keySet().stream(), rules.headers().keySet().stream())
                .toList();
    }

    private static ObjectNode json(byte[] body) throws JsonException {
        if (body.length == 0) {
            return Json.object();
        }
        utf8(body);
        JsonNode tree = Json.tree(body);
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new JsonException("", "The body must be a JSON object.");
    }

    private static ObjectNode raw(byte[] body) throws JsonException {
        return Json.object().put("content", utf8(body));
    }

    private static String utf8(byte[] bytes) throws JsonException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new JsonException("", "The body is not UTF-8.");
        }
    }

    /**
     * Texts of path and query become the JSON type that the record's member has; what does not fit is refused by the
     * record.
     */
    private static void put(ObjectNode object, String name, String text, Map<String, Class<?>> shape) {
        Class<?> type = shape.getOrDefault(name, String.class);
        boolean whole = type == int.class || type == Integer.class || type == long.class || type == Long.class;
        if (whole && text.matches("-?\\d{1,18}")) {
            object.put(name, Long.parseLong(text));
        } else if (type == boolean.class || type == Boolean.class) {
            switch (text) {
                case "true" -> object.put(name, true);
                case "false" -> object.put(name, false);
                default -> object.put(name, text);
            }
        } else {
            object.put(name, text);
        }
    }

    private static Map<String, Class<?>> shape(Class<?> record) {
        Map<String, Class<?>> shape = new ConcurrentHashMap<>();
        for (RecordComponent component :
                Optional.ofNullable(record.getRecordComponents()).orElseThrow()) {
            shape.put(component.getName(), plain(component.getGenericType()));
        }
        return shape;
    }

    /** Members that must be there: Java's records take null for one that is not, services do not. */
    private static List<String> needed(Class<?> record) {
        return Stream.of(Optional.ofNullable(record.getRecordComponents()).orElseThrow())
                .filter(component -> component.getType() != Optional.class)
                .map(RecordComponent::getName)
                .toList();
    }

    private static Class<?> plain(Type type) {
        return switch (type) {
            case Class<?> known -> known;
            case ParameterizedType optional
            when optional.getRawType() == Optional.class -> plain(optional.getActualTypeArguments()[0]);
            default -> Object.class;
        };
    }
}
