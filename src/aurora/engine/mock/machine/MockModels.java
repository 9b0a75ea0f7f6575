package aurora.engine.mock.machine;

import aurora.base.Clock;
import aurora.engine.mock.MockProfile;
import aurora.engine.mock.MockProfile.MockModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The models of a mock engine: which are in memory (the longest unused goes first), and what prompts they remember.
 * Thread-safe.
 */
public final class MockModels {
    private static final int PROMPTS_MAX = 64;
    private static final int PROMPT_CHARS_MAX = 64 * 1024;

    /** One model as it is now. */
    public static final class Entry {
        private final MockModel model;
        private final MockSlots slots;
        private final ArrayDeque<String> prompts = new ArrayDeque<>();
        private boolean resident;
        private long readyNanos;
        private long usedNanos;
        private int users;

        private Entry(MockModel model) {
            this.model = model;
            this.slots = new MockSlots(model);
        }

        /** What the profile says of it. */
        public MockModel model() {
            return model;
        }

        /** Its slots. */
        public MockSlots slots() {
            return slots;
        }

        /** How many characters of {@code prompt} a prompt before it began with; and remembers it. */
        public synchronized int cached(String prompt) {
            String kept = prompt.length() > PROMPT_CHARS_MAX ? prompt.substring(0, PROMPT_CHARS_MAX) : prompt;
            int best = 0;
            for (String earlier : prompts) {
                int max = Math.min(earlier.length(), kept.length());
                int same = 0;
                while (same < max && earlier.charAt(same) == kept.charAt(same)) {
                    same++;
                }
                best = Math.max(best, same);
            }
            prompts.addFirst(kept);
            if (prompts.size() > PROMPTS_MAX) {
                prompts.removeLast();
            }
            return best;
        }
    }

    private final Clock clock;
    private final long memoryBytes;
    private final Map<String, Entry> byName = new LinkedHashMap<>();

    /** The models of {@code profile}; none is loaded. */
    public MockModels(MockProfile profile, Clock clock) {
        this.clock = clock;
        this.memoryBytes = profile.memoryBytes();
        profile.models().forEach(model -> byName.put(model.name(), new Entry(model)));
    }

    /** All of them. */
    public Collection<Entry> all() {
        return byName.values();
    }

    /** The model of that name, with or without {@code :latest}. */
    @Nullable
    public Entry find(String name) {
        Entry found = byName.get(name);
        return found == null && name.endsWith(":latest") ? byName.get(name.substring(0, name.length() - 7)) : found;
    }

    /** Whether it is in memory, ready. */
    public synchronized boolean loaded(Entry entry) {
        return entry.resident && clock.nanos() - entry.readyNanos >= 0;
    }

    /** Starts to use {@code entry}: what is left of its loading; absent when it does not fit beside models in use. */
    public synchronized Optional<Duration> use(Entry entry) {
        long now = clock.nanos();
        if (!entry.resident) {
            while (memoryBytes > 0 && residentBytes() + entry.model.sizeBytes() > memoryBytes) {
                Entry oldest = null;
                for (Entry other : byName.values()) {
                    if (other.resident
                            && other.users == 0
                            && (oldest == null || other.usedNanos - oldest.usedNanos < 0)) {
                        oldest = other;
                    }
                }
                if (oldest == null) {
                    return Optional.empty();
                }
                evict(oldest);
            }
            entry.resident = true;
            entry.readyNanos = now + (long) (entry.model.loadSeconds() * 1e9);
        }
        entry.users++;
        return Optional.of(Duration.ofNanos(Math.max(0, entry.readyNanos - now)));
    }

    /** Ends one use. */
    public synchronized void release(Entry entry) {
        entry.users--;
        entry.usedNanos = clock.nanos();
    }

    /** Takes it out of memory. */
    public synchronized void evict(Entry entry) {
        entry.resident = false;
        synchronized (entry) {
            entry.prompts.clear();
        }
    }

    private long residentBytes() {
        return byName.values().stream()
                .filter(entry -> entry.resident)
                .mapToLong(entry -> entry.model.sizeBytes())
                .sum();
    }
}
