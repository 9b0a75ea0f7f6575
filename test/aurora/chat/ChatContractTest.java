package aurora.chat;

import static aurora.chat.ChatWorld.ANN;
import static aurora.chat.ChatWorld.BOB;
import static aurora.chat.ChatWorld.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Caller;
import aurora.base.Caller.Kind;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Events;
import aurora.base.Reply;
import aurora.chat.ChatApi.*;
import aurora.ground.json.Json;
import aurora.mesh.contract.Nothing;
import aurora.mesh.contract.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every row of the contract against every kind of caller, and against the ids of somebody else. */
final class ChatContractTest {
    private static final String SECRET = "annsecret";

    @AutoClose
    private final ChatWorld world = new ChatWorld();

    private String talk;
    private Sent sent;
    private final Map<Class<?>, Object> requests = new LinkedHashMap<>();

    @BeforeEach
    void open() {
        talk = world.conversation(ANN);
        Sent first = world.ask(ANN, talk, Optional.empty(), SECRET + " question", SECRET + " answer");
        sent = world.send(ANN, talk, first.answer().map(Message::id), SECRET + " again");
        world.router.next().say(SECRET);
        String answer = first.answer().orElseThrow().id();
        for (Object request : List.of(
                new ListQuery(Optional.empty(), Optional.empty()),
                new Begin(Optional.of(talk), Optional.empty(), Optional.empty()),
                new ConversationId(talk),
                new ChangeConversation(
                        talk, Optional.of("taken"), Optional.empty(), Optional.of(true), Optional.empty()),
                new Send(talk, Optional.of(first.message().id()), Optional.of(answer), "hello", Optional.empty()),
                new Regenerate(answer, Optional.empty()),
                new MessageId(answer),
                new Watch(sent.run().orElseThrow(), Optional.empty()),
                new RunId(sent.run().orElseThrow()),
                Nothing.NOTHING,
                new Search(SECRET, Optional.empty()),
                new Import("{}"))) {
            requests.put(request.getClass(), request);
        }
    }

    private <Q> Reply<?> call(Row<ChatApi, Q, ?> row, Caller caller, Object request) {
        Q typed = row.request().cast(request);
        return switch (row.action()) {
            case Row.Once<ChatApi, Q, ?>(var call) -> call.on(world.api, caller, typed, world.soon());
            case Row.Stream<ChatApi, Q, ?>(var call) -> closed(call.on(world.api, caller, typed, world.soon()));
            case Row.Lines<ChatApi, Q, ?>(var call, String file) ->
                closed(call.on(world.api, caller, typed, world.soon()));
        };
    }

    /** For a stream, what it says first. */
    private static <T> Reply<?> closed(Reply<Events<T>> reply) {
        return reply.map(events -> {
            try (events) {
                return events.next(java.time.Duration.ofMillis(1)).toString();
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        });
    }

    private static Caller key(Set<Scope> scopes) {
        return new Caller(Kind.KEY, ANN.user(), "ann", Role.MEMBER, scopes, "key", "127.0.0.1", "request");
    }

    @Test
    void everyRowRefusesWhoMayNot() {
        for (Row<ChatApi, ?, ?> row : ChatContract.TABLE.rows()) {
            Object request = java.util.Objects.requireNonNull(requests.get(row.request()), row.path());
            Reply<?> nobody = call(row, Caller.nobody("127.0.0.1", "request"), request);
            assertTrue(assertInstanceOf(Reply.Denied.class, nobody, row.path()).signIn());
            assertInstanceOf(Reply.Denied.class, call(row, key(Set.of(Scope.MODELS)), request), row.path());
            assertInstanceOf(Reply.Denied.class, call(row, key(Set.of()), request), row.path());
        }
        assertEquals(
                1,
                ok(world.api.list(key(Set.of(Scope.CHAT)), list(), world.soon()))
                        .conversations()
                        .size());
        assertEquals(
                1,
                ok(world.api.list(key(Set.of(Scope.ADMIN)), list(), world.soon()))
                        .conversations()
                        .size());
    }

    private static ListQuery list() {
        return new ListQuery(Optional.empty(), Optional.empty());
    }

    @Test
    void nothingOfSomebodyElseIsToldOrTouched() {
        world.replica.awaitPuts(6); // the conversation; question, first words and end of one answer; of the next so far
        Conversation before = world.read(ANN, talk);
        for (Row<ChatApi, ?, ?> row : ChatContract.TABLE.rows()) {
            Reply<?> reply = call(row, BOB, java.util.Objects.requireNonNull(requests.get(row.request()), row.path()));
            String told = Json.text(reply instanceof Reply.Ok<?>(Object value) ? value : reply.toString());
            assertFalse(told.contains("annsecret again") || told.contains("annsecret answer"), row + " " + told);
            assertFalse(told.contains(ANN.user()), row + " " + told);
            boolean isOwnList = reply instanceof Reply.Ok;
            assertEquals(
                    Set.of("list", "changes", "search", "export").contains(name(row)),
                    isOwnList,
                    row.path() + " " + reply);
        }
        String bobs = world.conversation(BOB);
        String first = before.messages().getFirst().id();
        Send taken = new Send(bobs, Optional.of(first), Optional.empty(), "hi", Optional.empty());
        assertEquals(
                "id",
                assertInstanceOf(Reply.Invalid.class, world.api.send(BOB, taken, world.soon()))
                        .field());
        assertInstanceOf(Reply.Invalid.class, world.trySend(BOB, bobs, Optional.of(first), "hi"));
        ChangeConversation leaf =
                new ChangeConversation(bobs, Optional.empty(), Optional.of(first), Optional.empty(), Optional.empty());
        assertInstanceOf(Reply.Invalid.class, world.api.change(BOB, leaf, world.soon()));
        String other = world.conversation(ANN);
        Send elsewhere = new Send(other, Optional.of(first), Optional.empty(), "hi", Optional.empty());
        assertInstanceOf(Reply.Invalid.class, world.api.send(ANN, elsewhere, world.soon()));
        assertInstanceOf(Reply.Invalid.class, world.trySend(ANN, other, Optional.of(first), "hi"));
        assertEquals(before, world.read(ANN, talk));
    }

    private static String name(Row<ChatApi, ?, ?> row) {
        return switch (row.verb() + " " + row.path()) {
            case "GET /api/conversations" -> "list";
            case "GET /api/changes" -> "changes";
            case "GET /api/search" -> "search";
            case "GET /api/export" -> "export";
            default -> row.path();
        };
    }

    @Test
    void idsThatAreNoneAreNotFoundOrInvalid() {
        for (String id : List.of(
                "",
                "x",
                "../..",
                "\u0000",
                "'; --",
                "00000000-0000-0000-0000-000000000000",
                "é".repeat(36),
                "z".repeat(100_000))) {
            assertInstanceOf(Reply.NotFound.class, world.api.open(ANN, new ConversationId(id), world.soon()), id);
            assertInstanceOf(Reply.NotFound.class, world.api.delete(ANN, new ConversationId(id), world.soon()), id);
            assertInstanceOf(Reply.NotFound.class, world.api.unqueue(ANN, new ConversationId(id), world.soon()), id);
            assertInstanceOf(Reply.NotFound.class, world.api.resume(ANN, new MessageId(id), world.soon()), id);
            assertInstanceOf(Reply.NotFound.class, world.api.stop(ANN, new RunId(id), world.soon()), id);
            assertInstanceOf(
                    Reply.NotFound.class, world.api.watch(ANN, new Watch(id, Optional.empty()), world.soon()), id);
            assertInstanceOf(Reply.NotFound.class, world.trySend(ANN, id, Optional.empty(), "hi"), id);
            assertInstanceOf(Reply.Invalid.class, world.trySend(ANN, talk, Optional.of(id), "hi"), id);
            assertInstanceOf(
                    Reply.NotFound.class,
                    world.api.regenerate(ANN, new Regenerate(id, Optional.empty()), world.soon()),
                    id);
            if (!id.startsWith("0")) {
                Begin begin = new Begin(Optional.of(id), Optional.empty(), Optional.empty());
                assertInstanceOf(Reply.Invalid.class, world.api.begin(ANN, begin, world.soon()), id);
            }
        }
        String run = sent.run().orElseThrow();
        assertInstanceOf(Reply.Invalid.class, world.api.watch(ANN, new Watch(run, Optional.of(-1L)), world.soon()));
        assertInstanceOf(
                Reply.Invalid.class, world.api.watch(ANN, new Watch(run, Optional.of(1L << 50)), world.soon()));
    }
}
