package aurora.engine.embedded.answer;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.GgufReader;
import aurora.engine.embedded.gguf.ModelBytes;
import aurora.engine.embedded.kernels.Kernels;
import aurora.engine.embedded.llama.KvCache;
import aurora.engine.embedded.llama.LlamaRun;
import aurora.engine.embedded.llama.LlamaWeights;
import aurora.engine.embedded.tokens.Bpe;
import aurora.engine.embedded.tokens.ChatTemplate;
import aurora.engine.embedded.tokens.Ints;
import aurora.engine.guide.Guide;
import aurora.engine.minilm.MiniLm;
import aurora.ground.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The committed guide keeps what its figures promise: exact on trained questions, right on others, honest beyond its
 * subject.
 */
final class GuideQualityTest {
    /** Of the trained questions every so many-th is asked, each answer at least once. */
    private static final int EVERY = 8;

    @TempDir
    static Path folder;

    private static MiniLm embedder;
    private static Guide guide;
    private static LlamaWeights weights;
    private static Bpe bpe;
    private static ChatTemplate template;
    private static LlamaRun run;
    private static final Map<String, Boolean> SAID = new HashMap<>();

    record Row(String q, String a, String fact) {}

    record OffTopic(String q) {}

    @BeforeAll
    static void load() throws Exception {
        embedder = new MiniLm(folder);
        guide = new Guide(embedder);
        ModelBytes file = ModelBytes.of(Guide.model());
        Gguf header = GgufReader.read(file);
        weights = LlamaWeights.load(file, header);
        bpe = Bpe.of(header);
        template = ChatTemplate.of(header, bpe);
        run = new LlamaRun(weights, Kernels.best());
    }

    @AfterAll
    static void unload() {
        weights.close();
        embedder.close();
    }

    @Test
    void trainedQuestionsAreAnsweredExactly() throws Exception {
        Row[] rows = Json.read(resource("trained.json"), Row[].class);
        Set<String> seen = new HashSet<>();
        int asked = 0;
        int exact = 0;
        for (int i = 0; i < rows.length; i++) {
            if (seen.add(rows[i].a) || i % EVERY == 0) {
                asked++;
                exact += saysExactly(rows[i].q, rows[i].a) ? 1 : 0;
            }
        }
        System.out.println("trained questions: " + exact + " of " + asked + " exact");
        assertTrue(exact >= 0.98 * asked, exact + " of " + asked);
    }

    @Test
    void heldOutPhrasingsFindTheirAnswer() throws Exception {
        Row[] rows = Json.read(resource("heldout.json"), Row[].class);
        int right = 0;
        for (Row row : rows) {
            boolean same = switch (find(row.q)) {
                case Guide.Trained trained -> trained.answer().equals(row.a) && saysExactly(trained.question(), row.a);
                case Guide.Unknown(String answer) -> answer.equals(row.a);
            };
            right += same ? 1 : 0;
        }
        System.out.println("held-out phrasings: " + right + " of " + rows.length + " right");
        assertTrue(right >= 0.8 * rows.length, right + " of " + rows.length);
    }

    @Test
    void questionsOffTheSubjectAreRecognised() throws Exception {
        for (String nothing : List.of(" ", "\u0000", "\ud800", "\u202e\u200b")) {
            assertInstanceOf(Guide.Unknown.class, find(nothing), "nothing is asked");
        }
        recognised("offtopic.json", 0.95);
    }

    /** How do I sign out of Instagram: words of ours, and about something else. */
    @Test
    void mostQuestionsAboutOtherProgramsAreRecognised() throws Exception {
        recognised("near.json", 0.7);
    }

    private static void recognised(String file, double least) throws Exception {
        OffTopic[] rows = Json.read(resource(file), OffTopic[].class);
        List<String> missed = new ArrayList<>();
        Guide.Unknown unknown = assertInstanceOf(Guide.Unknown.class, find("Which wine goes with grilled salmon?"));
        for (OffTopic row : rows) {
            boolean honest = switch (find(row.q)) {
                case Guide.Trained trained -> trained.answer().equals(unknown.answer());
                case Guide.Unknown _ -> true;
            };
            if (!honest) {
                missed.add(row.q);
            }
        }
        System.out.println(file + ": " + (rows.length - missed.size()) + " of " + rows.length + " recognised");
        assertTrue(rows.length - missed.size() >= least * rows.length, missed.toString());
    }

    /**
     * Whether each token of {@code answer}, and its end, is the likeliest after those before: read at once instead of
     * written.
     */
    private static boolean saysExactly(String question, String answer) {
        return SAID.computeIfAbsent(question, each -> reads(each, answer));
    }

    private static boolean reads(String question, String answer) {
        Ints all = template.prompt(
                List.of(aurora.engine.Message.of(aurora.engine.Message.Role.USER, question)), "", 512, 0);
        int from = all.size();
        bpe.encode(answer, all);
        int[] ids = all.toArray();
        KvCache cache = new KvCache(weights.shape());
        Sampler greedy = new Sampler(Sampler.Choice.GREEDY, bpe.size());
        for (int at = 0; at < from; at += LlamaRun.BATCH) {
            run.read(ids, at, Math.min(LlamaRun.BATCH, from - at), cache, at + LlamaRun.BATCH >= from, () -> false);
        }
        for (int at = from; at < ids.length; at++) {
            if (greedy.choose(run.logits(), all) != ids[at]) {
                return false;
            }
            run.read(ids, at, 1, cache, true, () -> false);
        }
        return template.ends(greedy.choose(run.logits(), all));
    }

    private static Guide.Match find(String question) throws Exception {
        return guide.find(question).await(Duration.ofSeconds(60)).orElseThrow();
    }

    private static byte[] resource(String name) throws Exception {
        try (var in = Guide.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
