package aurora.chat;

import static aurora.chat.ChatWorld.ANN;
import static aurora.chat.ChatWorld.ok;
import static aurora.chat.ChatWorld.token;
import static aurora.chat.ChatWorld.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Events;
import aurora.base.Reply;
import aurora.chat.ChatApi.*;
import aurora.chat.conversation.Changes;
import aurora.engine.Message.Role;
import aurora.engine.Part;
import aurora.mesh.contract.Nothing;
import aurora.router.RouterApi;
import aurora.router.RouterApi.Place;
import aurora.router.RouterApi.Rendered;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Turns, trees, queue, stop: on a real database. */
final class ChatTest {
    @AutoClose
    private final ChatWorld world = new ChatWorld();

    private final String talk = world.conversation(ANN);

    @Test
    void aQuestionIsAnsweredAndStored() {
        Sent sent = world.send(ANN, talk, Optional.empty(), "What is a node? Tell me.");
        assertEquals(State.RENDERING, sent.answer().orElseThrow().state());
        ScriptedRouter.Script script = world.router.next();
        assertEquals(RouterApi.AUTO, script.request.model());
        assertEquals(ANN.user(), script.caller.user());
        assertEquals(
                Optional.of(sent.run().orElseThrow()),
                world.read(ANN, talk).summary().run());
        script.add(new Rendered.Piece(new Part.Thinking("hm")))
                .say("A ", "ma", "chine.")
                .done();
        List<Events.Item<StreamPart>> events = world.all(ANN, sent.run().orElseThrow(), 0);
        assertEquals("A machine.", words(events));
        assertEquals(
                List.of("Step", "Routed", "Step", "Thinking"),
                events.stream()
                        .limit(4)
                        .map(e -> e.value().getClass().getSimpleName())
                        .toList());
        String doing = ScriptedRouter.PLACE.engine() + " is loading " + ScriptedRouter.PLACE.model() + ".";
        assertEquals(new StreamPart.Step("loading", doing), events.get(2).value());
        Message stored = assertInstanceOf(
                        StreamPart.Done.class, events.getLast().value())
                .message();
        Conversation read = world.read(ANN, talk);
        assertEquals(stored, read.messages().getLast());
        assertEquals("A machine.", stored.text());
        assertEquals(Optional.of("hm"), stored.thinking());
        assertEquals(State.DONE, stored.state());
        assertEquals(ScriptedRouter.PLACE, stored.figures().orElseThrow().place());
        assertEquals("The only one.", stored.decision().orElseThrow().why());
        assertEquals("What is a node?", read.summary().title());
        assertEquals(Optional.of(stored.id()), read.leaf());
        assertEquals(Optional.empty(), read.summary().run());
    }

    @Test
    void editsAndRegenerationsAreSiblings() {
        Sent first = world.ask(ANN, talk, Optional.empty(), "one", "1");
        Optional<String> answer = first.answer().map(Message::id);
        Sent second = world.ask(ANN, talk, answer, "two", "2");
        Sent edited = world.send(ANN, talk, answer, "two, edited");
        ScriptedRouter.Script script = world.router.next();
        assertEquals(
                List.of("one", "1", "two, edited"),
                script.request.messages().stream().map(m -> m.text()).toList());
        script.say("2e").done();
        world.end(ANN, edited.run().orElseThrow());
        Sent again = ok(world.api.regenerate(
                ANN, new Regenerate(second.answer().orElseThrow().id(), Optional.of("words")), world.soon()));
        assertEquals(second.message(), again.message());
        ScriptedRouter.Script regenerated = world.router.next();
        assertEquals("words", regenerated.request.model());
        assertEquals(3, regenerated.request.messages().size());
        regenerated.say("2r").done();
        world.end(ANN, again.run().orElseThrow());
        Conversation read = world.read(ANN, talk);
        assertEquals(
                List.of("one", "1", "two", "2", "two, edited", "2e", "2r"),
                read.messages().stream().map(Message::text).toList());
        assertEquals(2, children(read, answer));
        assertEquals(2, children(read, Optional.of(second.message().id())));
        assertEquals(again.answer().map(Message::id), read.leaf());
    }

    private static long children(Conversation read, Optional<String> parent) {
        return read.messages().stream().filter(m -> m.parent().equals(parent)).count();
    }

    @Test
    void aRepetitionHasNoFurtherEffect() {
        Send send = new Send(talk, Optional.of(world.ids.next()), Optional.empty(), "once", Optional.empty());
        Sent first = ok(world.api.send(ANN, send, world.soon()));
        Sent during = ok(world.api.send(ANN, send, world.soon()));
        assertEquals(first.run(), during.run());
        assertEquals(first.message(), during.message());
        Send other = new Send(talk, send.id(), Optional.empty(), "another text", Optional.empty());
        assertEquals(
                "id",
                assertInstanceOf(Reply.Invalid.class, world.api.send(ANN, other, world.soon()))
                        .field());
        world.router.next().say("yes").done();
        world.end(ANN, first.run().orElseThrow());
        Sent after = ok(world.api.send(ANN, send, world.soon()));
        assertEquals("yes", after.answer().orElseThrow().text());
        assertEquals(first.run(), after.run());
        assertEquals(2, world.read(ANN, talk).messages().size());
        assertTrue(world.router.isIdle());
        Begin begin = new Begin(Optional.of(world.ids.next()), Optional.of("mine"), Optional.empty());
        assertEquals(ok(world.api.begin(ANN, begin, world.soon())), ok(world.api.begin(ANN, begin, world.soon())));
    }

    @Test
    void oneMessageWaitsAndHasItsTurn() {
        Sent first = world.send(ANN, talk, Optional.empty(), "one");
        ScriptedRouter.Script script = world.router.next();
        Optional<String> answer = first.answer().map(Message::id);
        Send next = new Send(talk, Optional.of(world.ids.next()), answer, "two", Optional.empty());
        Sent queued = ok(world.api.send(ANN, next, world.soon()));
        assertEquals(Optional.empty(), queued.answer());
        assertEquals("two", world.read(ANN, talk).queued().orElseThrow().text());
        assertEquals(
                queued.message().id(),
                ok(world.api.send(ANN, next, world.soon())).message().id());
        assertInstanceOf(Reply.Busy.class, world.trySend(ANN, talk, answer, "three"));
        script.say("1").done();
        world.router.next().say("2").done();
        Sent sent = ok(world.api.send(ANN, next, world.soon()));
        world.end(ANN, sent.run().orElseThrow());
        Conversation read = world.read(ANN, talk);
        assertEquals(
                List.of("one", "1", "two", "2"),
                read.messages().stream().map(Message::text).toList());
        assertEquals(Optional.empty(), read.queued());
    }

    @Test
    void whatWaitsIsTakenBack() {
        Sent first = world.send(ANN, talk, Optional.empty(), "one");
        ScriptedRouter.Script script = world.router.next();
        world.send(ANN, talk, first.answer().map(Message::id), "two");
        assertEquals(
                "two",
                ok(world.api.unqueue(ANN, new ConversationId(talk), world.soon()))
                        .text());
        assertInstanceOf(Reply.NotFound.class, world.api.unqueue(ANN, new ConversationId(talk), world.soon()));
        script.say("1").done();
        world.end(ANN, first.run().orElseThrow());
        assertEquals(2, world.read(ANN, talk).messages().size());
    }

    @Test
    void stoppingKeepsWhatWasWrittenFreesTheEngineAndSendsWhatWaits() {
        Sent first = world.send(ANN, talk, Optional.empty(), "one");
        ScriptedRouter.Script script = world.router.next().say("half");
        String run = first.run().orElseThrow();
        try (Events<StreamPart> events = world.watch(ANN, run, 0)) {
            assertEquals("half", token(events));
            world.send(ANN, talk, first.answer().map(Message::id), "two");
            ok(world.api.stop(ANN, new RunId(run), world.soon()));
            script.awaitClosed();
            StreamPart.Failed end = assertInstanceOf(
                    StreamPart.Failed.class, ChatWorld.rest(events).getLast().value());
            assertEquals("stopped", end.code());
        }
        Message stored = world.message(ANN, talk, first.answer().orElseThrow().id());
        assertEquals(State.STOPPED, stored.state());
        assertEquals("half", stored.text());
        assertEquals(
                1, stored.figures().orElseThrow().outputTokens(), "what was measured until then is told all the same");
        ok(world.api.stop(ANN, new RunId(run), world.soon()));
        ScriptedRouter.Script second = world.router.next();
        assertEquals(
                List.of("one", "half", "two"),
                second.request.messages().stream().map(m -> m.text()).toList());
    }

    @Test
    void aStoppedAnswerGoesOn() {
        Sent first = world.send(ANN, talk, Optional.empty(), "count");
        ScriptedRouter.Script script = world.router.next().say("one, ");
        try (Events<StreamPart> events = world.watch(ANN, first.run().orElseThrow(), 0)) {
            token(events);
            ok(world.api.stop(ANN, new RunId(first.run().orElseThrow()), world.soon()));
        }
        script.awaitClosed();
        MessageId answer = new MessageId(first.answer().orElseThrow().id());
        Sent resumed = ok(world.api.resume(ANN, answer, world.soon()));
        assertEquals(answer.message(), resumed.answer().orElseThrow().id());
        ScriptedRouter.Script rest = world.router.next();
        assertTrue(rest.request.continueLast());
        assertEquals("one, ", rest.request.messages().getLast().text());
        assertEquals(Role.ASSISTANT, rest.request.messages().getLast().role());
        assertEquals(
                resumed.run(), ok(world.api.resume(ANN, answer, world.soon())).run());
        rest.say("two").done();
        assertEquals("two", words(world.all(ANN, resumed.run().orElseThrow(), 0)));
        assertEquals("one, two", world.message(ANN, talk, answer.message()).text());
        assertInstanceOf(Reply.Invalid.class, world.api.resume(ANN, answer, world.soon()));
        assertInstanceOf(
                Reply.Invalid.class,
                world.api.resume(ANN, new MessageId(first.message().id()), world.soon()));
    }

    @Test
    void anAnswerThatGoesOnElsewhereTellsItsSeam() {
        Sent first = world.send(ANN, talk, Optional.empty(), "count");
        world.router.next().say("one, ").fail(Part.Failure.CUT, "the engine went away");
        world.end(ANN, first.run().orElseThrow());
        Place other = new Place("test", "spare", "words");
        world.router.place = other;
        MessageId answer = new MessageId(first.answer().orElseThrow().id());
        Sent resumed = ok(world.api.resume(ANN, answer, world.soon()));
        world.router.next().say("two").done();
        world.end(ANN, resumed.run().orElseThrow());
        ChatApi.Move seam = world.message(ANN, talk, answer.message()).moves().getFirst();
        assertEquals(List.of(ScriptedRouter.PLACE, other), List.of(seam.from(), seam.to()));
        assertEquals("one, ".length(), seam.characters());
    }

    @Test
    void anAnswerWithoutAWordIsNotCalledKept() {
        Sent first = world.send(ANN, talk, Optional.empty(), "one");
        world.router.next().fail(Part.Failure.CUT, "the engine ended without an answer");
        StreamPart.Failed end = assertInstanceOf(
                StreamPart.Failed.class, world.end(ANN, first.run().orElseThrow()));
        assertEquals(
                "The engine ended without an answer. Your message is kept; try again, or choose another model.",
                end.why());
    }

    @Test
    void failuresAreToldAndCanGoOn() {
        Sent first = world.send(ANN, talk, Optional.empty(), "one");
        world.router.next().say("ha").fail(Part.Failure.HUNG, "no token for 5 s");
        StreamPart.Failed end = assertInstanceOf(
                StreamPart.Failed.class, world.end(ANN, first.run().orElseThrow()));
        assertEquals("hung", end.code());
        assertTrue(end.why().contains("no token for 5 s"), end.why());
        assertEquals(State.FAILED, end.message().state());
        assertEquals(Optional.of(end.why()), end.message().error());
        Sent resumed = ok(
                world.api.resume(ANN, new MessageId(first.answer().orElseThrow().id()), world.soon()));
        assertEquals(Optional.empty(), resumed.message().error());
        world.router.next().say("lf").done();
        StreamPart.Done done = assertInstanceOf(
                StreamPart.Done.class, world.end(ANN, resumed.run().orElseThrow()));
        assertEquals("half", done.message().text());
        world.router.refusal = Optional.of(new Reply.Unavailable<>("engine", "No engine is ready."));
        Sent refused = world.send(ANN, talk, Optional.empty(), "two");
        StreamPart.Failed unavailable = assertInstanceOf(
                StreamPart.Failed.class, world.end(ANN, refused.run().orElseThrow()));
        assertEquals("unavailable", unavailable.code());
    }

    @Test
    void aSeamIsKept() {
        Sent sent = world.send(ANN, talk, Optional.empty(), "one");
        Place other = new Place("test", "other", "words");
        world.router
                .next()
                .say("abc")
                .add(new Rendered.Moved(ScriptedRouter.PLACE, other, 3, "The engine died."))
                .say("def")
                .done();
        Message message = assertInstanceOf(
                        StreamPart.Done.class, world.end(ANN, sent.run().orElseThrow()))
                .message();
        assertEquals(List.of(new Move(ScriptedRouter.PLACE, other, 3, "The engine died.")), message.moves());
        assertEquals(message, world.message(ANN, talk, message.id()));
    }

    @Test
    void aLongHistoryKeepsTheNewestAndSaysSo() {
        world.router.contextMax = 300;
        Optional<String> parent = Optional.empty();
        for (int i = 0; i < 4; i++) {
            parent = world.ask(ANN, talk, parent, i + " " + "q".repeat(300), "a" + i)
                    .answer()
                    .map(Message::id);
        }
        Sent sent = world.send(ANN, talk, parent, "last");
        ScriptedRouter.Script script = world.router.next();
        List<String> texts =
                script.request.messages().stream().map(m -> m.text()).toList();
        assertEquals("last", texts.getLast());
        assertTrue(texts.size() < 9 && texts.getFirst().startsWith("2 "), texts.toString());
        script.say("x").done();
        assertTrue(world.all(ANN, sent.run().orElseThrow(), 0).stream()
                .anyMatch(e -> e.value() instanceof StreamPart.Step(String name, String detail)
                        && name.equals("context")
                        && detail.contains("300")));
    }

    @Test
    void deletingStopsTheRunAndLeavesNoText() {
        Sent sent = world.send(ANN, talk, Optional.empty(), "a secret");
        ScriptedRouter.Script script = world.router.next().say("part");
        try (Events<StreamPart> events = world.watch(ANN, sent.run().orElseThrow(), 0)) {
            token(events);
            ok(world.api.delete(ANN, new ConversationId(talk), world.soon()));
            script.awaitClosed();
            assertInstanceOf(
                    StreamPart.Failed.class, ChatWorld.rest(events).getLast().value());
        }
        assertInstanceOf(Reply.NotFound.class, world.api.open(ANN, new ConversationId(talk), world.soon()));
        assertInstanceOf(Reply.NotFound.class, world.api.delete(ANN, new ConversationId(talk), world.soon()));
        assertEquals(
                0L,
                world.db
                        .owner()
                        .query("SELECT count(*) AS n FROM aurora.head WHERE NOT deleted", row -> row.number("n"))
                        .getFirst());
    }

    @Test
    void listsArePagedAndATitleMovesNothing() {
        List<String> made =
                IntStream.range(0, 5).mapToObj(i -> world.conversation(ANN)).toList();
        ok(world.api.change(
                ANN,
                new ChangeConversation(
                        made.getFirst(),
                        Optional.of("new name"),
                        Optional.empty(),
                        Optional.of(true),
                        Optional.of("words")),
                world.soon()));
        Page first = ok(world.api.list(ANN, new ListQuery(Optional.empty(), Optional.of(4)), world.soon()));
        assertTrue(first.more());
        assertEquals(
                made.reversed().subList(0, 4),
                first.conversations().stream().map(Summary::id).toList());
        Page rest = ok(world.api.list(
                ANN,
                new ListQuery(Optional.of(first.conversations().getLast().changed()), Optional.empty()),
                world.soon()));
        assertFalse(rest.more());
        assertEquals(
                List.of(made.getFirst(), talk),
                rest.conversations().stream().map(Summary::id).toList());
        Summary named = rest.conversations().getFirst();
        assertEquals("new name", named.title());
        assertTrue(named.pinned());
        assertEquals(Optional.of("words"), named.model());
    }

    @Test
    void pagesHearWhatChanges() {
        try (Events<Changed> mine = ok(world.api.changes(ANN, Nothing.NOTHING, world.soon()));
                Events<Changed> other = ok(world.api.changes(ChatWorld.BOB, Nothing.NOTHING, world.soon()))) {
            String made = world.conversation(ANN);
            Changed begun = ((Events.Item<Changed>) ChatWorld.next(mine)).value();
            assertEquals(made, begun.conversation());
            assertEquals(made, begun.summary().orElseThrow().id());
            ok(world.api.delete(ANN, new ConversationId(made), world.soon()));
            assertEquals(new Changed(made, Optional.empty()), ((Events.Item<Changed>) ChatWorld.next(mine)).value());
            for (int i = 0; i < Changes.BEHIND_MAX + 1; i++) {
                world.bus.publish("aurora:chat:" + ANN.user(), world.ids.next());
            }
            assertEquals(new Changed("", Optional.empty()), ((Events.Item<Changed>) ChatWorld.next(mine)).value());
            String bobs = world.conversation(ChatWorld.BOB);
            assertEquals(
                    bobs, ((Events.Item<Changed>) ChatWorld.next(other)).value().conversation());
        }
    }
}
