package aurora.engine.embedded.models;

import aurora.engine.embedded.kernels.Kernels;
import aurora.engine.embedded.llama.KvCache;
import aurora.engine.embedded.llama.LlamaRun;
import aurora.engine.embedded.llama.LlamaWeights;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The places to compute in that one loaded model has: working memory, and the keys and values of what was read there
 * last. A new run takes the idle one that has most of its prompt already. Thread-safe.
 */
public final class Seats {
    private static final int IDLE_MAX = 8;
    /** Up to this many idle places, what was read for another conversation is rather kept than overwritten. */
    private static final int SPREAD = 4;
    /** Idle keys and values are kept up to this many bytes. */
    private static final long IDLE_BYTES_MAX = 64L << 20;

    private final LlamaWeights weights;
    private final ArrayDeque<Seat> idle = new ArrayDeque<>();

    /** One place to compute in. One user at a time. */
    public record Seat(LlamaRun run, KvCache cache) {}

    Seats(LlamaWeights weights) {
        this.weights = weights;
    }

    /** The place with the longest beginning of {@code prompt}, its cache cut to that, but never to the whole prompt. */
    public synchronized Seat take(int[] prompt) {
        Seat best = idle.peekFirst();
        int longest = 0;
        for (Seat seat : idle) {
            int common = seat.cache.common(prompt);
            if (common > longest) {
                longest = common;
                best = seat;
            }
        }
        boolean mostlyOthers = best != null && 2 * longest < Math.min(best.cache.length(), prompt.length);
        if (best == null || (mostlyOthers && idle.size() < SPREAD)) {
            return new Seat(new LlamaRun(weights, Kernels.best()), new KvCache(weights.shape()));
        }
        idle.remove(best);
        best.cache.truncate(Math.min(longest, prompt.length - 1));
        return best;
    }

    /** Gives a place back, with what was read there. The oldest are forgotten when they are many or large. */
    public synchronized void give(Seat seat) {
        idle.addLast(seat);
        long bytes = idle.stream().mapToLong(each -> each.cache.bytes()).sum();
        for (Iterator<Seat> oldest = idle.iterator();
                oldest.hasNext() && (idle.size() > IDLE_MAX || bytes > IDLE_BYTES_MAX); ) {
            bytes -= oldest.next().cache.bytes();
            oldest.remove();
        }
    }
}
