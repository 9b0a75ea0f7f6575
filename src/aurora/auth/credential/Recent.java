package aurora.auth.credential;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The entries used most lately, at most {@code size} of them. Thread-safe, and a read takes no lock. Two halves: when
 * the young one is full it becomes the old one, whose entries come back when they are used.
 */
final class Recent<V> {
    private final int half;
    private volatile Halves<V> halves = new Halves<>(new ConcurrentHashMap<>(), Map.of());

    Recent(int size) {
        this.half = size / 2;
    }

    Optional<V> get(String key) {
        Halves<V> now = halves;
        V young = now.young().get(key);
        if (young != null) {
            return Optional.of(young);
        }
        V old = now.old().get(key);
        if (old != null) {
            put(key, old);
        }
        return Optional.ofNullable(old);
    }

    void put(String key, V value) {
        Halves<V> now = halves;
        if (now.young().size() >= half) {
            now = turn();
        }
        now.young().put(key, value);
    }

    int size() {
        return halves.young().size() + halves.old().size();
    }

    private synchronized Halves<V> turn() {
        if (halves.young().size() >= half) {
            halves = new Halves<>(new ConcurrentHashMap<>(), halves.young());
        }
        return halves;
    }

    private record Halves<V>(ConcurrentHashMap<String, V> young, Map<String, V> old) {}
}
