package aurora.node.cli;

import aurora.base.Clock;
import aurora.base.Progress;
import aurora.ground.process.Worker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Shows progress on the terminal: a line for each long step and each tenth of it, and for a passing step once nothing
 * was said for a second. What takes long without a word is told again. When it is over, it only passes notes on.
 * Thread-safe.
 */
final class ProgressLine implements Progress, AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final long QUIET_MAX = Duration.ofSeconds(1).toNanos();

    /** Longer than those take between two lines who tell by themselves how long they wait. */
    private static final long SILENCE_MAX = Duration.ofSeconds(15).toNanos();

    private final Clock clock;
    private final Consumer<String> lines;
    private String step = "";
    private int tenth = -1;
    private boolean told = true;
    private boolean over;
    private long since;
    private long spoken;

    /** Says {@code lines}; nothing by itself, before {@link #look} is called. */
    ProgressLine(Clock clock, Consumer<String> lines) {
        this.clock = clock;
        this.lines = lines;
        this.spoken = clock.nanos();
    }

    /** One on the terminal that looks by itself until it is over. */
    static ProgressLine onTerminal() {
        Clock clock = Clock.system();
        ProgressLine line = new ProgressLine(clock, Terminal::say);
        Worker.start("progress", () -> {
            while (line.look()) {
                clock.pause(LOOK_EVERY);
            }
        });
        return line;
    }

    @Override
    public synchronized void at(String what, double done) {
        int now = (int) (done * 10);
        if (over || (what.equals(step) && now == tenth)) {
            return;
        }
        if (!what.equals(step)) {
            begin(what);
            say(what + " ...");
        } else if (now > 0 && now < 10) {
            say(what + " " + now * 10 + " %");
        }
        tenth = now;
    }

    @Override
    public synchronized void passing(String what) {
        if (!what.equals(step)) {
            begin(what);
        }
    }

    @Override
    public synchronized void note(String what) {
        lines.accept(what);
        spoken = clock.nanos();
    }

    /** Says what is due now; whether there is any use in looking again. */
    synchronized boolean look() {
        long now = clock.nanos();
        if (!over && !told && now - spoken >= QUIET_MAX) {
            say(step + " ...");
            told = true;
        } else if (!over && told && !step.isEmpty() && now - spoken >= SILENCE_MAX) {
            say(step + " ..., " + TimeUnit.NANOSECONDS.toSeconds(now - since) + " s");
        }
        return !over;
    }

    private void begin(String what) {
        step = what;
        tenth = 0;
        told = false;
        since = clock.nanos();
    }

    private void say(String line) {
        lines.accept(line);
        told = true;
        spoken = clock.nanos();
    }

    /** There is no progress any more; notes are still said. */
    synchronized void over() {
        over = true;
    }

    @Override
    public void close() {
        over();
    }
}
