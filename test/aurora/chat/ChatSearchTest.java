package aurora.chat;

import static aurora.chat.ChatWorld.ANN;
import static aurora.chat.ChatWorld.BOB;
import static aurora.chat.ChatWorld.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Reply;
import aurora.chat.ChatApi.*;
import aurora.chat.store.ChatStore;
import aurora.ground.json.Json;
import aurora.mesh.data.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Search by words, within the caller's own. */
final class ChatSearchTest {
    @AutoClose
    private final ChatWorld world = new ChatWorld();

    private String talk;
    private Sent sent;

    @BeforeEach
    void open() {
        talk = world.conversation(ANN);
        sent = world.ask(
                ANN,
                talk,
                Optional.empty(),
                "How do I bake rye bread?",
                "Feed the sourdough: flour, water, 24 hours. 東京の天気は晴れです。 Don't use C++ (100%) here.");
    }

    private List<Hit> find(String words) {
        return ok(world.api.search(ANN, new Search(words, Optional.empty()), world.soon()))
                .hits();
    }

    @Test
    void whatNoTextCanHoldIsNotFound() {
        for (String words : List.of("\u0000", "flour\u0000", "\ud800", "\u0002", "\\", "\u0000 ' & |")) {
            assertEquals(List.of(), find(words), words);
        }
        assertEquals(
                List.of(),
                ok(world.api.search(ANN, new Search("\u0000", Optional.of(1)), world.soon()))
                        .hits());
    }

    @Test
    void findsWordsBeginningsAndTitles() {
        List<Hit> hits = find("FLOUR sourd");
        assertEquals(1, hits.size());
        assertEquals(sent.answer().map(Message::id), hits.getFirst().message());
        assertEquals(talk, hits.getFirst().conversation());
        assertEquals("How do I bake rye bread?", hits.getFirst().title());
        assertTrue(
                hits.getFirst().excerpt().contains("\u0002sourdough\u0003"),
                hits.getFirst().excerpt());
        List<Hit> titles = find("rye");
        assertEquals(2, titles.size());
        assertTrue(titles.stream().anyMatch(hit -> hit.message().isEmpty()));
        assertEquals(List.of(), find("sourdough motorcycle"));
    }

    @Test
    void findsScriptsWithoutSpacesAndSigns() {
        Hit hit = find("天気").getFirst();
        assertEquals(sent.answer().map(Message::id), hit.message());
        assertTrue(hit.excerpt().contains("\u0002天気\u0003"), hit.excerpt());
        assertEquals(1, find("(100%)").size());
        assertEquals(1, find("ourdoug").size());
        assertEquals(List.of(), find("sourdough%hours"));
    }

    @Test
    void anythingMayBeAsked() {
        for (String q : List.of(
                "'",
                "\\",
                "a' | 'b",
                "foo & | !",
                ":*",
                "<->",
                "a:*b",
                "\u0000",
                "\ud800",
                "''''",
                "%",
                "_",
                "\u0002")) {
            assertTrue(find(q).size() <= 20, q);
        }
        assertInstanceOf(Reply.Invalid.class, world.api.search(ANN, new Search(" ", Optional.empty()), world.soon()));
        assertInstanceOf(
                Reply.Invalid.class,
                world.api.search(ANN, new Search("x".repeat(201), Optional.empty()), world.soon()));
        assertInstanceOf(Reply.Invalid.class, world.api.search(ANN, new Search("x", Optional.of(0)), world.soon()));
    }

    @Test
    void nobodyFindsWhatIsNotTheirs() {
        for (String words : List.of("sourdough", "天気", "rye")) {
            assertEquals(
                    List.of(),
                    ok(world.api.search(BOB, new Search(words, Optional.empty()), world.soon()))
                            .hits());
        }
    }

    @Test
    void wordsAreLookedUpInAnIndex() {
        List<Change> many = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            many.add(Change.set(
                    ChatStore.MESSAGE,
                    world.ids.next(),
                    "{\"owner\":\"o\",\"conversation\":\"c" + i % 50
                            + "\",\"author\":\"person\",\"state\":\"done\",\"text\":\"filler " + "words number " + i
                            + "\",\"created\":\"2026-01-01T00:00:00.000000Z\"}"));
            if (many.size() == 200) {
                world.db.replica().put(many);
                many.clear();
            }
        }
        world.db.owner().script("ANALYZE aurora.head");
        String plan = String.join(
                "\n",
                world.db
                        .owner()
                        .query(
                                "EXPLAIN SELECT id FROM chat.message m WHERE to_tsvector('simple'::regconfig,"
                                        + " left(m.payload->>'text', 65536)) @@ to_tsquery('simple', 'sourdough:*')"
                                        + " AND m.state <> 'rendering' AND m.owner || '' = 'x'",
                                row -> row.text("QUERY PLAN")));
        assertTrue(plan.contains("chat_words"), plan);
        assertEquals(1, find("sourdough").size());
    }

    /** A row that an index refused would stop a node from taking in what others wrote. */
    @Test
    void noTextBreaksTheIndex() {
        StringBuilder words = new StringBuilder();
        for (int i = 0; words.length() < 200_000; i++) {
            words.append(Character.toChars(0x20000 + i % 40_000))
                    .append(Character.toChars(0x4E00 + i % 20_000))
                    .append(' ');
        }
        StringBuilder hosts = new StringBuilder();
        for (int i = 0; hosts.length() < 200_000; i++) {
            hosts.append("http://h")
                    .append(i)
                    .append(".example.org/p-")
                    .append(i)
                    .append("/q-é-")
                    .append(i)
                    .append(' ');
        }
        StringBuilder letters = new StringBuilder();
        for (int i = 0; letters.length() < 200_000; i++) {
            letters.append(Integer.toString(i, 36)).append('-').append(i % 7).append(' ');
        }
        String repeated = "long".repeat(50_000);
        for (CharSequence text : List.of(words, hosts, letters, repeated)) {
            String id = world.ids.next();
            String payload = "{\"owner\":\"o\",\"conversation\":" + Json.text(repeated)
                    + ",\"author\":\"person\",\"state\":\"done\"," + "\"run\":" + Json.text(repeated) + ",\"created\":"
                    + Json.text(repeated) + ",\"text\":" + Json.text(text.toString()) + "}";
            world.db.replica().put(List.of(Change.set(ChatStore.MESSAGE, id, payload)));
            String title = "{\"owner\":" + Json.text(repeated) + ",\"changed\":" + Json.text(repeated) + ",\"title\":"
                    + Json.text(text.toString()) + ",\"queued\":{\"behind\":" + Json.text(repeated) + "}}";
            world.db.replica().put(List.of(Change.set(ChatStore.CONVERSATION, id, title)));
            assertTrue(world.db.replica().head(ChatStore.MESSAGE, id).isPresent());
        }
        assertEquals(
                0L,
                world.db
                        .owner()
                        .query("SELECT count(*) AS n FROM aurora.quarantine", row -> row.number("n"))
                        .getFirst());
    }
}
