package aurora.engine.embedded.models;

import aurora.engine.embedded.gguf.GgufException;
import aurora.ground.log.Log;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How much of the machine's memory models may take: what is free, less a reserve for everything else. When one does
 * not fit, idle ones are unloaded, the longest unused first. Thread-safe.
 */
public final class MemoryBudget {
    /** Left free for this node and the machine's other programs. */
    static final long RESERVE = 256L << 20;

    private static final Log LOG = Log.of("engine");

    private final LongSupplier free;
    private final Set<ServedModel> loaded = new LinkedHashSet<>();
    /** Being loaded, so that what they need is still told as free. */
    private final Set<ServedModel> coming = new LinkedHashSet<>();

    private long uses;

    /** A budget of what {@code free} says, in bytes, each time it is asked. */
    public MemoryBudget(LongSupplier free) {
        this.free = free;
    }

    /** Whether a model can be loaded. */
    public enum Fit {
        /** Now, perhaps after idle ones were unloaded. */
        NOW,
        /** When models that are in use are idle. */
        LATER,
        /** Not while this machine has so little memory. */
        NEVER
    }

    /** Whether {@code bytes} more can be had. */
    synchronized Fit fit(ServedModel model, long bytes) {
        if (loaded.contains(model) || coming.contains(model)) {
            return Fit.NOW;
        }
        long room = room();
        long idle = 0;
        long all = 0;
        for (ServedModel other : loaded) {
            idle += other.idle() ? other.needBytes() : 0;
            all += other.needBytes();
        }
        if (room + idle >= bytes) {
            return Fit.NOW;
        }
        // While one is being loaded, part of it counts twice.
        return room + all >= bytes || !coming.isEmpty() ? Fit.LATER : Fit.NEVER;
    }

    /** What to say of a model of {@code bytes} that does not fit, as a clause. */
    synchronized String lacking(long bytes) {
        return "it needs about " + megabytes(bytes) + " of memory, and " + megabytes(Math.max(0, room()))
                + " can be had on this machine: end other programs, or use a smaller file";
    }

    /**
     * Makes room for {@code model}, which is about to be loaded; {@link #arrived} or {@link #failed} must follow.
     *
     * @throws GgufException when there is not enough
     */
    void admit(ServedModel model) throws GgufException {
        long bytes = model.needBytes();
        synchronized (this) {
            long room = room();
            for (ServedModel oldest : idle()) {
                if (room >= bytes) {
                    break;
                }
                if (oldest.unloadIdle()) {
                    loaded.remove(oldest);
                    room += oldest.needBytes();
                    LOG.info("model.unloaded", "model", oldest.name(), "for", model.name());
                }
            }
            if (room < bytes) {
                throw new GgufException(lacking(bytes));
            }
            coming.add(model);
        }
    }

    /** {@code model} is loaded. */
    synchronized void arrived(ServedModel model) {
        coming.remove(model);
        loaded.add(model);
    }

    /** {@code model} could not be loaded after all. */
    synchronized void failed(ServedModel model) {
        coming.remove(model);
    }

    /** {@code model} was unloaded by itself. */
    synchronized void left(ServedModel model) {
        loaded.remove(model);
    }

    /** A number that is larger at each use. */
    synchronized long use() {
        return ++uses;
    }

    private long room() {
        return free.getAsLong()
                - RESERVE
                - coming.stream().mapToLong(ServedModel::needBytes).sum();
    }

    private List<ServedModel> idle() {
        return loaded.stream()
                .filter(ServedModel::idle)
                .sorted(Comparator.comparingLong(ServedModel::lastUse))
                .toList();
    }

    private static String megabytes(long bytes) {
        return Optional.of(bytes >> 20)
                .filter(mega -> mega >= 1_000)
                .map(mega -> Math.round(mega / 102.4) / 10.0 + " GB")
                .orElse((bytes >> 20) + " MB");
    }
}
