package aurora.engine.embedded.tokens;

import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.GgufException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Byte-level byte-pair encoding as in GPT-2: text is split into words by a pattern, each byte of a word becomes a
 * symbol, and the pair with the lowest rank is joined until none is left. Immutable after construction.
 */
public final class Bpe {
    private static final int CONTROL = 3;
    private static final int[] BYTE_TO_CHAR = byteToChar();
    private static final Map<Integer, Byte> CHAR_TO_BYTE = charToByte();

    private final WordSplit split;
    private final boolean wholeWordsFirst;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Long, Join> joins = new HashMap<>();
    private final byte[][] bytes;
    private final boolean[] control;
    private final int[] byteIds = new int[256];

    /** What becomes of a pair of tokens, and before which other pairs. */
    private record Join(int rank, int id) {}

    /** A pair that may be joined at {@code left}, as it was when it was found. */
    private record Candidate(int rank, int left, int leftId, int rightId, int id) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            return rank != other.rank ? Integer.compare(rank, other.rank) : Integer.compare(left, other.left);
        }
    }

    private Bpe(Gguf file, WordSplit split) throws GgufException {
        this.split = split;
        this.wholeWordsFirst = split == WordSplit.LLAMA3;
        List<String> tokens = file.texts("tokenizer.ggml.tokens");
        List<Long> types = file.numbers("tokenizer.ggml.token_type");
        bytes = new byte[tokens.size()][];
        control = new boolean[tokens.size()];
        for (int id = 0; id < bytes.length; id++) {
            String token = tokens.get(id);
            control[id] = id < types.size() && types.get(id) == CONTROL;
            bytes[id] = control[id] ? new byte[0] : bytesOf(token);
            ids.putIfAbsent(token, id);
        }
        Arrays.setAll(byteIds, value -> ids.getOrDefault(Character.toString(BYTE_TO_CHAR[value]), -1));
        List<String> merges = file.texts("tokenizer.ggml.merges");
        for (int rank = 0; rank < merges.size(); rank++) {
            join(merges.get(rank), rank);
        }
    }

    /**
     * The tokenizer that {@code file} holds.
     *
     * @throws GgufException when it is of another kind
     */
    public static Bpe of(Gguf file) throws GgufException {
        String model = file.text("tokenizer.ggml.model").orElse("");
        if (!model.equals("gpt2")) {
            throw new GgufException(
                    "its tokenizer is \"" + model + "\"; the built-in engine knows byte-level BPE (\"gpt2\")");
        }
        String name = file.text("tokenizer.ggml.pre").orElse("default");
        Optional<WordSplit> split = WordSplit.named(name);
        if (split.isEmpty()) {
            throw new GgufException(
                    "its tokenizer splits words as \"" + name + "\", which the built-in engine does not know");
        }
        return new Bpe(file, split.get());
    }

    /** A merge whose parts or whole are no tokens can never apply. */
    private void join(String merge, int rank) {
        int space = merge.indexOf(' ', 1);
        if (space < 0) {
            return;
        }
        Integer left = ids.get(merge.substring(0, space));
        Integer right = ids.get(merge.substring(space + 1));
        Integer both = ids.get(merge.substring(0, space) + merge.substring(space + 1));
        if (left != null && right != null && both != null) {
            joins.putIfAbsent(pair(left, right), new Join(rank, both));
        }
    }

    /** Number of tokens. */
    public int size() {
        return bytes.length;
    }

    /** The token written exactly {@code text}, special or not. */
    Optional<Integer> token(String text) {
        return Optional.ofNullable(ids.get(text));
    }

    /** The special token written {@code text}. */
    Optional<Integer> control(String text) {
        return token(text).filter(id -> control[id]);
    }

    /** The bytes that {@code token} stands for; none for a special token. */
    public byte[] bytes(int token) {
        return bytes[token];
    }

    /**
     * Appends the tokens of {@code text} to {@code out}. Special tokens written in the text are read as plain letters.
     */
    public void encode(String text, Ints out) {
        split.words(text, word -> encodeWord(word, out));
    }

    private void encodeWord(String word, Ints out) {
        byte[] raw = word.getBytes(StandardCharsets.UTF_8);
        if (wholeWordsFirst) {
            StringBuilder symbols = new StringBuilder(raw.length);
            for (byte each : raw) {
                symbols.appendCodePoint(BYTE_TO_CHAR[each & 0xFF]);
            }
            Integer whole = ids.get(symbols.toString());
            if (whole != null) {
                out.add(whole);
                return;
            }
        }
        int[] symbols = new int[raw.length];
        int count = 0;
        for (byte each : raw) {
            int id = byteIds[each & 0xFF];
            if (id >= 0) {
                symbols[count++] = id;
            }
        }
        merge(symbols, count, out);
    }

    /**
     * Joins pairs, lowest rank first, leftmost first among equals. A linked list and a heap keep long words from
     * costing their square.
     */
    private void merge(int[] symbols, int count, Ints out) {
        int[] next = new int[count];
        int[] previous = new int[count];
        PriorityQueue<Candidate> queue = new PriorityQueue<>();
        for (int i = 0; i < count; i++) {
            previous[i] = i - 1;
            next[i] = i + 1;
            offer(queue, symbols, i - 1, i);
        }
        for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
            int left = best.left();
            int right = symbols[left] == best.leftId() ? next[left] : count;
            if (right >= count || symbols[right] != best.rightId()) {
                continue;
            }
            symbols[left] = best.id();
            symbols[right] = -1;
            next[left] = next[right];
            if (next[left] < count) {
                previous[next[left]] = left;
                offer(queue, symbols, left, next[left]);
            }
            offer(queue, symbols, previous[left], left);
        }
        for (int i = 0; i < count; i = next[i]) {
            out.add(symbols[i]);
        }
    }

    private void offer(PriorityQueue<Candidate> queue, int[] symbols, int left, int right) {
        Join join = left < 0 ? null : joins.get(pair(symbols[left], symbols[right]));
        if (join != null) {
            queue.add(new Candidate(join.rank(), left, symbols[left], symbols[right], join.id()));
        }
    }

    private static long pair(int left, int right) {
        return ((long) left << 32) | right;
    }

    /** A token's letters stand for bytes; a letter that stands for none is taken as it is written. */
    private static byte[] bytesOf(String token) {
        byte[] bytes = new byte[token.length()];
        int count = 0;
        for (int i = 0; i < token.length(); i++) {
            Byte value = CHAR_TO_BYTE.get((int) token.charAt(i));
            if (value == null) {
                return token.getBytes(StandardCharsets.UTF_8);
            }
            bytes[count++] = value;
        }
        return bytes;
    }

    /** GPT-2's table: printable bytes stand for themselves, the others for the letters from U+0100 on. */
    private static int[] byteToChar() {
        int[] table = new int[256];
        int spare = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || (value >= 0xAE);
            table[value] = printable ? value : spare++;
        }
        return table;
    }

    private static Map<Integer, Byte> charToByte() {
        Map<Integer, Byte> table = new HashMap<>();
        for (int value = 0; value < 256; value++) {
            table.put(BYTE_TO_CHAR[value], (byte) value);
        }
        return Map.copyOf(table);
    }
}
