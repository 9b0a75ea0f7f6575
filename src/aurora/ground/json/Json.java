package aurora.ground.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads and writes JSON. Records map by their component names, {@code Optional} is an absent member, enums are
 * lower-case words, times are ISO 8601. Strict: unknown members, missing primitives, duplicate names, trailing text
 * and text in place of numbers are refused. Nesting 64, text 8 MiB, name 1,000 characters at most. Thread-safe.
 */
public final class Json {
    /** Deeper nesting is refused. */
    public static final int DEPTH_MAX = 64;

    private static final Pattern NOT_A_NUMBER = Pattern.compile("'([+-]?(?:NaN|INF|Infinity))'");
    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .maxStringLength(8 << 20)
                        .maxNameLength(1000)
                        .maxNumberLength(40)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
                .withCoercionConfig(LogicalType.Textual, Json::onlyText)
                .changeDefaultPropertyInclusion(old ->
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
                .build();
    }

    private static void onlyText(MutableCoercionConfig text) {
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    /** The value as JSON in UTF-8. */
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** The value as JSON text. */
    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Writes the value to {@code out} and leaves it open. */
    public static void write(OutputStream out, Object value) throws IOException {
        out.write(write(value));
    }

    /** Reads a record or another plain type. */
    public static <T> T read(byte[] json, Class<T> type) throws JsonException {
        try {
            return present(MAPPER.readValue(json, type));
        } catch (JacksonException bad) {
            throw explained(bad);
        }
    }

    /** Reads a record or another plain type. */
    public static <T> T read(String json, Class<T> type) throws JsonException {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /** Reads what this program wrote itself; a failure is a defect. */
    public static <T> T readOwn(String json, Class<T> type) {
        try {
            return read(json, type);
        } catch (JsonException defect) {
            throw new UncheckedIOException(new IOException(
                    "stored JSON is not a " + type.getSimpleName() + ": " + defect.field() + " " + defect.why(),
                    defect));
        }
    }

    /** Reads any JSON as a tree. */
    public static JsonNode tree(byte[] json) throws JsonException {
        try {
            return present(MAPPER.readTree(json));
        } catch (JacksonException bad) {
            throw explained(bad);
        }
    }

    /** Reads any JSON as a tree. */
    public static JsonNode tree(String json) throws JsonException {
        return tree(json.getBytes(StandardCharsets.UTF_8));
    }

    /** An empty object to fill. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The tree as a record or another plain type. */
    public static <T> T as(JsonNode tree, Class<T> type) throws JsonException {
        try {
            return present(MAPPER.treeToValue(tree, type));
        } catch (JacksonException bad) {
            throw explained(bad);
        }
    }

    /** The value as a tree. */
    public static JsonNode treeOf(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The library's mapper, for streaming parsers and generators on the hot path. */
    public static JsonMapper mapperForStreaming() {
        return MAPPER;
    }

    private static <T> T present(T value) throws JsonException {
        return Optional.ofNullable(value).orElseThrow(() -> new JsonException("", "The JSON is empty or null."));
    }

    private static JsonException explained(JacksonException bad) {
        String field = path(bad);
        String why = switch (bad) {
            case UnrecognizedPropertyException unknown ->
                "There is no such member; known are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ".";
            case InvalidFormatException format ->
                "\"" + brief(String.valueOf(format.getValue())) + "\" is not a " + kind(format.getTargetType()) + ".";
            case MismatchedInputException mismatch
            when String.valueOf(mismatch.getOriginalMessage()).contains("Cannot map `null`") -> "Missing.";
            case MismatchedInputException mismatch ->
                mismatch.getTargetType() == null
                        ? "The JSON does not have the shape that is asked for."
                        : "Expected a " + kind(mismatch.getTargetType()) + ".";
            case StreamConstraintsException limit ->
                "The JSON is nested too deeply, or a text or number in it is too long.";
            case InputCoercionException range -> "The number is too large or too small.";
            case StreamReadException read ->
                "This is not JSON: " + brief(plain(String.valueOf(read.getOriginalMessage()))) + ".";
            default -> "The JSON does not have the shape that is asked for.";
        };
        return new JsonException(field, why);
    }

    /** Without what the parser adds about its own source and settings. */
    private static String plain(String message) {
        Matcher word = NOT_A_NUMBER.matcher(message);
        if (word.find()) {
            return word.group(1) + " is not a number that JSON knows";
        }
        return message.replaceAll("\\s*\\(start marker at [^)]*\\)?.*", "")
                .replaceAll("\\s*\\(?(?i:enable|use|consider|not recognized as one since)[^.]*Feature\\b.*", "")
                .replaceAll("\\s*\\((?:code \\d+|JSON String.*)\\)", "")
                .replaceAll("(?:: was expecting)?[.:?]*$", "");
    }

    private static String path(JacksonException bad) {
        return bad.getPath().stream()
                .map(at -> at.getPropertyName() == null ? String.valueOf(at.getIndex()) : at.getPropertyName())
                .collect(Collectors.joining("."));
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return "word out of "
                    + java.util.Arrays.stream(type.getEnumConstants())
                            .map(word -> word.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "int", "long", "Integer", "Long" -> "whole number";
            case "double", "Double" -> "number";
            case "boolean", "Boolean" -> "true or false";
            case "String" -> "text";
            case "List", "ArrayList", "Set" -> "list";
            case "Instant" -> "time in ISO 8601";
            default -> "JSON object of the documented shape";
        };
    }

    private static String brief(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= 120 ? line : line.substring(0, 120) + "…";
    }
}
