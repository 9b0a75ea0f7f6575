package aurora.chat;

import static aurora.chat.ChatWorld.ANN;
import static aurora.chat.ChatWorld.BOB;
import static aurora.chat.ChatWorld.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Caller;
import aurora.base.Reply;
import aurora.chat.ChatApi.*;
import aurora.chat.run.Runs;
import aurora.ground.json.Json;
import aurora.router.RouterApi.Place;
import aurora.router.RouterApi.Rendered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Export and import. */
final class TransferTest {
    @AutoClose
    private final ChatWorld world = new ChatWorld();

    private String talk;

    @BeforeEach
    void open() {
        talk = world.conversation(ANN);
        Sent first = world.ask(ANN, talk, Optional.empty(), "one \u2028 \"two\" \\ \n😀", "1");
        Optional<String> answer = first.answer().map(Message::id);
        world.ask(ANN, talk, answer, "two", "2");
        Sent moved = world.send(ANN, talk, answer, "two, edited");
        world.router
                .next()
                .say("2")
                .add(new Rendered.Moved(ScriptedRouter.PLACE, new Place("test", "other", "words"), 1, "It died."))
                .say("e")
                .done();
        world.end(ANN, moved.run().orElseThrow());
        world.conversation(ANN);
        ok(world.api.change(
                ANN,
                new ChangeConversation(
                        talk,
                        Optional.of("mine"),
                        first.answer().map(Message::id),
                        Optional.of(true),
                        Optional.of("words")),
                world.soon()));
    }

    private static String lines(List<Exported> exported) {
        return exported.stream().map(Json::text).collect(Collectors.joining("\n"));
    }

    private Reply<Imported> take(Caller caller, String content) {
        return world.api.importAll(caller, new Import(content), world.soon());
    }

    @Test
    void whatNobodyExportedIsToldSo() {
        List<String> foreign = List.of(
                "{}\n",
                "<!DOCTYPE html>",
                "PK\u0003\u0004",
                "[{\"title\": \"elsewhere\"}]",
                "{\"title\": \"elsewhere\"}",
                "title,text\n");
        for (String content : foreign) {
            assertEquals(
                    Reply.invalid(
                            "content",
                            "Line 1: This is not a conversation that Aurora exported. An exported file has one on each"
                                    + " line, which begins with {\"aurora\":1."),
                    take(ANN, content),
                    content);
        }
        String whole = lines(world.export(ANN));
        Reply<Imported> cut = take(BOB, whole.substring(0, whole.length() - 9));
        assertTrue(
                cut instanceof Reply.Invalid<Imported>(String field, String why)
                        && why.startsWith("Line 2: This conversation is cut off or damaged."),
                cut.toString());
    }

    @Test
    void whatIsExportedComesBackWhole() {
        List<Exported> before = world.export(ANN);
        assertEquals(2, before.size());
        String file = lines(before);
        assertEquals(new Imported(0, 0, 6), ok(take(ANN, file)));
        assertEquals(before, world.export(ANN));
        for (Exported one : before) {
            ok(world.api.delete(
                    ANN, new ConversationId(one.conversation().summary().id()), world.soon()));
        }
        assertEquals(List.of(), world.export(ANN));
        assertEquals(new Imported(2, 6, 0), ok(take(ANN, file + "\n\n")));
        assertEquals(before, world.export(ANN));
        assertEquals(new Imported(0, 0, 6), ok(take(ANN, file)));
    }

    @Test
    void anotherAccountGetsItsOwnCopyOnce() {
        List<Exported> anns = world.export(ANN);
        assertEquals(new Imported(2, 6, 0), ok(take(BOB, lines(anns))));
        assertEquals(new Imported(0, 0, 6), ok(take(BOB, lines(anns))));
        List<Exported> bobs = world.export(BOB);
        assertEquals(anns, world.export(ANN));
        assertNotEquals(
                anns.getFirst().conversation().summary().id(),
                bobs.getFirst().conversation().summary().id());
        assertEquals(texts(anns), texts(bobs));
    }

    private static List<String> texts(List<Exported> exported) {
        return exported.stream()
                .flatMap(one -> one.conversation().messages().stream())
                .map(Message::text)
                .sorted()
                .toList();
    }

    @Test
    void aLongConversationComesWholeAndParentsComeFirst() {
        List<Message> messages = new ArrayList<>();
        Optional<String> parent = Optional.empty();
        for (int i = 0; i < 450; i++) {
            Message message = message(parent, "m" + i, State.DONE);
            messages.add(message);
            parent = Optional.of(message.id());
        }
        Exported long450 = exported(messages, parent);
        assertEquals(new Imported(1, 450, 0), ok(take(BOB, Json.text(long450))));
        assertEquals(List.of(long450), world.export(BOB));
    }

    @Test
    void aRenderingAnswerComesInterruptedAndAWaitingMessageIsNotSent() {
        Message question = message(Optional.empty(), "q", State.DONE);
        Message answer = new Message(
                world.ids.next(),
                Optional.of(question.id()),
                Author.ASSISTANT,
                "half",
                State.RENDERING,
                Instant.parse("2026-01-02T00:00:00Z"),
                Optional.of(world.ids.next()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        Exported one = exported(List.of(question, answer), Optional.of(answer.id()));
        Conversation with = new Conversation(
                one.conversation().summary(),
                one.conversation().messages(),
                one.conversation().leaf(),
                Optional.of(new Queued(world.ids.next(), "later", Optional.empty())));
        ok(take(BOB, Json.text(new Exported(1, with))));
        world.chat.close();
        world.open();
        Conversation read = world.read(BOB, with.summary().id());
        assertEquals(State.INTERRUPTED, read.messages().getLast().state());
        assertEquals(with.queued(), read.queued());
        assertTrue(world.router.isIdle());
    }

    private Message message(Optional<String> parent, String text, State state) {
        return new Message(
                world.ids.next(),
                parent,
                Author.PERSON,
                text,
                state,
                Instant.parse("2026-01-01T00:00:00.123456Z"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private Exported exported(List<Message> messages, Optional<String> leaf) {
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        Summary summary = new Summary(world.ids.next(), "t", false, Optional.empty(), time, time, Optional.empty());
        return new Exported(1, new Conversation(summary, messages, leaf, Optional.empty()));
    }

    @Test
    void hostileLinesAreRefusedByNumberAndNothingComesIn() {
        String good = Json.text(exported(List.of(message(Optional.empty(), "fine", State.DONE)), Optional.empty()));
        Message message = message(Optional.empty(), "x", State.DONE);
        String one = Json.text(exported(List.of(message), Optional.of(message.id())));
        String id = message.id();
        List<String> bad = new ArrayList<>(List.of(
                "{",
                "null",
                "[]",
                "7",
                "\"text\"",
                "{}",
                "{\"aurora\":2}",
                "{\"aurora\":1}",
                "{\"aurora\":1,\"conversation\":null}",
                "{\"aurora\":1,\"conversation\":{\"summary\":{},\"messages\":[]}}",
                one.replace("\"aurora\":1", "\"aurora\":2"),
                one.replace("\"messages\":[", "\"messages\":[null,"),
                one.replaceFirst("\"messages\":\\[.*]", "\"messages\":null"),
                one.replace("\"text\":\"x\"", "\"text\":null"),
                one.replace("\"text\":\"x\"", "\"text\":7"),
                one.replace("\"text\":\"x\",", ""),
                one.replace("\"text\":\"x\"", "\"text\":\"" + "y".repeat(900 << 10) + "\""),
                one.replace("\"text\":\"x\"", "\"text\":\"x\",\"extra\":1"),
                one.replace("\"text\":\"x\"", "\"text\":\"x\",\"parent\":\"" + id + "\""),
                one.replace("\"text\":\"x\"", "\"text\":\"x\",\"parent\":\"" + world.ids.next() + "\""),
                one.replace("\"text\":\"x\"", "\"text\":\"x\",\"run\":\"nope\""),
                one.replace("\"text\":\"x\"", "\"text\":\"x\",\"moves\":[null]"),
                one.replace("\"text\":\"x\"", "\"text\":\"x\",\"figures\":{}"),
                one.replace("\"text\":\"x\"", "\"text\":\"x\",\"decision\":{\"id\":1}"),
                one.replace("\"person\"", "\"robot\""),
                one.replace("2026-01-01T00:00:00.123456Z", "yesterday"),
                one.replace("2026-01-01T00:00:00.123456Z", "+999999-01-01T00:00:00Z"),
                one.replace("2026-01-01T00:00:00.123456Z", "-0001-01-01T00:00:00Z"),
                one.replace("\"leaf\":\"" + id, "\"leaf\":\"" + world.ids.next()),
                one.replace(id, "../../etc/passwd"),
                one.replace("\"title\":\"t\"", "\"title\":\"" + "t".repeat(201) + "\""),
                one.replace("\"leaf\":", "\"queued\":{\"id\":\"" + id + "\",\"text\":\"t\"},\"leaf\":"),
                one.replace("\"leaf\":", "\"leaf\":{\"a\":" + "[".repeat(200) + "]".repeat(200) + "},\"leaf\":")));
        for (String line : bad) {
            assertNotEquals(one, line);
            Reply<Imported> reply = take(BOB, good + "\n" + line);
            String shown = bad.indexOf(line) + ": " + line.substring(0, Math.min(200, line.length()));
            assertInstanceOf(Reply.Invalid.class, reply, shown);
            String why = ((Reply.Invalid<Imported>) reply).why();
            assertTrue(why.startsWith("Line 2: ") && why.length() > 12, shown + " -> " + why);
            assertEquals(List.of(), world.export(BOB), shown);
        }
        assertInstanceOf(Reply.Invalid.class, take(BOB, " \n"));
    }

    @Test
    void noFileTouchesWhatIsNotTheImporters() {
        List<Exported> anns = world.export(ANN);
        Conversation first = anns.stream()
                .map(Exported::conversation)
                .filter(c -> c.summary().id().equals(talk))
                .findFirst()
                .orElseThrow();
        Message stolen = new Message(
                first.messages().getFirst().id(),
                Optional.empty(),
                Author.PERSON,
                "overwritten",
                State.DONE,
                Instant.parse("2030-01-01T00:00:00Z"),
                first.messages().get(1).run(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        ok(take(BOB, Json.text(exported(List.of(stolen), Optional.empty()))));
        assertEquals(anns, world.export(ANN));
        String run = first.messages().get(1).run().orElseThrow();
        assertEquals("1", ((StreamPart.Done) world.end(ANN, run)).message().text());
        world.clock.move(Runs.KEPT.plusSeconds(1));
        assertEquals("1", ((StreamPart.Done) world.end(ANN, run)).message().text());
    }
}
