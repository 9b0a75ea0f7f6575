package aurora.engine.embedded.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.Seed;
import aurora.engine.embedded.kernels.PlainKernels;
import aurora.engine.embedded.llama.KvCache;
import aurora.engine.embedded.llama.LlamaRun;
import aurora.engine.embedded.llama.LlamaShape;
import aurora.engine.embedded.llama.LlamaWeights;
import aurora.engine.embedded.tokens.Bpe;
import aurora.engine.embedded.tokens.ChatTemplate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a file holds, reading it ends in a model or in one exception with a sentence. */
final class GgufReaderTest {
    private static final byte[] VALID =
            TinyGguf.llama(TinyGguf.Sides.TINY, Gguf.Kind.Q8_0, 1).bytes();

    @Test
    void readsWhatWasWritten() throws Exception {
        Gguf header = GgufReader.read(ModelBytes.of(VALID));
        assertEquals("tiny", header.text("general.name").orElseThrow());
        assertEquals(300, header.texts("tokenizer.ggml.tokens").size());
        assertEquals(20, header.tensors().size());
        LlamaShape shape = LlamaWeights.check(header);
        assertEquals(256, shape.context());
        assertEquals(16, shape.head());
    }

    @Test
    void everyTruncationIsRefused() {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            int length = i < 100 ? i : random.nextInt(VALID.length - 32);
            String why = refusal(Arrays.copyOf(VALID, length));
            assertTrue(why.length() > 10, why);
        }
    }

    @Test
    void randomBytesAreRefused() {
        long seed = Seed.next();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(4096)];
            random.nextBytes(bytes);
            if (i % 2 == 0 && bytes.length > 8) {
                System.arraycopy("GGUF\3\0\0\0".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 8);
            }
            assertTrue(refusal(bytes).length() > 10);
        }
    }

    /** A mutated file either is refused or can be rendered with; nothing else ever comes out. */
    @Test
    void mutationsNeverDoHarm() {
        long seed = Seed.next();
        Random random = new Random(seed);
        int header = headerLength();
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            byte[] bytes = VALID.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                mutate(
                        bytes,
                        random.nextInt(10) < 9 ? random.nextInt(header) : random.nextInt(bytes.length - 8),
                        random);
            }
            refused += outcome(bytes, seed) ? 0 : 1;
        }
        assertTrue(refused > 300, "only " + refused + " of 1500 were refused, seed " + seed);
    }

    private static void mutate(byte[] bytes, int at, Random random) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> buffer.putLong(at, random.nextLong());
            case 3 -> buffer.putLong(at, -1 - random.nextInt(3));
            case 4 -> buffer.putInt(at, Integer.MAX_VALUE - random.nextInt(3));
            default -> buffer.putLong(at, 1L << random.nextInt(63));
        }
    }

    private static boolean outcome(byte[] bytes, long seed) {
        ModelBytes file = ModelBytes.of(bytes);
        try {
            Gguf header = GgufReader.read(file);
            Bpe bpe = Bpe.of(header);
            ChatTemplate.of(header, bpe);
            try (LlamaWeights weights = LlamaWeights.load(file, header)) {
                KvCache cache = new KvCache(weights.shape());
                LlamaRun run = new LlamaRun(weights, new PlainKernels());
                run.read(new int[] {0, bpe.size() - 1}, 0, 2, cache, true, () -> false);
                assertEquals(bpe.size(), run.logits().length);
            }
            return true;
        } catch (GgufException refused) {
            assertTrue(String.valueOf(refused.getMessage()).length() > 10);
            return false;
        } catch (Exception | Error other) {
            throw new AssertionError("seed " + seed, other);
        }
    }

    private static int headerLength() {
        try {
            return (int) GgufReader.read(ModelBytes.of(VALID)).tensors().values().stream()
                    .mapToLong(Gguf.Tensor::at)
                    .min()
                    .orElseThrow();
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void forgedFilesAreNamed() {
        assertSays("F32, F16 and Q8_0", 4, "GGUF".getBytes(StandardCharsets.US_ASCII));
        assertChange("architecture is \"gemma\"", file -> file.metadata.put("general.architecture", "gemma"));
        assertChange("rope scaling", file -> file.metadata.put("llama.rope.scaling.type", "yarn"));
        assertChange("attention heads", file -> file.metadata.put("llama.attention.head_count_kv", 3));
        assertChange("llama.embedding_length", file -> file.metadata.put("llama.embedding_length", -1));
        assertChange("another size", file -> file.metadata.put("llama.feed_forward_length", 128));
        assertChange("lacks the tensor output_norm.weight", file -> file.tensors.remove("output_norm.weight"));
        assertChange("beyond a plain llama", file -> file.norm("blk.0.attn_q.bias", 64));
        assertChange("tokenizer is \"llama\"", file -> file.metadata.put("tokenizer.ggml.model", "llama"));
        assertChange("not ChatML", file -> file.metadata.put("tokenizer.chat_template", "{{ '[INST]' }}"));
        assertChange("splits words", file -> file.metadata.put("tokenizer.ggml.pre", "tekken"));
        assertChange("power of two", file -> file.metadata.put("general.alignment", 24));
        assertChange("no vocabulary", file -> file.metadata.remove("tokenizer.ggml.tokens"));
    }

    @Test
    void overlappingTensorsAreRefused() {
        byte[] bytes = VALID.clone();
        int at = indexOf(bytes, "blk.0.attn_q.weight") + "blk.0.attn_q.weight".length();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at + 4 + 16 + 4, 0);
        assertTrue(refusal(bytes).contains("overlap"), refusal(bytes));
    }

    private static void assertSays(String text, int kind, byte[] magic) {
        byte[] bytes = VALID.clone();
        System.arraycopy(magic, 0, bytes, 0, magic.length);
        int at = indexOf(bytes, "blk.0.attn_q.weight") + "blk.0.attn_q.weight".length();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at + 4 + 16, 8 + kind);
        assertTrue(refusal(bytes).contains(text), refusal(bytes));
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private static void assertChange(String says, java.util.function.Consumer<TinyGguf> change) {
        TinyGguf file = TinyGguf.llama(TinyGguf.Sides.TINY, Gguf.Kind.F32, 1);
        change.accept(file);
        assertTrue(refusal(file.bytes()).contains(says), refusal(file.bytes()));
    }

    private static String refusal(byte[] bytes) {
        GgufException refused = assertThrows(GgufException.class, () -> {
            ModelBytes file = ModelBytes.of(bytes);
            Gguf header = GgufReader.read(file);
            LlamaWeights.check(header);
            ChatTemplate.of(header, Bpe.of(header));
            LlamaWeights.load(file, header).close();
        });
        return String.valueOf(refused.getMessage());
    }
}
