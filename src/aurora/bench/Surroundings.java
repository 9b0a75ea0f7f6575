package aurora.bench;

import aurora.base.Clock;
import aurora.ground.process.Machine;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What else the machine was doing: figures mean little without it. */
public final class Surroundings {
    private Surroundings() {}

    /** One line: time, cores, memory, load, Java. */
    public static String now(Clock clock) {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %.0f GiB, load average %.2f, Java %s, %s %s",
                clock.now(),
                Runtime.getRuntime().availableProcessors(),
                Machine.memoryBytes() / (double) (1 << 30),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.version(),
                System.getProperty("os.name", ""),
                System.getProperty("os.version", ""));
    }
}
