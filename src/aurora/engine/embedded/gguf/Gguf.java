package aurora.engine.embedded.gguf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The header of a GGUF file, checked: every tensor lies inside the file and none overlaps another.
 *
 * @param metadata values by key: {@code Long}, {@code Double}, {@code Boolean}, {@code String}, or {@code List} of
 *     one of them
 * @param tensors where each tensor lies, by name
 * @param size bytes of the whole file
 */
public record Gguf(Map<String, Object> metadata, Map<String, Tensor> tensors, long size) {

    /**
     * Kinds of weights this engine reads; {@code id} is GGML's number, a block holds {@code length} weights in {@code
     * bytes} bytes.
     */
    public enum Kind {
        F32(0, 1, 4),
        F16(1, 1, 2),
        Q8_0(8, 32, 34);

        final int id;
        final int length;
        final int bytes;

        Kind(int id, int length, int bytes) {
            this.id = id;
            this.length = length;
            this.bytes = bytes;
        }

        /** Bytes of one block. */
        public int bytes() {
            return bytes;
        }
    }

    /**
     * Where a tensor lies.
     *
     * @param kind how its weights are written
     * @param columns weights in a row
     * @param rows number of rows; 1 for a vector
     * @param at position of its first byte in the file
     */
    public record Tensor(Kind kind, int columns, int rows, long at) {
        /** Bytes it takes in the file. */
        public long bytes() {
            return (long) columns * rows / kind.length * kind.bytes;
        }
    }

    /** A text value. */
    public Optional<String> text(String key) {
        return metadata.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A yes or no; {@code standard} when absent. */
    public boolean flag(String key, boolean standard) {
        return metadata.get(key) instanceof Boolean flag ? flag : standard;
    }

    /** A whole number between {@code min} and {@code max}. */
    public int number(String key, int min, int max) throws GgufException {
        if (!(metadata.get(key) instanceof Long number)) {
            throw new GgufException("the header lacks the number " + key);
        }
        if (number < min || number > max) {
            throw new GgufException(key + " is " + number + ", this engine takes " + min + " to " + max);
        }
        return number.intValue();
    }

    /** A whole number between {@code min} and {@code max}; {@code standard} when absent. */
    public int number(String key, int min, int max, int standard) throws GgufException {
        return metadata.containsKey(key) ? number(key, min, max) : standard;
    }

    /** A real number between {@code min} and {@code max}; {@code standard} when absent. */
    public double real(String key, double min, double max, double standard) throws GgufException {
        if (!metadata.containsKey(key)) {
            return standard;
        }
        double value = switch (metadata.get(key)) {
            case Double real -> real;
            case Long whole -> whole;
            case null, default -> Double.NaN;
        };
        if (!(value >= min && value <= max)) {
            throw new GgufException(key + " is not a number from " + min + " to " + max);
        }
        return value;
    }

    /** A list of texts; empty when absent. */
    public List<String> texts(String key) throws GgufException {
        return list(key, String.class);
    }

    /** A list of whole numbers; empty when absent. */
    public List<Long> numbers(String key) throws GgufException {
        return list(key, Long.class);
    }

    private <T> List<T> list(String key, Class<T> type) throws GgufException {
        Object value = metadata.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(type::isInstance)) {
            return list.stream().map(type::cast).toList();
        }
        throw new GgufException(key + " is not a list of the kind this engine expects");
    }
}
