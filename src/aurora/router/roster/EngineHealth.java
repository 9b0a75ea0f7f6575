package aurora.router.roster;

import aurora.router.roster.Breaker.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What keeps requests away from an engine, or from one model of it. What speaks against the connection counts against
 * the engine; what speaks against an answer counts against the model that gave it. When several models have failed in
 * a row, those that are not known to work are asked only where there is nobody else to ask; one that worked when it was
 * asked last is never refused for the failures of others. So nobody closes a shared engine by asking broken models of
 * it. Thread-safe.
 *
 * <p>Busy counts against the model alone. Neither 503 nor 429 says of what there is too much: RFC 9110 leaves open what
 * of a server is overloaded, RFC 6585 whom and what it counts, and services that sell models count each model for
 * itself. An engine that is busy as a whole says so once for each model, which costs nobody anything.
 */
public final class EngineHealth {
    /** So many different models that failed, with no success of any between, cast doubt on the engine. */
    static final int IN_A_ROW = 3;

    private static final String SILENT = "It was silent to a request and is being asked whether it is there.";

    /** Longer than its answer to that is waited for. */
    private static final long SUSPECTED_NANOS = Duration.ofSeconds(10).toNanos();

    /** How long one silence speaks beside another. */
    private static final long WITNESS_NANOS = Duration.ofMinutes(5).toNanos();

    private static final int SHOWN_MAX = 3;
    private static final String ROW = IN_A_ROW
            + " of its models failed one after another; those that are not known to work are asked last for a moment.";

    private final Breaker engine = new Breaker("It");
    /** Only of models that have failed or were busy; no more than are listed. */
    private final Map<String, Breaker> models = new ConcurrentHashMap<>();

    /** Nobody enters it: it only tells for how long a row of failures casts doubt on the other models. */
    private final Breaker row = new Breaker("It");
    /** Models that worked when they were asked last; no more than are listed. */
    private final Set<String> proven = ConcurrentHashMap.newKeySet();

    /** The latest request that the engine was silent to, until something comes from it. */
    private volatile Optional<Silence> silence = Optional.empty();
    /** Whether it has not yet said, since then, that it is there. */
    private volatile boolean asked;

    private final Set<String> inARow = new HashSet<>();
    private volatile Set<String> listed = Set.of();

    /** Nothing came to {@code user}, who asked for {@code model}. */
    private record Silence(String user, String model, long at) {}

    EngineHealth() {}

    /** The models that the engine has now: what is known of others is forgotten. */
    void listed(Set<String> names) {
        listed = names;
        models.keySet().retainAll(names);
        proven.retainAll(names);
    }

    /** Why {@code model} is not to be asked now; names the model when it is not the whole engine. */
    Optional<String> refusal(String model, long now) {
        Optional<String> whole = engine.refusal(now);
        return whole.or(() -> of(model).flatMap(breaker -> breaker.refusal(now)))
                .or(() -> suspected(now) ? Optional.of(SILENT) : Optional.empty())
                .or(() -> doubted(model, now) ? Optional.of(ROW) : Optional.empty());
    }

    /** Whether it was silent a moment ago and has not said since that it is there. */
    private boolean suspected(long now) {
        return asked && silence.filter(it -> now - it.at() < SUSPECTED_NANOS).isPresent();
    }

    /** Whether others failed in a row lately, and {@code model} is not known to work. */
    private boolean doubted(String model, long now) {
        return !proven.contains(model) && row.refusal(now).isPresent();
    }

    /** What people are told beside the listing: the engine's own state, else the models left alone; empty when well. */
    List<String> ails(long now) {
        Optional<String> whole = engine.refusal(now);
        if (whole.isPresent()) {
            return List.of(whole.get());
        }
        List<String> left = models.values().stream()
                .flatMap(breaker -> breaker.refusal(now).stream())
                .sorted()
                .toList();
        List<String> shown = new ArrayList<>(left.subList(0, Math.min(SHOWN_MAX, left.size())));
        if (left.size() > SHOWN_MAX) {
            shown.add("And " + (left.size() - SHOWN_MAX) + " more of its models.");
        }
        row.refusal(now).ifPresent(_ -> shown.add(ROW));
        return List.copyOf(shown);
    }

    /** How long {@code model} has asked to be left alone; zero when it has not. */
    public Duration busyFor(String model, long now) {
        return of(model).map(breaker -> breaker.busyFor(now)).orElse(Duration.ZERO);
    }

    /** Whether {@code model} failed while the engine itself is well, so that waiting for the engine does not help. */
    boolean failsAlone(String model, long now) {
        return engine.refusal(now).isEmpty()
                && of(model).flatMap(breaker -> breaker.refusal(now)).isPresent()
                && busyFor(model, now).isZero();
    }

    /**
     * Takes the right to ask {@code model} now; see {@link Breaker#enter}. It must be given back by one of the other
     * methods.
     *
     * @param last whether there is no other engine to ask
     */
    public boolean enter(String model, long now, boolean last) {
        if ((!last && (suspected(now) || doubted(model, now))) || !engine.enter(now, last)) {
            return false;
        }
        Optional<Breaker> own = of(model);
        if (own.isPresent() && !own.get().enter(now, last)) {
            engine.learntNothing();
            return false;
        }
        return true;
    }

    /** {@code model} worked: it is well, and so is the engine. */
    public void worked(String model) {
        of(model).ifPresent(Breaker::worked);
        engine.worked();
        if (listed.contains(model) && proven.add(model)) {
            // The list may have changed meanwhile.
            proven.retainAll(listed);
        }
        writes();
    }

    /** An answer that has shown that it is well goes on: what other models do is not the engine's fault. */
    public void writes() {
        synchronized (inARow) {
            inARow.clear();
        }
        row.worked();
        silence = Optional.empty();
    }

    /**
     * Nothing came to {@code user}, who asked for {@code model}, and nobody else heard of the engine meanwhile either.
     * Until it says that it is there others are asked rather. One user's one model alone does not close it, or anybody
     * could by asking for a model that hangs; another user's other model does.
     */
    public void silent(String user, String model, String why, long now) {
        boolean again = silence.filter(it -> now - it.at() < WITNESS_NANOS)
                .filter(it -> !it.user().equals(user) && !it.model().equals(model))
                .isPresent();
        silence = Optional.of(new Silence(user, model, now));
        asked = true;
        modelFailed(model, Fault.HUNG, why, now);
        if (again) {
            engine.failed(Fault.HUNG, why, now);
        }
    }

    /** It answers questions about itself: it is there, though a model of it was silent. */
    void there() {
        asked = false;
    }

    /** The request ended without telling anything. */
    public void learntNothing(String model) {
        of(model).ifPresent(Breaker::learntNothing);
        engine.learntNothing();
    }

    /** The engine said that {@code model} is busy, and to come back after {@code wait}. */
    public void busy(String model, Duration wait, long now) {
        own(model).ifPresent(breaker -> breaker.busy(wait, now));
        engine.learntNothing();
    }

    /** The engine failed, whatever the {@code model}. */
    public void engineFailed(String model, Fault fault, String why, long now) {
        of(model).ifPresent(Breaker::learntNothing);
        engine.failed(fault, why, now);
    }

    /** {@code model} failed at an engine that can be reached. */
    public void modelFailed(String model, Fault fault, String why, long now) {
        proven.remove(model);
        // In doubt one failure is enough: an engine that is broken costs each of its models one reader.
        Fault counted = fault == Fault.BROKE && row.refusal(now).isPresent() ? Fault.AWAY : fault;
        own(model).ifPresent(breaker -> breaker.failed(counted, why, now));
        engine.learntNothing();
        if (completesRow(model)) {
            row.failed(fault == Fault.HUNG ? fault : Fault.AWAY, why, now);
        }
    }

    /** Whether enough models have now failed in a row to doubt the others; it begins anew then. */
    private boolean completesRow(String model) {
        synchronized (inARow) {
            inARow.add(model);
            if (inARow.size() < IN_A_ROW) {
                return false;
            }
            inARow.clear();
            return true;
        }
    }

    /** The engine answers questions again: the next request is the trial, without more waiting. */
    void answersAgain(long now) {
        engine.answersAgain(now);
        row.answersAgain(now);
        models.values().forEach(breaker -> breaker.answersAgain(now));
    }

    /** Of how many models something is kept. */
    int kept() {
        return models.size();
    }

    /** The breaker of a model that is listed, made when it has none. */
    private Optional<Breaker> own(String model) {
        if (!listed.contains(model)) {
            return Optional.empty();
        }
        Breaker breaker = models.computeIfAbsent(model, name -> new Breaker("Its model \"" + name + "\""));
        // The list may have changed meanwhile.
        models.keySet().retainAll(listed);
        return Optional.of(breaker);
    }

    private Optional<Breaker> of(String model) {
        return Optional.ofNullable(models.get(model));
    }
}
