package aurora.keep.supervisor;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Refusal;
import aurora.ground.log.Log;
import aurora.ground.process.Child;
import aurora.ground.process.Worker;
import aurora.keep.KeepApi.ProgramState;
import aurora.keep.KeepApi.State;
import aurora.keep.driver.Driver;
import aurora.keep.supervisor.Lifecycle.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One program kept running: started, watched, started again when it has died, stopped. Thread-safe. */
public final class Program implements AutoCloseable {
    private static final Duration CHECK_EVERY = Duration.ofSeconds(5);
    private static final Duration CHECK_EVERY_STARTING = Duration.ofMillis(25);
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final Log LOG = Log.of("keep");

    private final Driver driver;
    private final Clock clock;
    private final Ids ids;
    private final Duration checkEvery;
    private final CompletableFuture<Boolean> first = new CompletableFuture<>();
    private volatile Lifecycle life;
    private volatile List<String> note = List.of();
    private volatile @Nullable Child child;
    private @Nullable Worker worker;
    private boolean closed;

    /** The program behind {@code driver}; it is not started yet. */
    public Program(Driver driver, Clock clock, Ids ids) {
        this(driver, clock, ids, CHECK_EVERY);
    }

    Program(Driver driver, Clock clock, Ids ids, Duration checkEvery) {
        this.checkEvery = checkEvery;
        this.driver = driver;
        this.clock = clock;
        this.ids = ids;
        this.life = Lifecycle.stopped(clock.now(), clock.nanos());
    }

    /** Begins; returns at once. */
    public synchronized void start() {
        if (worker == null && !closed) {
            worker = Worker.start("keep-" + driver.name(), this::run);
        }
    }

    /** What {@code status} shows. */
    public ProgramState state() {
        Lifecycle now = life;
        Optional<Child> running = Optional.ofNullable(child);
        List<String> lines =
                running.map(Child::lastLines).filter(some -> !some.isEmpty()).orElse(note);
        return new ProgramState(
                driver.name(),
                driver.owner(),
                now.state(),
                now.since(),
                driver.version(),
                driver.address(),
                running.filter(Child::alive).map(Child::pid),
                lines);
    }

    /**
     * Waits until it is ready for the first time.
     *
     * @throws Refusal when it will never be, or is not before {@code deadline}
     */
    public void awaitReady(Deadline deadline) throws InterruptedException {
        try {
            first.get(Math.max(1, deadline.remaining().toMillis()), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Refusal refusal) {
                throw new Refusal(String.valueOf(refusal.getMessage()), refusal);
            }
            throw new Refusal(driver.name() + " could not be started", failed);
        } catch (TimeoutException slow) {
            throw new Refusal(
                    named() + " is not ready; it does not begin to work. It last said: "
                            + String.join(" | ", last(state().lastLines())),
                    slow);
        }
    }

    private String named() {
        String address = state().address();
        return address.isEmpty() ? driver.name() : driver.name() + " at " + address;
    }

    /** What a person wants to read of a program's output: how it ended. */
    private static List<String> last(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - 3), lines.size());
    }

    /** Stops it, and does not start it again. */
    @Override
    public void close() {
        Worker running;
        synchronized (this) {
            closed = true;
            running = worker;
            worker = null;
        }
        if (running != null) {
            running.close();
        }
        Child last = child;
        if (last != null) {
            try {
                if (!last.stop(driver.patience())) {
                    LOG.warn("keep.killed", "program", driver.name());
                }
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        }
        step(Event.STOPPED);
    }

    private void run() throws InterruptedException {
        while (life.state() != State.FAILED) {
            step(Event.BEGUN);
            try {
                switch (driver.start()) {
                    case Driver.Ours ours -> {
                        child = ours.child();
                        watch(Optional.of(ours.child()));
                        note = ours.child().lastLines();
                        step(Event.DIED);
                    }
                    case Driver.Theirs theirs -> watch(Optional.empty());
                    case Driver.Absent absent -> {
                        note = List.of(absent.why());
                        step(Event.STOPPED);
                        clock.pause(LOOK_AGAIN);
                    }
                }
            } catch (IOException failed) {
                note = List.of(String.valueOf(failed.getMessage()));
                step(Event.DIED);
            } catch (Refusal refusal) {
                note = List.of(String.valueOf(refusal.getMessage()));
                first.completeExceptionally(refusal);
                step(Event.REFUSED);
                Child useless = child;
                if (useless != null) {
                    useless.stop(driver.patience());
                }
            }
            if (life.state() == State.BACKOFF) {
                clock.pause(life.pause(ids.fraction()));
            }
        }
        String why = note.isEmpty() ? "" : note.getLast();
        first.completeExceptionally(new Refusal(driver.name() + " has failed and is not started again: " + why, null));
    }

    /** Checks it until it has ended; one that is nobody's child never ends. */
    private void watch(Optional<Child> running) throws InterruptedException {
        long begun = clock.nanos();
        for (Duration wait = Duration.ZERO; !ended(running, wait); ) {
            check();
            boolean starting = running.isPresent() && life.state() == State.STARTING;
            wait = starting ? CHECK_EVERY_STARTING : checkEvery;
            if (starting && clock.nanos() - begun > START_MAX.toNanos()) {
                LOG.warn("keep.slow", "program", driver.name(), "after", START_MAX);
                running.get().stop(driver.patience());
                return;
            }
        }
    }

    private void check() throws InterruptedException {
        try {
            driver.check();
            note = List.of();
            step(Event.ANSWERED);
            first.complete(true);
        } catch (IOException missed) {
            if (life.state() != State.STARTING) {
                LOG.info("keep.missed", "program", driver.name(), "why", String.valueOf(missed.getMessage()));
            }
            if (child == null) {
                note = List.of(String.valueOf(missed.getMessage()));
            }
            step(Event.MISSED);
        }
    }

    private boolean ended(Optional<Child> running, Duration within) throws InterruptedException {
        if (running.isEmpty()) {
            clock.pause(within);
            return false;
        }
        try {
            running.get().exit().get(Math.max(1, within.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException alive) {
            return false;
        } catch (ExecutionException defect) {
            throw new IllegalStateException("an exit never fails", defect);
        }
    }

    private void step(Event event) {
        Lifecycle before = life;
        Lifecycle after = before.on(event, clock.now(), clock.nanos());
        life = after;
        if (before.state() != after.state()) {
            LOG.info("keep.state", "program", driver.name(), "from", before.state(), "to", after.state());
        }
    }
}
