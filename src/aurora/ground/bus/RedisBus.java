package aurora.ground.bus;

import aurora.base.Clock;
import aurora.ground.log.Log;
import aurora.ground.process.Worker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A bus that delivers within this process at once, whatever Redis does, and to other processes through Redis while it
 * is up. Thread-safe.
 */
public final class RedisBus implements Bus {
    /** Signals waiting for Redis; the oldest are dropped, for they are hints and the newest is worth most. */
    static final int QUEUE_MAX = 1_000;

    private static final String PREFIX = "aurora:";
    private static final Duration PAUSE_MIN = Duration.ofMillis(100);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    private static final Duration SEND_MAX = Duration.ofSeconds(2);
    private static final Log LOG = Log.of("bus");

    private final LocalBus local = new LocalBus();
    private final Supplier<Optional<RedisAddress>> address;
    private final String origin;
    private final Clock clock;
    private final BlockingQueue<Signal> waiting = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicReference<@Nullable Jedis> hearing = new AtomicReference<>();
    private final AtomicInteger losses = new AtomicInteger();
    private final Worker sender;
    private final Worker receiver;
    private @Nullable Signal carried;
    private volatile boolean connected;
    private volatile boolean closed;

    private record Signal(String channel, String text) {}

    /**
     * A bus over the server at {@code address}, which is asked for at each connection; empty: none now.
     *
     * @param origin an id of this process, without blanks, by which it knows its own signals when they come back
     */
    public RedisBus(Supplier<Optional<RedisAddress>> address, String origin, Clock clock) {
        this.address = address;
        this.origin = origin;
        this.clock = clock;
        this.sender = Worker.start("bus-sender", () -> again(this::send));
        this.receiver = Worker.start("bus-receiver", () -> again(this::receive));
    }

    @Override
    public void publish(String channel, String text) {
        local.publish(name(channel), text);
        Signal signal = new Signal(name(channel), origin + " " + text);
        while (!closed && !waiting.offer(signal)) {
            if (waiting.poll() != null) {
                dropped.incrementAndGet();
            }
        }
    }

    @Override
    public Subscription subscribe(String channel, Consumer<String> listener) {
        return local.subscribe(name(channel), listener);
    }

    /** Whether signals of other processes are heard now. */
    public boolean connected() {
        return connected;
    }

    /** How many signals did not leave this process because Redis was away or slow. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void close() {
        closed = true;
        Optional.ofNullable(hearing.getAndSet(null)).ifPresent(Jedis::close);
        sender.close();
        receiver.close();
        local.close();
    }

    /** The same channel with and without the prefix, which all channels of Aurora have in Redis. */
    private static String name(String channel) {
        return channel.startsWith(PREFIX) ? channel : PREFIX + channel;
    }

    private void again(Session session) throws InterruptedException {
        Duration pause = PAUSE_MIN;
        while (!closed) {
            Optional<RedisAddress> now = address.get();
            long begun = clock.nanos();
            if (now.isPresent()) {
                try {
                    session.run(now.get());
                } catch (JedisException away) {
                    LOG.info("bus.redis.away", "why", String.valueOf(away.getMessage()));
                }
            }
            boolean lasted = clock.nanos() - begun > PAUSE_MAX.toNanos();
            pause = lasted
                    ? PAUSE_MIN
                    : pause.multipliedBy(2).compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause.multipliedBy(2);
            if (!closed) {
                clock.pause(pause);
            }
        }
    }

    /** A lost receiver means that this connection is lost too; else only the next signal, itself lost, would tell. */
    private void send(RedisAddress to) throws InterruptedException {
        Signal signal = carried == null ? waiting.take() : carried;
        carried = null;
        int lost = losses.get();
        try (Jedis jedis = to.connect(SEND_MAX)) {
            while (lost == losses.get()) {
                jedis.publish(signal.channel(), signal.text());
                signal = waiting.take();
            }
            carried = signal;
        } catch (JedisException away) {
            dropped.incrementAndGet();
            throw away;
        }
    }

    private void receive(RedisAddress from) {
        try (Jedis jedis = from.connect(Duration.ZERO)) {
            hearing.set(jedis);
            if (!closed) {
                jedis.psubscribe(new Hearing(), PREFIX + "*");
            }
        } finally {
            losses.incrementAndGet();
            connected = false;
            hearing.set(null);
        }
    }

    private final class Hearing extends JedisPubSub {
        @Override
        public void onPSubscribe(String pattern, int count) {
            connected = true;
        }

        @Override
        public void onPMessage(String pattern, String channel, String message) {
            int blank = message.indexOf(' ');
            if (blank > 0 && !message.startsWith(origin + " ")) {
                local.publish(channel, message.substring(blank + 1));
            }
        }
    }

    private interface Session {
        void run(RedisAddress at) throws InterruptedException;
    }
}
