package aurora.ground.http.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds what stands at a path. Templates are segments, fixed or in braces: {@code /api/runs/{run}/events}; a fixed
 * segment wins. Filled while starting, read by many threads afterwards.
 *
 * @param <T> what stands there
 */
public final class RouteTable<T> {
    private static final int SEGMENT_MAX = 400;

    private final Spot<T> root = new Spot<>();

    /** Puts {@code target} at {@code verb} and {@code template}. */
    public void add(String verb, String template, T target) {
        Spot<T> at = root;
        Map<Integer, String> names = new HashMap<>();
        String[] segments = segments(template);
        for (int i = 0; i < segments.length; i++) {
            if (segments[i].startsWith("{")) {
                names.put(i, segments[i].substring(1, segments[i].length() - 1));
                at = at.any.isPresent() ? at.any.get() : at.makeAny();
            } else {
                at = at.fixed.computeIfAbsent(segments[i], s -> new Spot<>());
            }
        }
        if (at.targets.put(verb, new Target<>(target, Map.copyOf(names))) != null) {
            throw new IllegalArgumentException("two routes at " + verb + " " + template);
        }
    }

    /** What is at {@code path}, percent-encoded as it came. */
    public Found<T> find(String verb, String path) {
        String[] segments = segments(path);
        Optional<Spot<T>> spot = walk(root, segments, 0);
        if (spot.isEmpty()) {
            return new Nowhere<>();
        }
        Target<T> target = spot.get().targets.get(verb);
        if (target == null) {
            return new WrongVerb<>(new TreeSet<>(spot.get().targets.keySet()));
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<Integer, String> name : target.names.entrySet()) {
            Optional<String> value = decoded(segments[name.getKey()]);
            if (value.isEmpty()) {
                return new Nowhere<>();
            }
            values.put(name.getValue(), value.get());
        }
        return new Here<>(target.value, values);
    }

    private static <T> Optional<Spot<T>> walk(Spot<T> at, String[] segments, int index) {
        if (index == segments.length) {
            return at.targets.isEmpty() ? Optional.empty() : Optional.of(at);
        }
        Spot<T> fixed = at.fixed.get(segments[index]);
        if (fixed != null) {
            Optional<Spot<T>> found = walk(fixed, segments, index + 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return segments[index].isEmpty() ? Optional.empty() : at.any.flatMap(any -> walk(any, segments, index + 1));
    }

    private static String[] segments(String path) {
        return path.substring(path.startsWith("/") ? 1 : 0).split("/", -1);
    }

    private static Optional<String> decoded(String segment) {
        if (segment.length() > SEGMENT_MAX) {
            return Optional.empty();
        }
        try {
            return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException badEscape) {
            return Optional.empty();
        }
    }

    /**
     * What a look-up yields.
     *
     * @param <T> what stands at paths
     */
    public sealed interface Found<T> {}

    /** The target, and the values of the template's braces. */
    public record Here<T>(T target, Map<String, String> values) implements Found<T> {}

    /** The path is there, but not for this verb. */
    public record WrongVerb<T>(Set<String> verbs) implements Found<T> {}

    /** There is no such path. */
    public record Nowhere<T>() implements Found<T> {}

    private record Target<T>(T value, Map<Integer, String> names) {}

    private static final class Spot<T> {
        private final Map<String, Spot<T>> fixed = new HashMap<>();
        private final Map<String, Target<T>> targets = new HashMap<>();
        private Optional<Spot<T>> any = Optional.empty();

        private Spot<T> makeAny() {
            Spot<T> made = new Spot<>();
            any = Optional.of(made);
            return made;
        }
    }
}
