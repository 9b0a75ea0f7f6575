package aurora.ground.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Templates, verbs and odd paths. */
final class RouteTableTest {
    private final RouteTable<String> table = new RouteTable<>();

    @BeforeEach
    void fill() {
        table.add("GET", "/api/things", "list");
        table.add("POST", "/api/things", "add");
        table.add("GET", "/api/things/{thing}", "one");
        table.add("GET", "/api/things/latest", "latest");
        table.add("GET", "/api/things/{thing}/parts/{part}", "part");
    }

    @Test
    void findsTemplatesAndTheirValues() {
        assertEquals(new RouteTable.Here<>("list", Map.of()), table.find("GET", "/api/things"));
        assertEquals(
                new RouteTable.Here<>("one", Map.of("thing", "a b/ü")),
                table.find("GET", "/api/things/a%20b%2F%C3%BC"));
        assertEquals(new RouteTable.Here<>("one", Map.of("thing", "a+b")), table.find("GET", "/api/things/a+b"));
        assertEquals(
                new RouteTable.Here<>("part", Map.of("thing", "latest", "part", "2")),
                table.find("GET", "/api/things/latest/parts/2"));
    }

    @Test
    void aFixedSegmentWins() {
        assertEquals(new RouteTable.Here<>("latest", Map.of()), table.find("GET", "/api/things/latest"));
    }

    @Test
    void tellsWhichVerbsThereAre() {
        assertEquals(new RouteTable.WrongVerb<>(Set.of("GET", "POST")), table.find("PUT", "/api/things"));
    }

    @Test
    void oddPathsLeadNowhere() {
        for (String odd : new String[] {
            "/", "", "/api", "/api/things/", "/api//things", "/api/things/%zz", "/api/things/" + "x".repeat(500)
        }) {
            assertInstanceOf(RouteTable.Nowhere.class, table.find("GET", odd), odd);
        }
    }

    @Test
    void twoRoutesAtOnePlaceAreADefect() {
        assertThrows(IllegalArgumentException.class, () -> table.add("GET", "/api/things/{other}", "again"));
    }
}
