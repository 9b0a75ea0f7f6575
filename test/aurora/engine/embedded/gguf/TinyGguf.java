package aurora.engine.embedded.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes small GGUF files with random weights; tests change metadata and tensors before writing. */
public final class TinyGguf {
    public static final String CHATML = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n'"
            + " + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    /** A tensor to write. */
    public record Tensor(Gguf.Kind kind, List<Integer> sides, ByteBuffer data) {}

    public final Map<String, Object> metadata = new LinkedHashMap<>();
    public final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Random random;

    private TinyGguf(long seed) {
        random = new Random(seed);
    }

    /** Sizes of a random model. */
    public record Sides(int hidden, int layers, int heads, int headsKv, int feedForward, int context, int vocabulary) {
        public static final Sides TINY = new Sides(64, 2, 4, 2, 96, 256, 300);
        /** The size of the guide. */
        public static final Sides GUIDE = new Sides(192, 6, 6, 2, 640, 512, 2048);
    }

    public static TinyGguf llama(Sides sides, Gguf.Kind kind, long seed) {
        TinyGguf file = new TinyGguf(seed);
        Map<String, Object> m = file.metadata;
        m.put("general.architecture", "llama");
        m.put("general.name", "tiny");
        m.put("llama.context_length", sides.context);
        m.put("llama.embedding_length", sides.hidden);
        m.put("llama.block_count", sides.layers);
        m.put("llama.feed_forward_length", sides.feedForward);
        m.put("llama.attention.head_count", sides.heads);
        m.put("llama.attention.head_count_kv", sides.headsKv);
        m.put("llama.rope.dimension_count", sides.hidden / sides.heads);
        m.put("llama.rope.freq_base", 10000f);
        m.put("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        file.vocabulary(sides.vocabulary);
        int kv = sides.hidden / sides.heads * sides.headsKv;
        file.matrix("token_embd.weight", kind, sides.vocabulary, sides.hidden);
        for (int i = 0; i < sides.layers; i++) {
            String block = "blk." + i + ".";
            file.norm(block + "attn_norm.weight", sides.hidden);
            file.matrix(block + "attn_q.weight", kind, sides.hidden, sides.hidden);
            file.matrix(block + "attn_k.weight", kind, kv, sides.hidden);
            file.matrix(block + "attn_v.weight", kind, kv, sides.hidden);
            file.matrix(block + "attn_output.weight", kind, sides.hidden, sides.hidden);
            file.norm(block + "ffn_norm.weight", sides.hidden);
            file.matrix(block + "ffn_gate.weight", kind, sides.feedForward, sides.hidden);
            file.matrix(block + "ffn_up.weight", kind, sides.feedForward, sides.hidden);
            file.matrix(block + "ffn_down.weight", kind, sides.hidden, sides.feedForward);
        }
        file.norm("output_norm.weight", sides.hidden);
        return file;
    }

    /** Three special tokens, the 256 bytes, and pairs of letters up to the size asked for. */
    private void vocabulary(int size) {
        List<String> tokens = new ArrayList<>(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"));
        int spare = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
            tokens.add(Character.toString(printable ? value : spare++));
        }
        List<String> merges = new ArrayList<>();
        for (int i = 0; tokens.size() < size; i++) {
            String left = i % 27 == 26 ? "\u0120" : Character.toString('a' + i % 27);
            String right = Character.toString('!' + i / 27);
            merges.add(left + " " + right);
            tokens.add(left + right);
        }
        List<Integer> types = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            types.add(i < 3 ? 3 : 1);
        }
        metadata.put("tokenizer.ggml.model", "gpt2");
        metadata.put("tokenizer.ggml.pre", "gpt-2");
        metadata.put("tokenizer.ggml.tokens", tokens);
        metadata.put("tokenizer.ggml.token_type", types);
        metadata.put("tokenizer.ggml.merges", merges);
        metadata.put("tokenizer.ggml.bos_token_id", 0);
        metadata.put("tokenizer.ggml.eos_token_id", 2);
        metadata.put("tokenizer.ggml.add_bos_token", false);
        metadata.put("tokenizer.chat_template", CHATML);
    }

    public void norm(String name, int n) {
        ByteBuffer data = ByteBuffer.allocate(4 * n).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < n; i++) {
            data.putFloat(0.8f + 0.4f * random.nextFloat());
        }
        tensors.put(name, new Tensor(Gguf.Kind.F32, List.of(n), data));
    }

    public void matrix(String name, Gguf.Kind kind, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    (float) random.nextGaussian() * (name.startsWith("token") ? 1f : 1.5f / (float) Math.sqrt(columns));
        }
        tensors.put(name, new Tensor(kind, List.of(columns, rows), ByteBuffer.wrap(encode(kind, values))));
    }

    static byte[] encode(Gguf.Kind kind, float[] values) {
        ByteBuffer data =
                ByteBuffer.allocate(values.length / kind.length * kind.bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (kind) {
            case F32 -> {
                for (float value : values) {
                    data.putFloat(value);
                }
            }
            case F16 -> {
                for (float value : values) {
                    data.putShort(Float.floatToFloat16(value));
                }
            }
            case Q8_0 -> {
                for (int at = 0; at < values.length; at += 32) {
                    float max = 0;
                    for (int i = 0; i < 32; i++) {
                        max = Math.max(max, Math.abs(values[at + i]));
                    }
                    short scale = Float.floatToFloat16(max / 127);
                    data.putShort(scale);
                    for (int i = 0; i < 32; i++) {
                        data.put((byte) (max == 0 ? 0 : Math.round(values[at + i] * 127 / max)));
                    }
                }
            }
        }
        return data.array();
    }

    /** The whole file. */
    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, "GGUF".getBytes(StandardCharsets.US_ASCII));
        number(out, 3, 4);
        number(out, tensors.size(), 8);
        number(out, metadata.size(), 8);
        metadata.forEach((key, value) -> {
            text(out, key);
            number(out, type(value), 4);
            value(out, value);
        });
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            text(out, entry.getKey());
            number(out, tensor.sides.size(), 4);
            tensor.sides.forEach(side -> number(out, side, 8));
            number(out, tensor.kind.id, 4);
            number(out, offset, 8);
            offset += (tensor.data.capacity() + 31L) / 32 * 32;
        }
        for (Tensor tensor : tensors.values()) {
            pad(out);
            byte[] data = new byte[tensor.data.capacity()];
            tensor.data.get(0, data);
            put(out, data);
        }
        pad(out);
        return out.toByteArray();
    }

    private static void pad(ByteArrayOutputStream out) {
        while (out.size() % 32 != 0) {
            out.write(0);
        }
    }

    private static int type(Object value) {
        return switch (value) {
            case Integer _ -> 4;
            case Float _ -> 6;
            case Boolean _ -> 7;
            case String _ -> 8;
            case List<?> _ -> 9;
            case Long _ -> 10;
            default -> throw new IllegalArgumentException("no GGUF type for " + value.getClass());
        };
    }

    private static void value(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case Integer number -> number(out, number, 4);
            case Float number -> number(out, Float.floatToIntBits(number), 4);
            case Boolean flag -> number(out, flag ? 1 : 0, 1);
            case String text -> text(out, text);
            case Long number -> number(out, number, 8);
            case List<?> list -> {
                number(out, list.isEmpty() ? 8 : type(list.getFirst()), 4);
                number(out, list.size(), 8);
                list.forEach(each -> value(out, each));
            }
            default -> throw new IllegalArgumentException("no GGUF type for " + value.getClass());
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length, 8);
        put(out, bytes);
    }

    private static void number(ByteArrayOutputStream out, long number, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (number >>> (8 * i)));
        }
    }

    private static void put(ByteArrayOutputStream out, byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }
}
