package aurora.ground.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Processes that others started. */
public final class Processes {
    /** How often it is looked whether a process is only not fetched by its parent yet. */
    private static final long LOOK_EVERY_MILLIS = 100;

    private Processes() {}

    /** Waits for {@code process} until {@code patience} is over; whether it has ended. */
    public static boolean ended(ProcessHandle process, Duration patience) throws InterruptedException {
        long looks = Math.max(1, patience.toMillis() / LOOK_EVERY_MILLIS);
        for (long i = 0; i < looks; i++) {
            if (ended(process) || endsSoon(process)) {
                return true;
            }
        }
        return ended(process);
    }

    private static boolean endsSoon(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException lives) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether it has ended; one that its parent has not fetched yet has, too. */
    public static boolean ended(ProcessHandle process) {
        return !process.isAlive() || isZombie(process.pid());
    }

    /** Of the form {@code pid (name) state ...}, with anything in the name. Other systems have no such file. */
    private static boolean isZombie(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", String.valueOf(pid), "stat"));
            String stat = new String(bytes, StandardCharsets.ISO_8859_1);
            String rest = stat.substring(stat.lastIndexOf(')') + 1).strip();
            return rest.startsWith("Z") || rest.startsWith("X");
        } catch (IOException unknown) {
            return false;
        }
    }
}
