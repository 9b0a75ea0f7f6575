package aurora.engine.embedded.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.GgufReader;
import aurora.engine.embedded.gguf.ModelBytes;
import aurora.engine.embedded.kernels.Kernels;
import aurora.engine.embedded.kernels.PlainKernels;
import aurora.engine.embedded.llama.KvCache;
import aurora.engine.embedded.llama.LlamaRun;
import aurora.engine.embedded.llama.LlamaWeights;
import aurora.engine.embedded.tokens.Bpe;
import aurora.engine.embedded.tokens.ChatTemplate;
import aurora.engine.embedded.tokens.Ints;
import aurora.engine.embedded.tokens.Utf8Stream;
import aurora.engine.guide.Guide;
import aurora.ground.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide's file gives the tokens, logits and texts that the trainer computed with PyTorch from the same file. */
final class GoldenTest {
    private static LlamaWeights weights;
    private static Bpe bpe;
    private static ChatTemplate template;
    private static Golden golden;

    record Golden(List<Prompt> prompts, List<Tokens> tokenizer, List<Nearest> nearest) {}

    record Prompt(
            String question,
            String prompt,
            List<Integer> ids,
            List<List<Double>> logits,
            List<Integer> greedy,
            String text) {}

    record Tokens(String text, List<Integer> ids) {}

    record Nearest(String q, String nearest, double cosine) {}

    @BeforeAll
    static void load() throws Exception {
        ModelBytes file = ModelBytes.of(Guide.model());
        Gguf header = GgufReader.read(file);
        weights = LlamaWeights.load(file, header);
        bpe = Bpe.of(header);
        template = ChatTemplate.of(header, bpe);
        try (var in = Guide.class.getResourceAsStream("golden.json")) {
            golden = Json.read(in.readAllBytes(), Golden.class);
        }
    }

    @AfterAll
    static void unload() {
        weights.close();
    }

    static Stream<Kernels> kernels() {
        return Stream.of(Kernels.best(), new PlainKernels());
    }

    @Test
    void textBecomesTheSameTokens() {
        for (Tokens each : golden.tokenizer) {
            Ints ids = new Ints();
            bpe.encode(each.text, ids);
            assertEquals(each.ids, list(ids), each.text);
        }
    }

    @Test
    void promptsBecomeTheSameTokens() {
        for (Prompt each : golden.prompts) {
            assertEquals(each.ids, list(prompt(each)), each.question);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void logitsAgreeWithPyTorch(Kernels kernels) {
        for (Prompt each : golden.prompts) {
            float[] logits = read(new LlamaRun(weights, kernels), array(each.ids), new KvCache(weights.shape()));
            for (List<Double> pair : each.logits) {
                int token = pair.get(0).intValue();
                assertEquals(pair.get(1), logits[token], 1e-3, each.question + ", token " + token);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void greedyTextIsTheSame(Kernels kernels) {
        LlamaRun run = new LlamaRun(weights, kernels);
        for (Prompt each : golden.prompts) {
            KvCache cache = new KvCache(weights.shape());
            Sampler sampler = new Sampler(Sampler.Choice.GREEDY, bpe.size());
            Ints made = new Ints();
            Utf8Stream text = new Utf8Stream();
            StringBuilder out = new StringBuilder();
            float[] logits = read(run, array(each.ids), cache);
            for (int token = sampler.choose(logits, made);
                    !template.ends(token);
                    token = sampler.choose(run.logits(), made)) {
                made.add(token);
                out.append(text.add(bpe.bytes(token)));
                run.read(new int[] {token}, 0, 1, cache, true, () -> false);
            }
            assertEquals(each.greedy, list(made), each.question);
            assertEquals(each.text, out.append(text.end()).toString());
        }
    }

    private static int[] array(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Integer> list(Ints ids) {
        return Arrays.stream(ids.toArray()).boxed().toList();
    }

    private static Ints prompt(Prompt each) {
        var asked = List.of(aurora.engine.Message.of(aurora.engine.Message.Role.USER, each.question));
        return template.prompt(asked, "", 512, 100);
    }

    private static float[] read(LlamaRun run, int[] ids, KvCache cache) {
        for (int at = 0; at < ids.length; at += LlamaRun.BATCH) {
            run.read(
                    ids,
                    at,
                    Math.min(LlamaRun.BATCH, ids.length - at),
                    cache,
                    at + LlamaRun.BATCH >= ids.length,
                    () -> false);
        }
        return run.logits();
    }
}
