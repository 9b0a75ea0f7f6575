package aurora.engine.embedded;

import aurora.engine.embedded.gguf.GgufException;
import aurora.engine.embedded.gguf.GgufReader;
import aurora.engine.embedded.gguf.ModelBytes;
import aurora.engine.embedded.kernels.Kernels;
import aurora.engine.embedded.kernels.PlainKernels;
import aurora.engine.embedded.llama.KvCache;
import aurora.engine.embedded.llama.LlamaRun;
import aurora.engine.embedded.llama.LlamaWeights;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;

/** Measures how fast this machine reads and writes tokens with a model, for {@code aurora bench engine}. */
public final class EmbeddedSpeed {
    private static final int PROMPT = 96;
    private static final int ANSWER = 64;

    private EmbeddedSpeed() {}

    /**
     * What was measured, on one thread.
     *
     * @param kernels "vector" or "plain"
     * @param prefillTokens tokens read
     * @param prefillCpuNanos processor time of the thread for them
     * @param decodeTokens tokens written
     * @param decodeCpuNanos processor time of the thread for them
     */
    public record Speed(
            String kernels, long prefillTokens, long prefillCpuNanos, long decodeTokens, long decodeCpuNanos) {

        /** Tokens read per second of processor time. */
        public double prefillPerSecond() {
            return prefillTokens * 1e9 / Math.max(1, prefillCpuNanos);
        }

        /** Tokens written per second of processor time. */
        public double decodePerSecond() {
            return decodeTokens * 1e9 / Math.max(1, decodeCpuNanos);
        }
    }

    /**
     * Reads prompts of 96 tokens and writes answers of 64, {@code rounds} times after one unmeasured eighth to warm up.
     *
     * @param file a GGUF file
     * @param rounds at least 1
     * @param vectors false to measure plain Java although the Vector API is there
     */
    public static Speed measure(Path file, int rounds, boolean vectors) throws IOException, GgufException {
        try (ModelBytes bytes = ModelBytes.of(file)) {
            return measure(bytes, rounds, vectors ? Kernels.best() : new PlainKernels());
        }
    }

    static Speed measure(ModelBytes bytes, int rounds, Kernels kernels) throws IOException, GgufException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (LlamaWeights weights = LlamaWeights.load(bytes, GgufReader.read(bytes))) {
            LlamaRun run = new LlamaRun(weights, kernels);
            int vocabulary = weights.shape().vocabulary();
            int answer = Math.min(ANSWER, weights.shape().context() - 1);
            int prompt = Math.min(PROMPT, weights.shape().context() - answer);
            int[] ids = new int[prompt];
            long prefill = 0;
            long decode = 0;
            for (int round = -Math.max(1, rounds / 8); round < rounds; round++) {
                KvCache cache = new KvCache(weights.shape());
                for (int i = 0; i < prompt; i++) {
                    ids[i] = Math.floorMod(31 * i + round, vocabulary);
                }
                long start = threads.getCurrentThreadCpuTime();
                for (int at = 0; at < prompt; at += LlamaRun.BATCH) {
                    run.read(
                            ids,
                            at,
                            Math.min(LlamaRun.BATCH, prompt - at),
                            cache,
                            at + LlamaRun.BATCH >= prompt,
                            () -> false);
                }
                long read = threads.getCurrentThreadCpuTime();
                for (int i = 0; i < answer; i++) {
                    ids[0] = Math.floorMod(17 * i + round, vocabulary);
                    run.read(ids, 0, 1, cache, true, () -> false);
                }
                if (round >= 0) {
                    prefill += read - start;
                    decode += threads.getCurrentThreadCpuTime() - read;
                }
            }
            return new Speed(kernels.name(), (long) rounds * prompt, prefill, (long) rounds * answer, decode);
        }
    }
}
