package aurora.mesh.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import aurora.base.Caller.Scope;
import aurora.base.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Path, query, cookies and body together make the request. */
final class BinderTest {
    private record Ask(
            String thing,
            Optional<String> text,
            Optional<Integer> limit,
            Optional<Boolean> all,
            Optional<Long> after) {}

    private interface Api {}

    private static final Rules RULES = Rules.member(Scope.CHAT, "Asks.");
    private static final Row<Api, Ask, Nothing> ROW = new Row<>(
            Verb.POST,
            "/api/{thing}",
            Ask.class,
            Nothing.class,
            new Row.Once<>((a, c, q, d) -> Reply.ok(Nothing.NOTHING)),
            RULES);
    private static final Row<Api, Ask, Nothing> STREAM = new Row<>(
            Verb.GET,
            "/api/{thing}",
            Ask.class,
            Nothing.class,
            new Row.Stream<>((a, c, q, d) -> Reply.notFound("none")),
            RULES);

    private static final Row<Api, Ask, Nothing> READ =
            new Row<>(Verb.GET, ROW.path(), Ask.class, Nothing.class, ROW.action(), RULES);

    private final Binder binder = new Binder();

    private static Binder.Parts parts(Map<String, List<String>> query, Optional<String> lastEventId) {
        return new Binder.Parts(Map.of("thing", "t"), query, Map.of(), header -> lastEventId);
    }

    private Reply<Ask> bind(Row<Api, Ask, Nothing> row, Map<String, List<String>> query, String body) {
        return binder.bind(row, parts(query, Optional.of("7")), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aNumberOutOfRangeIsNamed() {
        for (String number : List.of("99999999999", "-99999999999", "99999999999999999999999")) {
            Reply<Ask> query = bind(READ, Map.of("limit", List.of(number)), "");
            assertEquals("limit", assertInstanceOf(Reply.Invalid.class, query).field(), number);
            Reply<Ask> body = bind(ROW, Map.of(), "{\"text\":\"x\",\"limit\":" + number + "}");
            Reply.Invalid<?> refused = assertInstanceOf(Reply.Invalid.class, body);
            assertEquals("limit", refused.field(), number);
            assertEquals("The number is too large or too small.", refused.why());
        }
    }

    @Test
    void takesEachMemberFromItsPlace() {
        Reply<Ask> ask = bind(READ, Map.of("limit", List.of("5"), "all", List.of("true")), "{\"text\":\"12\"}");
        assertEquals(
                Reply.ok(new Ask("t", Optional.of("12"), Optional.of(5), Optional.of(true), Optional.empty())), ask);
    }

    @Test
    void whatChangesSomethingTakesNothingFromTheAddress() {
        assertEquals("text", field(bind(ROW, Map.of("text", List.of("a")), "")));
    }

    @Test
    void aNumberInTheQueryMayBeAText() {
        Reply<Ask> ask = bind(READ, Map.of("text", List.of("12")), "");
        assertEquals(
                Reply.ok(new Ask("t", Optional.of("12"), Optional.empty(), Optional.empty(), Optional.empty())), ask);
    }

    @Test
    void whatComesFromACookieOrAHeaderComesFromNowhereElse() {
        Rules rules = RULES.cookie("thing", "biscuit").header("text", "Note");
        Binder.Parts shown = new Binder.Parts(
                Map.of(),
                Map.of(),
                Map.of("biscuit", "t", "text", "no"),
                header -> Optional.of("in " + header).filter(value -> value.equals("in Note")));
        for (Row<Api, Ask, Nothing> row : List.of(ROW, READ)) {
            Row<Api, Ask, Nothing> ruled =
                    new Row<>(row.verb(), row.path(), Ask.class, Nothing.class, row.action(), rules);
            Ask whole = new Ask("t", Optional.of("in Note"), Optional.empty(), Optional.empty(), Optional.empty());
            assertEquals(Reply.ok(whole), binder.bind(ruled, shown, new byte[0]));
            assertEquals("text", field(binder.bind(ruled, shown, "{\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8))));
            for (String member : List.of("thing", "text")) {
                Binder.Parts asked =
                        new Binder.Parts(Map.of(), Map.of(member, List.of("x")), Map.of(), header -> Optional.empty());
                assertEquals(member, field(binder.bind(ruled, asked, new byte[0])));
            }
        }
    }

    @Test
    void aStreamGoesOnAfterTheLastEvent() {
        Reply<Ask> ask = bind(STREAM, Map.of(), "");
        assertEquals(
                Reply.ok(new Ask("t", Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(7L))), ask);
        Reply<Ask> asked = bind(STREAM, Map.of("after", List.of("3")), "");
        assertEquals(
                Reply.ok(new Ask("t", Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(3L))), asked);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertEquals("limit", field(bind(READ, Map.of("limit", List.of("many")), "")));
        assertEquals("limit", field(bind(READ, Map.of("limit", List.of("1", "2")), "")));
        assertEquals("text", field(bind(READ, Map.of("text", List.of("a")), "{\"text\":\"b\"}")));
        assertEquals("thing", field(bind(ROW, Map.of(), "{\"thing\":\"other\"}")));
        assertEquals("all", field(bind(READ, Map.of("all", List.of("perhaps")), "")));
        assertEquals("odd", field(bind(READ, Map.of("odd", List.of("1")), "")));
        assertEquals("", field(bind(ROW, Map.of(), "[]")));
    }

    @Test
    void whatIsNeededIsAskedFor() {
        for (Map<String, String> path : List.of(Map.<String, String>of(), Map.of("other", "x"))) {
            Binder.Parts parts = new Binder.Parts(path, Map.of(), Map.of(), header -> Optional.empty());
            assertInstanceOf(
                    Reply.Invalid.class, binder.bind(ROW, parts, "{\"text\":\"a\"}".getBytes(StandardCharsets.UTF_8)));
        }
        Binder.Parts none = new Binder.Parts(Map.of(), Map.of(), Map.of(), header -> Optional.empty());
        for (String body : List.of("", "{}", "{\"thing\":null}")) {
            assertEquals("thing", field(binder.bind(ROW, none, body.getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        Reply<Ask> ask = binder.bind(
                ROW, parts(Map.of(), Optional.empty()), new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
        assertEquals(Reply.invalid("", "The body is not UTF-8."), ask);
    }

    private static String field(Reply<Ask> reply) {
        return assertInstanceOf(Reply.Invalid.class, reply).field();
    }
}
