package aurora.ground.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Facts of this machine. */
public final class Machine {
    private Machine() {}

    /** Its memory in bytes; of the container, where there is one. */
    public static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
