package aurora.router.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.engine.Model;
import aurora.engine.Model.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names of models are somebody else's text. */
final class EngineRulesTest {
    private static Model model(String name) {
        return new Model(name, Purpose.GENERAL, true, 1, 1, "");
    }

    private static EngineRules.Models models(String... names) {
        return EngineRules.models(Stream.of(names).map(EngineRulesTest::model).toList(), List.of());
    }

    @Test
    void namesThatCanBeAskedForAreTakenAsTheyAre() {
        String[] good = {"llama3.2:1b", "meta-llama/Llama 3 (Q4)", "глубина-7b", "名前", "a".repeat(200), "automatic"};
        EngineRules.Models models = models(good);
        assertEquals(List.of(good), models.taken().stream().map(Model::name).toList());
        assertEquals(List.of(), models.leftOut());
    }

    @Test
    void othersAreLeftOutWithAReasonInCleanText() {
        String[] bad = {
            "",
            "  ",
            "auto",
            "AUTO",
            "a\u001b[2Jb",
            "a\nb",
            "a\u202eb",
            "a\u200bb",
            " a",
            "a ",
            "\ud83d",
            "x".repeat(201)
        };
        for (String name : bad) {
            EngineRules.Models models = models(name, "good");
            assertEquals(
                    List.of("good"), models.taken().stream().map(Model::name).toList(), name);
            assertEquals(1, models.leftOut().size(), name);
            String said = models.leftOut().getFirst();
            assertTrue(said.length() < 200, said);
            assertTrue(said.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x200b), said);
        }
        assertEquals(List.of("\"twin\" is listed twice"), models("twin", "twin").leftOut());
    }

    @Test
    void whatTheEngineLeavesOutItselfIsSaidInCleanText() {
        List<String> there = List.of("the file a\u202eb.gguf: too old", "x".repeat(5_000));
        List<String> said = EngineRules.models(List.of(model("good")), there).leftOut();
        assertEquals("the file a?b.gguf: too old", said.getFirst());
        assertTrue(said.getLast().length() < 400, said.getLast());
    }

    @Test
    void thousandsAreBoundedAndCounted() {
        List<Model> many = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            many.add(model("m" + i));
        }
        EngineRules.Models models = EngineRules.models(many, List.of());
        assertEquals(1_000, models.taken().size());
        assertEquals(EngineRules.LEFT_OUT_MAX + 1, models.leftOut().size());
        assertEquals("3990 more", models.leftOut().getLast());
    }

    @Test
    void figuresAndDigestsAreMadeSound() {
        Model odd = new Model("m", Purpose.GENERAL, true, -5, -7, "d".repeat(5_000));
        assertEquals(
                new Model("m", Purpose.GENERAL, true, 0, 0, ""),
                EngineRules.models(List.of(odd), List.of()).taken().getFirst());
    }
}
