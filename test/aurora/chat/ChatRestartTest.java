package aurora.chat;

import static aurora.chat.ChatWorld.ANN;
import static aurora.chat.ChatWorld.ok;
import static aurora.chat.ChatWorld.token;
import static aurora.chat.ChatWorld.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Events;
import aurora.chat.ChatApi.*;
import aurora.chat.conversation.Conversations;
import aurora.chat.conversation.Locks;
import aurora.chat.run.Run;
import aurora.chat.run.Runs;
import aurora.chat.store.ChatStore;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.data.Change;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left when the node ends, well or badly. */
final class ChatRestartTest {
    @AutoClose
    private final ChatWorld world = new ChatWorld();

    private String talk;
    private Sent sent;
    private String run;

    @BeforeEach
    void open() {
        talk = world.conversation(ANN);
        sent = world.send(ANN, talk, Optional.empty(), "count");
        run = sent.run().orElseThrow();
    }

    private void answerIsInterruptedAndGoesOn(String partial) {
        String answer = sent.answer().orElseThrow().id();
        Message left = world.message(ANN, talk, answer);
        assertEquals(State.INTERRUPTED, left.state());
        assertEquals(partial, left.text());
        StreamPart.Failed end = assertInstanceOf(StreamPart.Failed.class, world.end(ANN, run));
        assertEquals("interrupted", end.code());
        assertEquals(left, end.message());
        long id = world.all(ANN, run, 3).getFirst().id();
        assertEquals(List.of(), world.all(ANN, run, id));
        Sent resumed = ok(world.api.resume(ANN, new MessageId(answer), world.soon()));
        ScriptedRouter.Script rest = world.router.next();
        assertTrue(rest.request.continueLast() != partial.isEmpty());
        rest.say("the rest").done();
        assertEquals("the rest", words(world.all(ANN, resumed.run().orElseThrow(), 0)));
        assertEquals(partial + "the rest", world.message(ANN, talk, answer).text());
    }

    @Test
    void anOrderlyEndKeepsAllThatWasWritten() {
        world.router.next().say("one, two, ");
        try (Events<StreamPart> events = world.watch(ANN, run, 0)) {
            token(events);
            world.chat.close();
        }
        world.open();
        answerIsInterruptedAndGoesOn("one, two, ");
    }

    @Test
    void aKilledNodeKeepsWhatWasStored() {
        ScriptedRouter.Script script = world.router.next();
        String first = "0123456789".repeat(50);
        try (Events<StreamPart> events = world.watch(ANN, run, 0)) {
            // However long it takes here, what comes next comes within the second in which it is not stored.
            world.clock.stand();
            world.clock.move(Duration.ofSeconds(1));
            script.say(first);
            assertEquals(first, token(events));
            world.replica.awaitPuts(3);
            script.say("lost");
            assertEquals("lost", token(events));
            world.kill();
        }
        world.open();
        answerIsInterruptedAndGoesOn(first);
    }

    @Test
    void aPartWhoseReplyWasLostEndsNothing() {
        ScriptedRouter.Script script = world.router.next();
        world.clock.move(Duration.ofSeconds(1));
        world.replica.repliesLost.set(1);
        script.say("0123456789".repeat(50));
        world.replica.awaitPuts(3);
        script.say("more").done();
        StreamPart.Done end = assertInstanceOf(StreamPart.Done.class, world.end(ANN, run));
        assertEquals(end.message(), world.message(ANN, talk, end.message().id()));
    }

    @Test
    void anEndWhoseReplyWasLostIsStoredOnce() {
        ScriptedRouter.Script script = world.router.next();
        world.replica.repliesLost.set(1);
        script.say("all of it").done();
        StreamPart.Done end = assertInstanceOf(StreamPart.Done.class, world.end(ANN, run));
        assertEquals(end.message(), world.message(ANN, talk, end.message().id()));
    }

    @Test
    void theStreamDoesNotWaitForTheDisk() {
        ScriptedRouter.Script script = world.router.next();
        try (Events<StreamPart> events = world.watch(ANN, run, 0)) {
            world.clock.move(Duration.ofSeconds(1));
            world.replica.hang();
            script.say("0123456789".repeat(50));
            token(events);
            script.say("goes on").done();
            assertEquals("goes on", token(events));
            world.replica.goOn();
            assertInstanceOf(
                    StreamPart.Done.class, ChatWorld.rest(events).getLast().value());
        }
    }

    @Test
    void aNodeKilledBeforeTheFirstWordKeepsTheQuestion() {
        world.router.next();
        world.kill();
        world.open();
        assertEquals("count", world.read(ANN, talk).messages().getFirst().text());
        answerIsInterruptedAndGoesOn("");
    }

    @Test
    void whatIsAcknowledgedIsThereOnceWhateverIsRepeated() {
        world.router.next();
        Send second =
                new Send(talk, Optional.of(world.ids.next()), sent.answer().map(Message::id), "two", Optional.empty());
        ok(world.api.send(ANN, second, world.soon()));
        world.kill();
        assertThrows(DatabaseException.class, () -> world.api.send(ANN, second, world.soon()));
        world.open();
        Sent again = ok(world.api.send(ANN, second, world.soon()));
        assertEquals(second.id().orElseThrow(), again.message().id());
        world.router.next().say("2").done();
        world.end(ANN, again.run().orElseThrow());
        assertEquals(
                List.of("count", "", "two", "2"),
                world.read(ANN, talk).messages().stream().map(Message::text).toList());
        assertEquals(Optional.empty(), world.read(ANN, talk).queued());
    }

    @Test
    void anUnacknowledgedSendLeavesNothingBehind() {
        world.router.next().say("1").done();
        world.end(ANN, run);
        Send send = new Send(talk, Optional.of(world.ids.next()), Optional.empty(), "two", Optional.empty());
        world.kill();
        assertThrows(DatabaseException.class, () -> world.api.send(ANN, send, world.soon()));
        world.replica.gone = Optional.empty();
        assertEquals(2, world.read(ANN, talk).messages().size());
        Sent again = ok(world.api.send(ANN, send, world.soon()));
        world.router.next().say("2").done();
        world.end(ANN, again.run().orElseThrow());
        assertEquals(4, world.read(ANN, talk).messages().size());
    }

    @Test
    void aLogThatIsGoneIsReplacedByTheStoredEnd() {
        world.router.next().say("all of it").done();
        Message stored = ((StreamPart.Done) world.end(ANN, run)).message();
        world.clock.move(Runs.KEPT.plusSeconds(1));
        List<Events.Item<StreamPart>> end = world.all(ANN, run, 2);
        assertEquals(
                List.of(new StreamPart.Done(stored)),
                end.stream().map(Events.Item::value).toList());
        assertEquals(List.of(), world.all(ANN, run, end.getFirst().id()));
    }

    @Test
    void messagesOfADeletedConversationAreSweptAtStart() {
        world.router.next().say("text").done();
        world.end(ANN, run);
        world.db.replica().put(List.of(Change.delete(ChatStore.CONVERSATION, talk)));
        world.open();
        Run.Home home =
                new Run.Home(new ChatStore(world.db.replica()), new Runs(world.clock), world.clock, Runnable::run);
        new Conversations(home, new Locks(), world.ids, world.bus).sweep();
        assertEquals(
                Optional.empty(),
                world.db.replica().head(ChatStore.MESSAGE, sent.message().id()));
    }

    @Test
    void whatANewerVersionWroteIsWrittenBack() {
        world.router.next().say("text").done();
        world.end(ANN, run);
        for (String entity : List.of(ChatStore.CONVERSATION, ChatStore.MESSAGE)) {
            String key = entity.equals(ChatStore.MESSAGE)
                    ? sent.answer().orElseThrow().id()
                    : talk;
            String payload = world.db.replica().head(entity, key).orElseThrow().payload();
            String newer = payload.replaceFirst("\\{", "{\"future\": {\"a\": [1]}, ")
                    .replace("\"figures\": {", "\"figures\": {\"watts\": 3, ");
            world.db.replica().put(List.of(Change.set(entity, key, newer)));
        }
        ok(world.api.change(
                ANN,
                new ChangeConversation(talk, Optional.of("t"), Optional.empty(), Optional.empty(), Optional.empty()),
                world.soon()));
        assertEquals(
                "text",
                world.message(ANN, talk, sent.answer().orElseThrow().id()).text());
        String written = world.db
                .replica()
                .head(ChatStore.CONVERSATION, talk)
                .orElseThrow()
                .payload();
        assertTrue(written.contains("\"future\": {\"a\": [1]}"), written);
    }
}
