package aurora.engine.remote;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as engines speak it: token by token where it must be fast, as trees elsewhere. Nested at most 100 deep. */
public final class EngineJson {
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(100)
            .maxStringLength(1024 * 1024)
            .build();
    private static final JsonFactory FACTORY =
            JsonFactory.builder().streamReadConstraints(LIMITS).build();
    private static final JsonMapper MAPPER = new JsonMapper(FACTORY);

    private EngineJson() {}

    /** Bytes that grow as JSON is written, and can be read without a copy. */
    public static final class Bytes extends ByteArrayOutputStream {

        /** An empty buffer with room for {@code size} bytes. */
        public Bytes(int size) {
            super(size);
        }

        /** What was written; only the first {@link #size} bytes count. */
        public byte[] array() {
            return buf;
        }
    }

    /** Reads {@code length} bytes from {@code start} on. */
    public static JsonParser parser(byte[] bytes, int start, int length) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes, start, length);
    }

    /** Writes to {@code out}; complete after it was closed. */
    public static JsonGenerator generator(Bytes out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    }

    /** The whole of {@code bytes} as a tree. */
    public static JsonNode tree(byte[] bytes) throws JacksonException {
        return MAPPER.readTree(bytes);
    }

    /** The whole of {@code text} as a tree. */
    public static JsonNode tree(String text) throws JacksonException {
        return MAPPER.readTree(text);
    }

    /** The value {@code parser} stands at, as a tree; afterwards it stands at the value's end. */
    public static JsonNode subtree(JsonParser parser) throws JacksonException {
        Bytes copy = new Bytes(256);
        try (JsonGenerator out = generator(copy)) {
            out.copyCurrentStructure(parser);
        }
        return tree(copy.toByteArray());
    }

    /** {@code node} as text. */
    public static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /**
     * Whether {@code json} is exactly one value that starts with {@code first}: what is passed on untouched must not
     * end early.
     */
    public static boolean isOne(String json, JsonToken... first) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            JsonToken start = parser.nextToken();
            boolean right = false;
            for (JsonToken wanted : first) {
                right |= start == wanted;
            }
            parser.skipChildren();
            return right && parser.nextToken() == null;
        } catch (JacksonException _) {
            return false;
        }
    }

    /** What an error body says, in any of the shapes engines use; empty when it says nothing readable. */
    public static Optional<String> errorText(byte[] body) {
        try {
            JsonNode root = tree(body);
            JsonNode error = root.path("error");
            for (JsonNode said :
                    new JsonNode[] {error, error.path("message"), root.path("message"), root.path("detail")}) {
                if (said.isString() && !said.asString().isBlank()) {
                    return Optional.of(brief(said.asString()));
                }
            }
            return Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /** {@code text} on one line of at most 300 characters. */
    public static String brief(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= 300
                ? line
                : line.substring(0, Character.isHighSurrogate(line.charAt(298)) ? 298 : 299) + "…";
    }
}
