package aurora.engine.embedded.answer;

import aurora.base.Deadline;
import aurora.base.Events;
import aurora.engine.Engine;
import aurora.engine.Part;
import aurora.ground.log.Log;
import aurora.ground.work.Workers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * An answer that its reader pulls: waits for its slot, then has steps computed by a worker, one at a time and only
 * while parts are asked for. Closing stops a step within a layer. One reader at a time; close from any thread.
 */
public final class EmbeddedGeneration implements Engine.Generation {
    private static final Log LOG = Log.of("engine");

    private final Workers workers;
    private final Deadline deadline;
    private final Course course;
    private final Slots.Ticket ticket;
    /** Filled by the worker during a step, emptied by the reader between steps. */
    private final ArrayDeque<Part> ready = new ArrayDeque<>();

    private Optional<Future<?>> step = Optional.empty();
    private long lastId;
    private boolean over;
    private volatile boolean closed;
    private boolean stepping;
    private boolean released;

    /** What is being answered. Used by one thread at a time. */
    public interface Course {

        /** Whether computing can begin, after waiting at most {@code wait} for what needs no slot. */
        boolean prepared(Duration wait) throws InterruptedException;

        /** Computes for a few milliseconds and hands out what is complete. Whatever it throws fails the answer. */
        void step(Consumer<Part> out, BooleanSupplier cancelled) throws Exception;

        /** Gives back all that was taken. Called once, when nothing runs any more. */
        void release();
    }

    /** Takes its place among {@code slots}; {@code workers} compute. */
    public EmbeddedGeneration(Workers workers, Deadline deadline, Slots slots, Course course) throws SlotsFull {
        this.workers = workers;
        this.deadline = deadline;
        this.course = course;
        this.ticket = slots.enter(deadline, this::close).orElseThrow(SlotsFull::new);
    }

    /** Too many wait already. */
    public static final class SlotsFull extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public Events.Next<Part> next(Duration wait) throws InterruptedException {
        Deadline until = deadline.within(wait);
        while (step.isEmpty() || ended(until.remaining())) {
            Part part = ready.poll();
            if (part != null) {
                return item(part);
            }
            if (over || closed) {
                return new Events.End<>();
            }
            if (deadline.passed()) {
                return item(new Part.Failed(Part.Failure.DEADLINE, "The time for this answer is over."));
            }
            if (course.prepared(until.remaining()) && ticket.await(until.remaining())) {
                begin();
            } else if (!deadline.passed()) {
                break;
            }
        }
        return new Events.Idle<>();
    }

    private Events.Next<Part> item(Part part) {
        if (part instanceof Part.Done || part instanceof Part.Failed) {
            over = true;
            close();
        }
        return new Events.Item<>(++lastId, part);
    }

    /** Whether the running step is over, after waiting at most {@code wait}. */
    private boolean ended(Duration wait) throws InterruptedException {
        try {
            step.orElseThrow().get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException running) {
            return false;
        } catch (ExecutionException | CancellationException failed) {
            LOG.error("embedded.step", failed);
            ready.add(new Part.Failed(Part.Failure.REPORTED, "The built-in engine failed; its log says how."));
        }
        step = Optional.empty();
        return true;
    }

    private void begin() {
        synchronized (this) {
            if (closed) {
                return;
            }
            stepping = true;
        }
        Optional<Future<Boolean>> begun = workers.submit(this::compute);
        if (begun.isEmpty()) {
            ready.add(new Part.Failed(Part.Failure.REPORTED, "The built-in engine is stopping."));
            stepped();
        }
        step = begun.map(future -> future);
    }

    private boolean compute() throws Exception {
        try {
            course.step(ready::add, () -> closed || deadline.passed());
            return true;
        } catch (OutOfMemoryError tooLarge) {
            LOG.error("embedded.memory", tooLarge);
            ready.add(
                    new Part.Failed(Part.Failure.REPORTED, "There is not enough memory for an answer of this length."));
            return false;
        } finally {
            stepped();
        }
    }

    private synchronized void stepped() {
        stepping = false;
        if (closed) {
            release();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (!stepping) {
            release();
        }
    }

    private void release() {
        if (!released) {
            released = true;
            course.release();
            ticket.leave();
        }
    }
}
