package aurora.ground.bus;

import aurora.ground.log.Log;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A bus within this process. */
public final class LocalBus implements Bus {
    /** Listeners in all, far above the number of streams a node serves; more is a leak. */
    static final int LISTENERS_MAX = 50_000;

    private static final Log LOG = Log.of("bus");

    private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void publish(String channel, String text) {
        for (Consumer<String> listener : listeners.getOrDefault(channel, List.of())) {
            try {
                listener.accept(text);
            } catch (RuntimeException defect) {
                LOG.error("bus.listener.failed", defect, "channel", channel);
            }
        }
    }

    @Override
    public Subscription subscribe(String channel, Consumer<String> listener) {
        if (count.incrementAndGet() > LISTENERS_MAX) {
            count.decrementAndGet();
            throw new IllegalStateException("more than " + LISTENERS_MAX + " listeners on the bus");
        }
        Place place = new Place(channel, listener);
        listeners.compute(channel, (name, there) -> {
            List<Consumer<String>> all = there == null ? new CopyOnWriteArrayList<>() : there;
            all.add(place);
            return all;
        });
        return place;
    }

    /** How many listen. */
    int listeners() {
        return count.get();
    }

    @Override
    public void close() {
        listeners.clear();
    }

    /** A listener's place; each is another object, so that one listener may listen twice. */
    private final class Place implements Subscription, Consumer<String> {
        private final String channel;
        private final Consumer<String> listener;
        private volatile boolean closed;

        Place(String channel, Consumer<String> listener) {
            this.channel = channel;
            this.listener = listener;
        }

        @Override
        public void accept(String text) {
            if (!closed) {
                listener.accept(text);
            }
        }

        @Override
        public synchronized void close() {
            if (closed) {
                return;
            }
            closed = true;
            count.decrementAndGet();
            listeners.computeIfPresent(channel, (name, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }
}
