package aurora.ground.process;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Facts of this machine. */
public final class Machine {
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    private Machine() {}

    /** Its memory in bytes; of the container, where there is one. */
    public static long memoryBytes() {
        return bean().getTotalMemorySize();
    }

    /** Memory in bytes that programs can have now; of the container, where there is one. */
    public static long freeMemoryBytes() {
        long free = bean().getFreeMemorySize();
        OptionalLong total = meminfo("MemTotal:");
        boolean contained = total.isPresent() && memoryBytes() < total.getAsLong();
        // Linux tells what caches can give back apart from what is free; of a container it tells nothing.
        return contained ? free : meminfo("MemAvailable:").orElse(free);
    }

    private static OptionalLong meminfo(String name) {
        if (!Files.isReadable(MEMINFO)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(MEMINFO).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .filter(digits -> !digits.isEmpty() && digits.length() < 16)
                    .mapToLong(digits -> Long.parseLong(digits) << 10)
                    .findFirst();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    private static OperatingSystemMXBean bean() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }
}
