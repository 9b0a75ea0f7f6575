package aurora.ground.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Records to JSON and back, and what is refused. */
final class JsonTest {
    private enum Colour {
        DEEP_BLUE
    }

    private record Inner(Optional<String> name, List<Integer> numbers) {}

    private record Outer(String text, int count, Colour colour, Optional<Instant> at, Inner inner) {}

    private static final String GOOD =
            "{\"text\":\"a\",\"count\":2,\"colour\":\"deep_blue\",\"inner\":{\"numbers\":[1,2]}}";

    private static JsonException refusal(String json) {
        return assertThrows(JsonException.class, () -> Json.read(json, Outer.class), json);
    }

    @Test
    void recordsComeBackAsTheyWere() throws Exception {
        Outer outer = Json.read(GOOD, Outer.class);
        assertEquals(
                new Outer("a", 2, Colour.DEEP_BLUE, Optional.empty(), new Inner(Optional.empty(), List.of(1, 2))),
                outer);
        assertEquals(GOOD, Json.text(outer), "absent members are left out");
        Outer timed = new Outer("a", 2, Colour.DEEP_BLUE, Optional.of(Instant.ofEpochSecond(5)), outer.inner());
        assertTrue(Json.text(timed).contains("\"at\":\"1970-01-01T00:00:05Z\""), Json.text(timed));
        assertEquals(timed, Json.read(Json.text(timed), Outer.class));
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsPlace() {
        assertEquals("colour", refusal(GOOD.replace("deep_blue", "red")).field());
        assertEquals(
                "count", refusal(GOOD.replace("2,\"colour", "\"2\",\"colour")).field());
        assertEquals(
                "count", refusal(GOOD.replace("2,\"colour", "2.5,\"colour")).field());
        assertEquals(
                "count", refusal(GOOD.replace("2,\"colour", "null,\"colour")).field());
        assertEquals("text", refusal(GOOD.replace("\"a\"", "1")).field());
        assertEquals(
                "inner.numbers.1", refusal(GOOD.replace("[1,2]", "[1,\"x\"]")).field());
        assertEquals(
                "extra", refusal(GOOD.replace("{\"text", "{\"extra\":1,\"text")).field());
    }

    @Test
    void whatIsNoJsonIsRefused() {
        for (String bad :
                List.of("", "null", "{", "[]", "{\"text\":\"a\"} x", "{\"text\":\"a\",\"text\":\"b\"}", "\u0000")) {
            assertTrue(!refusal(bad).why().isEmpty(), bad);
        }
    }

    @Test
    void whatIsNoJsonIsSaidWithoutTheParsersSettings() {
        for (String bad : List.of(
                "NaN",
                "-Infinity",
                "Infinity",
                "-INF",
                "+1",
                "01",
                ".5",
                "5.",
                "'a'",
                "a",
                "[1,]",
                "/* x */ 1",
                "# x",
                "\"\\q\"",
                "\"a\tb\"",
                "[1 2]",
                "nan",
                "True",
                "None",
                "undefined",
                "{a:1}")) {
            String why =
                    assertThrows(JsonException.class, () -> Json.tree(bad), bad).why();
            assertFalse(why.contains("Feature") || why.toLowerCase(Locale.ROOT).contains("enable"), why);
        }
        assertEquals(
                "This is not JSON: Unrecognized token 'True'.",
                assertThrows(JsonException.class, () -> Json.tree("True")).why());
        assertEquals(
                "This is not JSON: NaN is not a number that JSON knows.",
                assertThrows(JsonException.class, () -> Json.tree("{\"a\":NaN}"))
                        .why());
    }

    @Test
    void depthIsBounded() {
        String deep = "[".repeat(5000) + "]".repeat(5000);
        assertThrows(JsonException.class, () -> Json.tree(deep));
    }
}
