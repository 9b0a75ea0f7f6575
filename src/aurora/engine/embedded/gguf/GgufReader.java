package aurora.engine.embedded.gguf;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the header of a GGUF file, version 2 or 3. Trusts nothing: each count and length is compared with a limit and
 * with the bytes that are left before anything is allocated for it.
 */
public final class GgufReader {
    private static final int MAGIC = 0x46554747;
    private static final int VALUES_MAX = 4096;
    private static final int TENSORS_MAX = 16_384;
    private static final int ELEMENTS_MAX = 1 << 20;
    /** Elements of all lists together, so that a forged header cannot fill the memory with boxed numbers. */
    private static final int ELEMENTS_TOTAL_MAX = 1 << 21;

    private static final int TEXT_MAX = 1 << 20;
    private static final int NAME_MAX = 256;
    private static final long HEADER_MAX = 32L << 20;
    private static final int BUFFER = 1 << 16;
    private static final Map<Long, String> OTHER_KINDS = Map.ofEntries(
            Map.entry(2L, "Q4_0"),
            Map.entry(3L, "Q4_1"),
            Map.entry(6L, "Q5_0"),
            Map.entry(7L, "Q5_1"),
            Map.entry(10L, "Q2_K"),
            Map.entry(11L, "Q3_K"),
            Map.entry(12L, "Q4_K"),
            Map.entry(13L, "Q5_K"),
            Map.entry(14L, "Q6_K"),
            Map.entry(30L, "BF16"));

    private final ModelBytes file;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long bufferAt;
    private long elements;

    private GgufReader(ModelBytes file) {
        this.file = file;
    }

    /**
     * Reads and checks the header of {@code file}.
     *
     * @throws GgufException when it is no GGUF file, is damaged, or holds kinds of weights that this engine cannot read
     */
    public static Gguf read(ModelBytes file) throws IOException, GgufException {
        return new GgufReader(file).header();
    }

    private Gguf header() throws IOException, GgufException {
        if (file.size() < 24 || number(4) != MAGIC) {
            throw new GgufException("this is no GGUF file");
        }
        long version = number(4);
        if (version < 2 || version > 3) {
            throw new GgufException("GGUF version " + version + " is not known; this engine reads 2 and 3");
        }
        long tensorCount = count("tensors", TENSORS_MAX, 24);
        long valueCount = count("values", VALUES_MAX, 13);
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (long i = 0; i < valueCount; i++) {
            String key = text(NAME_MAX);
            if (metadata.put(key, value(number(4), true)) != null) {
                throw new GgufException("the header names " + shown(key) + " twice");
            }
        }
        Map<String, Gguf.Tensor> tensors = new LinkedHashMap<>();
        for (long i = 0; i < tensorCount; i++) {
            String name = text(NAME_MAX);
            if (tensors.put(name, tensor(name)) != null) {
                throw new GgufException("the tensor " + shown(name) + " is there twice");
            }
        }
        return place(new Gguf(metadata, tensors, file.size()));
    }

    /**
     * Turns offsets into positions in the file, and checks that each tensor lies inside it and apart from the others.
     */
    private Gguf place(Gguf header) throws GgufException {
        int alignment = header.number("general.alignment", 8, 1 << 16, 32);
        if (Integer.bitCount(alignment) != 1) {
            throw new GgufException("general.alignment is " + alignment + ", which is no power of two");
        }
        long dataAt = (position() + alignment - 1) / alignment * alignment;
        Map<String, Gguf.Tensor> placed = new LinkedHashMap<>();
        for (Map.Entry<String, Gguf.Tensor> entry : header.tensors().entrySet()) {
            Gguf.Tensor tensor = entry.getValue();
            if (tensor.at() % alignment != 0) {
                throw new GgufException("the tensor " + shown(entry.getKey()) + " is not aligned");
            }
            if (tensor.at() > file.size() - dataAt - tensor.bytes()) {
                throw new GgufException("the tensor " + shown(entry.getKey())
                        + " goes on after the end of the file; the file is cut short or damaged");
            }
            placed.put(
                    entry.getKey(),
                    new Gguf.Tensor(tensor.kind(), tensor.columns(), tensor.rows(), dataAt + tensor.at()));
        }
        List<Gguf.Tensor> inOrder = placed.values().stream()
                .sorted(Comparator.comparingLong(Gguf.Tensor::at))
                .toList();
        for (int i = 1; i < inOrder.size(); i++) {
            if (inOrder.get(i - 1).at() + inOrder.get(i - 1).bytes()
                    > inOrder.get(i).at()) {
                throw new GgufException("two tensors overlap; the file is damaged");
            }
        }
        return new Gguf(header.metadata(), placed, header.size());
    }

    private Gguf.Tensor tensor(String name) throws IOException, GgufException {
        long dimensions = number(4);
        if (dimensions < 1 || dimensions > 2) {
            throw new GgufException(
                    "the tensor " + shown(name) + " has " + dimensions + " dimensions; this engine knows 1 and 2");
        }
        long columns = dimension(name);
        long rows = dimensions == 2 ? dimension(name) : 1;
        long id = number(4);
        Optional<Gguf.Kind> kind =
                Stream.of(Gguf.Kind.values()).filter(each -> each.id == id).findFirst();
        if (kind.isEmpty()) {
            String called = OTHER_KINDS.getOrDefault(id, "type " + id);
            throw new GgufException(
                    "the tensor " + shown(name) + " is " + called + "; this engine reads F32, F16 and Q8_0");
        }
        long at = number(8);
        if (columns % kind.get().length != 0) {
            throw new GgufException("the rows of " + shown(name) + " are no multiple of 32, as Q8_0 needs");
        }
        Gguf.Tensor tensor = new Gguf.Tensor(kind.get(), (int) columns, (int) rows, at);
        if (at < 0 || tensor.bytes() > file.size()) {
            throw new GgufException(
                    "the tensor " + shown(name) + " is larger than the file; the file is cut short or damaged");
        }
        return tensor;
    }

    private long dimension(String name) throws IOException, GgufException {
        long length = number(8);
        if (length < 1 || length > ELEMENTS_MAX) {
            throw new GgufException("the tensor " + shown(name) + " has a side of " + length
                    + "; this engine takes 1 to " + ELEMENTS_MAX);
        }
        return length;
    }

    private Object value(long type, boolean listAllowed) throws IOException, GgufException {
        return switch ((int) type) {
            case 0 -> number(1);
            case 1 -> (long) (byte) number(1);
            case 2 -> number(2);
            case 3 -> (long) (short) number(2);
            case 4 -> number(4);
            case 5 -> (long) (int) number(4);
            case 6 -> (double) Float.intBitsToFloat((int) number(4));
            case 7 -> number(1) != 0;
            case 8 -> text(TEXT_MAX);
            case 9 -> {
                if (!listAllowed) {
                    throw new GgufException("the header holds a list of lists, which this engine does not read");
                }
                yield list();
            }
            case 10, 11 -> number(8);
            case 12 -> Double.longBitsToDouble(number(8));
            default -> throw new GgufException("the header holds a value of the unknown type " + type);
        };
    }

    private List<Object> list() throws IOException, GgufException {
        long type = number(4);
        long length = count("elements of a list", ELEMENTS_MAX, 1);
        elements += length;
        if (elements > ELEMENTS_TOTAL_MAX) {
            throw new GgufException(
                    "the lists of the header have more than " + ELEMENTS_TOTAL_MAX + " elements together");
        }
        List<Object> values = new ArrayList<>((int) Math.min(length, BUFFER));
        for (long i = 0; i < length; i++) {
            values.add(value(type, false));
        }
        return values;
    }

    /** A count of things of at least {@code bytesEach} bytes. */
    private long count(String what, long max, int bytesEach) throws IOException, GgufException {
        long count = number(8);
        if (count < 0 || count > max || count > left() / bytesEach) {
            String claimed = Long.toUnsignedString(count);
            throw new GgufException("the header claims " + claimed + " " + what + "; the file is cut short or damaged");
        }
        return count;
    }

    private String text(int max) throws IOException, GgufException {
        long length = number(8);
        if (length < 0 || length > max || length > left()) {
            String claimed = Long.toUnsignedString(length);
            throw new GgufException(
                    "the header claims a text of " + claimed + " bytes; the file is cut short or damaged");
        }
        byte[] bytes = new byte[(int) length];
        for (int done = 0; done < bytes.length; ) {
            fill(1);
            int part = Math.min(bytes.length - done, buffer.remaining());
            buffer.get(bytes, done, part);
            done += part;
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** An unsigned little-endian number; one of 8 bytes is negative when it is above 2^63. */
    private long number(int bytes) throws IOException, GgufException {
        fill(bytes);
        return switch (bytes) {
            case 1 -> buffer.get() & 0xFFL;
            case 2 -> buffer.getShort() & 0xFFFFL;
            case 4 -> buffer.getInt() & 0xFFFF_FFFFL;
            default -> buffer.getLong();
        };
    }

    /** Makes at least {@code bytes} bytes readable in the buffer. */
    private void fill(int bytes) throws IOException, GgufException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        long at = position();
        if (at + bytes > file.size()) {
            throw new GgufException("the file ends inside its header; it is cut short");
        }
        if (at > HEADER_MAX) {
            throw new GgufException("the header is longer than " + (HEADER_MAX >> 20) + " MiB");
        }
        int length = (int) Math.min(BUFFER, file.size() - at);
        file.read(at, MemorySegment.ofArray(buffer.array()).asSlice(0, length));
        buffer.position(0).limit(length);
        bufferAt = at;
    }

    private long position() {
        return bufferAt + buffer.position();
    }

    private long left() {
        return file.size() - position();
    }

    /** A name from the file, fit for a sentence. */
    private static String shown(String name) {
        String clean = name.replaceAll("[^\\x21-\\x7e]", "?");
        return clean.length() > 64 ? clean.substring(0, 64) + "..." : clean;
    }
}
