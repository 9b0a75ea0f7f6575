package aurora.chat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Caller;
import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Ids;
import aurora.base.Reply;
import aurora.chat.ChatApi.*;
import aurora.ground.TestPostgres;
import aurora.ground.bus.LocalBus;
import aurora.ground.sql.DatabaseException;
import aurora.ground.sql.DatabaseException.Kind;
import aurora.ground.sql.RowReader;
import aurora.mesh.contract.Nothing;
import aurora.mesh.data.Change;
import aurora.mesh.data.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Chat over a real database, with a router that the test scripts. */
final class ChatWorld implements AutoCloseable {
    static final Caller ANN = person("ann");
    static final Caller BOB = person("bob");
    static final Duration LONG = Duration.ofSeconds(20);

    final TestPostgres.Database db = TestPostgres.fresh();
    final ScriptedRouter router = new ScriptedRouter();
    final LocalBus bus = new LocalBus();
    final Ids ids = Ids.secure();
    final ShiftedClock clock = new ShiftedClock();
    final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    Switched replica;
    Chat chat;
    ChatApi api;

    ChatWorld() {
        db.migrate(Chat.NAME, Chat.class, Chat.SCRIPT);
        replica = new Switched(db.replica());
        chat = Chat.start(needs(), new ChatConfig(Duration.ofMinutes(5), 4096));
        api = chat.api();
    }

    private Chat.Needs needs() {
        return new Chat.Needs(router, replica, bus, clock, ids, threads);
    }

    /** Another life of the node over the same data. */
    void open() {
        replica = new Switched(db.replica());
        chat = Chat.start(needs(), new ChatConfig(Duration.ofMinutes(5), 4096));
        api = chat.api();
    }

    /** From now on nothing of this life reaches the disk, as after {@code kill -9}. */
    void kill() {
        replica.gone = Optional.of(Kind.AWAY);
    }

    Deadline soon() {
        return Deadline.after(clock, LONG);
    }

    static Caller person(String name) {
        String user = UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
        return new Caller(
                Caller.Kind.SESSION, user, name, Caller.Role.MEMBER, Set.of(), "credential", "127.0.0.1", "request");
    }

    static <T> T ok(Reply<T> reply) {
        if (reply instanceof Reply.Ok<T>(T value)) {
            return value;
        }
        throw new AssertionError("not Ok: " + reply);
    }

    String conversation(Caller caller) {
        return ok(api.begin(caller, new Begin(Optional.empty(), Optional.empty(), Optional.empty()), soon()))
                .id();
    }

    Reply<Sent> trySend(Caller caller, String conversation, Optional<String> parent, String text) {
        return api.send(
                caller, new Send(conversation, Optional.of(ids.next()), parent, text, Optional.empty()), soon());
    }

    Sent send(Caller caller, String conversation, Optional<String> parent, String text) {
        return ok(trySend(caller, conversation, parent, text));
    }

    /** Asks, answers with {@code answer}, and waits for the end. */
    Sent ask(Caller caller, String conversation, Optional<String> parent, String text, String answer) {
        Sent sent = send(caller, conversation, parent, text);
        router.next().say(answer).done();
        end(caller, sent.run().orElseThrow());
        return sent;
    }

    Events<StreamPart> watch(Caller caller, String run, long after) {
        return ok(api.watch(caller, new Watch(run, Optional.of(after)), soon()));
    }

    /** All events of a run, to its end. */
    List<Events.Item<StreamPart>> all(Caller caller, String run, long after) {
        try (Events<StreamPart> events = watch(caller, run, after)) {
            return rest(events);
        }
    }

    StreamPart end(Caller caller, String run) {
        return all(caller, run, 0).getLast().value();
    }

    static <T> List<Events.Item<T>> rest(Events<T> events) {
        List<Events.Item<T>> out = new ArrayList<>();
        while (true) {
            switch (next(events)) {
                case Events.Item<T> item -> out.add(item);
                case Events.Idle<T> idle -> throw new AssertionError("nothing came for " + LONG + " after " + out);
                case Events.End<T> end -> {
                    return out;
                }
            }
        }
    }

    static <T> Events.Next<T> next(Events<T> events) {
        try {
            return events.next(LONG);
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    /** Reads up to the first token; the state of the run's log is known then. */
    static String token(Events<StreamPart> events) {
        while (next(events) instanceof Events.Item<StreamPart>(long id, StreamPart part)) {
            if (part instanceof StreamPart.Token(String text)) {
                return text;
            }
        }
        throw new AssertionError("the stream ended without a token");
    }

    static String words(List<Events.Item<StreamPart>> events) {
        StringBuilder out = new StringBuilder();
        events.forEach(item -> {
            if (item.value() instanceof StreamPart.Token(String text)) {
                out.append(text);
            }
        });
        return out.toString();
    }

    Conversation read(Caller caller, String conversation) {
        return ok(api.open(caller, new ConversationId(conversation), soon()));
    }

    Message message(Caller caller, String conversation, String message) {
        return read(caller, conversation).messages().stream()
                .filter(m -> m.id().equals(message))
                .findFirst()
                .orElseThrow();
    }

    List<Exported> export(Caller caller) {
        try (Events<Exported> lines = ok(api.export(caller, Nothing.NOTHING, soon()))) {
            return rest(lines).stream().map(Events.Item::value).toList();
        }
    }

    @Override
    public void close() {
        chat.close();
        threads.shutdownNow();
        db.close();
    }

    /** The real replica until its node is killed, its disk is full, it hangs, or its replies are lost. */
    static final class Switched implements Replica {
        private final Replica inner;
        volatile Optional<Kind> gone = Optional.empty();
        final AtomicLong puts = new AtomicLong();
        final AtomicLong repliesLost = new AtomicLong();
        private volatile CountDownLatch open = new CountDownLatch(0);

        Switched(Replica inner) {
            this.inner = inner;
        }

        private void check() {
            gone.ifPresent(kind -> {
                throw new DatabaseException(kind, "switched off by the test", new IllegalStateException("test"));
            });
        }

        @Override
        public long put(List<Change> changes) {
            check();
            await(open);
            long stamp = inner.put(changes);
            synchronized (puts) {
                puts.incrementAndGet();
                puts.notifyAll();
            }
            if (repliesLost.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new DatabaseException(Kind.AWAY, "the reply was lost by the test", null);
            }
            return stamp;
        }

        private static void await(CountDownLatch latch) {
            try {
                assertTrue(latch.await(LONG.toSeconds(), TimeUnit.SECONDS), "nobody let it go on");
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        }

        /** From now on a put waits. */
        void hang() {
            open = new CountDownLatch(1);
        }

        /** Those that wait go on. */
        void goOn() {
            open.countDown();
        }

        /** Waits until so many puts were written. */
        void awaitPuts(long least) {
            long end = System.nanoTime() + LONG.toNanos();
            synchronized (puts) {
                while (puts.get() < least) {
                    assertTrue(System.nanoTime() < end, () -> puts + " puts, not " + least);
                    try {
                        puts.wait(1000);
                    } catch (InterruptedException stop) {
                        throw new AssertionError(stop);
                    }
                }
            }
        }

        @Override
        public Optional<Head> head(String entity, String key) {
            check();
            return inner.head(entity, key);
        }

        @Override
        public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
            check();
            return inner.query(sql, reader, parameters);
        }
    }

    /** The machine's clock, moved on by the test. */
    static final class ShiftedClock implements Clock {
        private final AtomicLong shift = new AtomicLong();
        private volatile Optional<Moment> stood = Optional.empty();

        private record Moment(Instant now, long nanos) {}

        /** From now on it goes on only when it is moved. */
        void stand() {
            stood = Optional.of(moment());
        }

        private Moment moment() {
            return stood.orElseGet(
                    () -> new Moment(Clock.system().now(), Clock.system().nanos()));
        }

        void move(Duration by) {
            shift.addAndGet(by.toNanos());
        }

        @Override
        public Instant now() {
            return moment().now().plusNanos(shift.get());
        }

        @Override
        public long nanos() {
            return moment().nanos() + shift.get();
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
            Clock.system().pause(length);
        }
    }
}
