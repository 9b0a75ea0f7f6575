package aurora.keep.supervisor;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Ids;
import aurora.base.Progress;
import aurora.base.Refusal;
import aurora.ground.log.Log;
import aurora.ground.process.Child;
import aurora.ground.process.Worker;
import aurora.keep.KeepApi.Owner;
import aurora.keep.KeepApi.ProgramState;
import aurora.keep.KeepApi.State;
import aurora.keep.driver.Driver;
import aurora.keep.supervisor.Lifecycle.Event;
import java.io.IOException;
import java.nio.file.Path;
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
    /** So many checks after a missed one come in the time of a usual one: whether it hangs is to be known soon. */
    private static final int CHECKS_WHEN_MISSED = 10;

    private static final Duration START_MAX = Duration.ofSeconds(60);

    /** Checks' lengths until what is absent is looked for again at the latest: half a minute. */
    private static final int LOOK_AGAIN = 6;

    /** Checks' lengths until a person who waits is told: ten seconds. */
    private static final int TELL_EVERY = 2;

    /** One that was never ready and dies so often in a row at its start has a reason that stays. */
    private static final int START_DEATHS_MAX = 2;

    private static final Log LOG = Log.of("keep");

    private final Driver driver;
    private final Clock clock;
    private final Ids ids;
    private final Duration checkEvery;
    private final CompletableFuture<Boolean> first = new CompletableFuture<>();
    private volatile Lifecycle life;
    private volatile String detail = "";
    private volatile @Nullable Child child;
    private volatile String file = "";
    private @Nullable Worker worker;
    private boolean closed;
    private Progress notes = Progress.SILENT;

    /** Only the worker counts. */
    private boolean noted;

    /** Only the worker counts. */
    private int startDeaths;

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
    public void start() {
        start(Progress.SILENT);
    }

    /** Begins; returns at once. {@code notes} hears when somebody else's is not there at first. */
    public synchronized void start(Progress notes) {
        this.notes = notes;
        if (worker == null && !closed) {
            worker = Worker.start("keep-" + driver.name(), this::run);
        }
    }

    /** What {@code status} shows. */
    public ProgramState state() {
        Lifecycle now = life;
        Optional<Child> running = Optional.ofNullable(child);
        return new ProgramState(
                driver.name(),
                driver.owner(),
                now.state(),
                now.since(),
                driver.version(),
                driver.address(),
                file,
                running.filter(Child::alive).map(Child::pid),
                detail,
                running.map(Child::lastLines).orElse(List.of()));
    }

    /**
     * Waits until it is ready for the first time.
     *
     * @param progress hears every few seconds how long it has been waited for, once there is something to wait for
     * @throws Refusal when it will never be, or is not before {@code deadline}
     */
    public void awaitReady(Deadline deadline, Progress progress) throws InterruptedException {
        long begun = clock.nanos();
        while (!firstReady(deadline.remaining())) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(clock.nanos() - begun);
            if (deadline.passed()) {
                throw new Refusal(
                        driver.title() + " is not ready after " + seconds + " s. " + lastSaid()
                                + (driver.owner() == Owner.EXTERNAL
                                        ? " See to that server, or correct its address in aurora.yml."
                                        : ""),
                        null);
            }
            if (child != null || driver.owner() == Owner.EXTERNAL) {
                progress.at("waiting for " + driver.title() + ", " + seconds + " s", 0);
            }
        }
    }

    private boolean firstReady(Duration left) throws InterruptedException {
        long millis = Math.clamp(
                left.toMillis(), 1, checkEvery.multipliedBy(TELL_EVERY).toMillis());
        try {
            return first.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Refusal refusal) {
                throw new Refusal(String.valueOf(refusal.getMessage()), refusal);
            }
            throw new Refusal(driver.name() + " could not be started", failed);
        }
    }

    /** What a person wants to read: how its output ended, or why there is none. */
    private String lastSaid() {
        ProgramState now = state();
        List<String> lines = now.lastLines();
        List<String> end = lines.subList(Math.max(0, lines.size() - 3), lines.size());
        return end.isEmpty() ? now.detail() : "It last said: " + String.join(" | ", end);
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
        boolean absent = false;
        while (life.state() != State.FAILED) {
            if (!absent) {
                step(Event.BEGUN);
            }
            try {
                absent = live(driver.start());
            } catch (IOException failed) {
                detail = String.valueOf(failed.getMessage());
                step(Event.DIED);
                startDeaths++;
                if (startDeaths >= START_DEATHS_MAX) {
                    tellWhoWaits(driver.title() + " cannot be started: " + detail);
                }
            } catch (Refusal refusal) {
                detail = String.valueOf(refusal.getMessage());
                first.completeExceptionally(refusal);
                step(Event.REFUSED);
                stopChild();
            } catch (RuntimeException defect) {
                LOG.error("keep.defect", defect, "program", driver.name());
                detail = "A defect of Aurora: " + defect + ". Please report it with the log.";
                step(Event.DIED);
                stopChild();
                tellWhoWaits(driver.title() + " cannot be started. " + detail);
            }
            if (life.state() == State.BACKOFF) {
                clock.pause(life.pause(ids.fraction()));
            }
        }
        first.completeExceptionally(
                new Refusal(driver.name() + " has failed and is not started again. " + lastSaid(), null));
    }

    /** Nobody watches what may still run, and the next life brings its own. */
    private void stopChild() throws InterruptedException {
        Child useless = child;
        if (useless != null) {
            useless.stop(driver.patience());
        }
    }

    /** It is tried again all the same: what is in the way may go. */
    private void tellWhoWaits(String why) {
        first.completeExceptionally(new Refusal(why, null));
    }

    /** One life, to its end; whether there is no such program, which is looked for again without a word. */
    private boolean live(Driver.Start start) throws IOException, InterruptedException {
        return switch (start) {
            case Driver.Ours(Child ours, Path program) -> {
                child = ours;
                file = program.toString();
                begun();
                boolean byItself = watch(Optional.of(ours));
                detail = ours.exit().isDone()
                        ? "It ended with code " + ours.exit().getNow(0) + "."
                        : "";
                step(Event.DIED);
                startDeaths = byItself && !first.isDone() ? startDeaths + 1 : 0;
                if (startDeaths >= START_DEATHS_MAX) {
                    refuseWhatOnlyDies(ours);
                }
                yield false;
            }
            case Driver.Theirs() -> {
                begun();
                watch(Optional.empty());
                yield false;
            }
            case Driver.Absent(String why, Duration lookAgain) -> {
                detail = why;
                step(Event.STOPPED);
                Duration usual = checkEvery.multipliedBy(LOOK_AGAIN);
                clock.pause(lookAgain.compareTo(usual) < 0 ? lookAgain : usual);
                yield true;
            }
        };
    }

    private void refuseWhatOnlyDies(Child dead) {
        Optional<String> why = driver.whyItDies(dead.lastLines());
        if (why.isPresent()) {
            throw new Refusal(why.get(), null);
        }
    }

    /** It was absent until now. */
    private void begun() {
        if (life.state() == State.STOPPED) {
            step(Event.BEGUN);
        }
    }

    /** Checks it until it has ended; one that is nobody's child never ends. Whether it ended by itself. */
    private boolean watch(Optional<Child> running) throws InterruptedException {
        long begun = clock.nanos();
        for (Duration wait = Duration.ZERO; !ended(running, wait); ) {
            check();
            boolean starting = running.isPresent() && life.state() == State.STARTING;
            wait = starting
                    ? CHECK_EVERY_STARTING
                    : life.misses() > 0 ? checkEvery.dividedBy(CHECKS_WHEN_MISSED) : checkEvery;
            if (starting && clock.nanos() - begun > START_MAX.toNanos()) {
                LOG.warn("keep.slow", "program", driver.name(), "after", START_MAX);
                running.get().stop(driver.patience());
                return false;
            }
            if (running.isPresent() && life.hung(driver.hungAfter(), clock.nanos())) {
                LOG.warn("keep.hung", "program", driver.name(), "misses", life.misses(), "after", driver.hungAfter());
                running.get().kill();
                return false;
            }
        }
        return true;
    }

    private void check() throws InterruptedException {
        try {
            driver.check();
            detail = "";
            step(Event.ANSWERED);
            first.complete(true);
        } catch (IOException missed) {
            if (life.state() != State.STARTING) {
                LOG.info("keep.missed", "program", driver.name(), "why", String.valueOf(missed.getMessage()));
            }
            detail = String.valueOf(missed.getMessage());
            if (driver.owner() == Owner.EXTERNAL && !first.isDone() && !noted) {
                noted = true;
                String title = driver.title();
                notes.note((detail.startsWith(title) ? detail : title + " does not answer: " + detail)
                        + ". It is asked again; start it, or correct its address.");
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
