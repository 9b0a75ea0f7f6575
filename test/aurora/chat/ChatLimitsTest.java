package aurora.chat;

import static aurora.chat.ChatWorld.ANN;
import static aurora.chat.ChatWorld.ok;
import static aurora.chat.ChatWorld.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Events;
import aurora.base.Reply;
import aurora.chat.ChatApi.*;
import aurora.chat.run.Runs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Limits of chat, and what happens at them. */
final class ChatLimitsTest {
    @AutoClose
    private final ChatWorld world = new ChatWorld();

    private final String talk = world.conversation(ANN);

    @Test
    void anAnswerWaitsForEnginesThatAreBusy() {
        world.router.refusedOnce.set(Optional.of(new Reply.Busy<>(Duration.ofMillis(1), "one is busy")));
        Sent sent = world.send(ANN, talk, Optional.empty(), "hello");
        world.router.next().say("well").done();
        StreamPart.Done end = assertInstanceOf(
                StreamPart.Done.class, world.end(ANN, sent.run().orElseThrow()));
        assertEquals("well", end.message().text());
    }

    /** Some engines say that they are busy, and to come back at once. */
    @Test
    void enginesThatStayBusyAreNotAskedForEver() {
        world.router.refusal = Optional.of(new Reply.Busy<>(Duration.ZERO, "one is busy"));
        Sent sent = world.send(ANN, talk, Optional.empty(), "hello");
        world.router.next();
        world.clock.move(Duration.ofSeconds(31));
        StreamPart.Failed end = assertInstanceOf(
                StreamPart.Failed.class, world.end(ANN, sent.run().orElseThrow()));
        assertEquals("busy", end.code());
    }

    @Test
    void whoStopsAnAnswerThatWaitsNeedNotWait() {
        world.router.refusal = Optional.of(new Reply.Busy<>(Duration.ofSeconds(20), "one is busy"));
        Sent sent = world.send(ANN, talk, Optional.empty(), "hello");
        world.router.next();
        ok(world.api.stop(ANN, new RunId(sent.run().orElseThrow()), world.soon()));
        StreamPart.Failed end = assertInstanceOf(
                StreamPart.Failed.class, world.end(ANN, sent.run().orElseThrow()));
        assertEquals("stopped", end.code());
        assertTrue(world.router.isIdle(), "nobody was asked again");
    }

    @Test
    void enginesThatAreBusyForLongAreNotWaitedFor() {
        world.router.refusal = Optional.of(new Reply.Busy<>(Duration.ofMinutes(5), "one is busy"));
        Sent sent = world.send(ANN, talk, Optional.empty(), "hello");
        StreamPart.Failed end = assertInstanceOf(
                StreamPart.Failed.class, world.end(ANN, sent.run().orElseThrow()));
        assertEquals("busy", end.code());
    }

    @Test
    void limitsAnswerBusyOrInvalid() {
        assertInstanceOf(Reply.Invalid.class, world.trySend(ANN, talk, Optional.empty(), "é".repeat((128 << 10) + 1)));
        assertInstanceOf(Reply.Invalid.class, world.trySend(ANN, talk, Optional.empty(), "\u0001".repeat(256 << 10)));
        assertInstanceOf(Reply.Invalid.class, world.trySend(ANN, talk, Optional.empty(), " \n"));
        String longest = "é".repeat(128 << 10);
        Sent sent = world.send(ANN, talk, Optional.empty(), longest);
        assertEquals(longest, world.read(ANN, talk).messages().getFirst().text());
        List<Events<StreamPart>> open = IntStream.range(0, Streams.USER_MAX)
                .mapToObj(i -> world.watch(ANN, sent.run().orElseThrow(), 0))
                .toList();
        Watch watch = new Watch(sent.run().orElseThrow(), Optional.empty());
        assertInstanceOf(Reply.Busy.class, world.api.watch(ANN, watch, world.soon()));
        open.getFirst().close();
        open.getFirst().close();
        ok(world.api.watch(ANN, watch, world.soon())).close();
        open.forEach(Events::close);
        for (int i = 1; i < Runs.USER_MAX; i++) {
            world.send(ANN, world.conversation(ANN), Optional.empty(), "more");
        }
        String last = world.conversation(ANN);
        Send refused = new Send(last, Optional.of(world.ids.next()), Optional.empty(), "too many", Optional.empty());
        assertInstanceOf(Reply.Busy.class, world.api.send(ANN, refused, world.soon()));
        assertEquals(0, world.read(ANN, last).messages().size());
        ok(world.api.stop(ANN, new RunId(sent.run().orElseThrow()), world.soon()));
        ok(world.api.send(ANN, refused, world.soon()));
        assertInstanceOf(
                Reply.Invalid.class,
                world.api.list(ANN, new ListQuery(Optional.empty(), Optional.of(201)), world.soon()));
    }

    @Test
    void anAnswerThatIsTooLongEnds() {
        Sent sent = world.send(ANN, talk, Optional.empty(), "write");
        ScriptedRouter.Script script = world.router.next();
        for (int i = 0; i < 60; i++) {
            script.say("0123456789abcdef".repeat(1000));
        }
        StreamPart.Failed end = assertInstanceOf(
                StreamPart.Failed.class, world.end(ANN, sent.run().orElseThrow()));
        assertEquals("too_long", end.code());
        script.awaitClosed();
        assertEquals(end.message(), world.message(ANN, talk, end.message().id()));
        assertTrue(world.replica.puts.get() < 30, world.replica.puts + " writes");
    }

    @Test
    void textThatTheDatabaseCannotHoldIsMadeSound() {
        Sent sent = world.send(ANN, talk, Optional.empty(), "a\u0000b\ud800c");
        world.router.next().say("x\u0000\udc00y").done();
        world.end(ANN, sent.run().orElseThrow());
        assertEquals(
                List.of("a\ufffdb\ufffdc", "x\ufffd\ufffdy"),
                world.read(ANN, talk).messages().stream().map(Message::text).toList());
    }

    @Test
    void theEndIsStoredWhenTheDiskIsBack() {
        Sent sent = world.send(ANN, talk, Optional.empty(), "one");
        ScriptedRouter.Script script = world.router.next().say("kept");
        try (Events<StreamPart> events = world.watch(ANN, sent.run().orElseThrow(), 0)) {
            token(events);
            world.replica.gone = Optional.of(aurora.ground.sql.DatabaseException.Kind.NO_ROOM);
            script.done();
            assertInstanceOf(Events.Idle.class, events.next(Duration.ofMillis(300)));
            world.replica.gone = Optional.empty();
            assertInstanceOf(
                    StreamPart.Done.class, ChatWorld.rest(events).getLast().value());
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
        assertEquals("kept", world.read(ANN, talk).messages().getLast().text());
    }
}
