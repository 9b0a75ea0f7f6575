package aurora.health;

import aurora.base.Caller;
import aurora.base.Caller.Role;
import aurora.base.Caller.Scope;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.ground.metrics.Metrics;
import aurora.keep.KeepApi;
import aurora.keep.KeepApi.ProgramState;
import aurora.mesh.contract.Nothing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The health service. Thread-safe. */
public final class Health implements HealthApi {
    /** Below this the database is close to refusing writes. */
    private static final long DISK_LOW = 200L << 20;

    private final Facts facts;
    private final KeepApi keep;
    private final BooleanSupplier database;

    /**
     * What does not change.
     *
     * @param folders where the node keeps everything of its own
     */
    public record Facts(String node, String version, Instant since, List<Path> folders) {}

    /**
     * Health of the node of {@code facts}.
     *
     * @param database asks the database for real work
     */
    public Health(Facts facts, KeepApi keep, BooleanSupplier database, Metrics metrics) {
        this.facts = facts;
        this.keep = keep;
        this.database = database;
        metrics.gauge("aurora_heap_bytes", "Memory that Java's objects take.", Health::heapBytes);
        metrics.gauge("aurora_disk_free_bytes", "What is free where home and databases are.", this::diskFreeBytes);
        metrics.gauge(
                "aurora_ready", "1 when the node can serve.", () -> missing().isEmpty() ? 1 : 0);
    }

    /** What the node waits for; empty when it can serve. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!database.getAsBoolean()) {
            missing.add("the database does not answer");
        }
        facts.folders().stream()
                .filter(folder -> freeBytes(folder) < DISK_LOW)
                .findFirst()
                .ifPresent(folder -> missing.add("less than 200 MB are free where " + folder + " is"));
        return missing;
    }

    @Override
    public Reply<Status> status(Caller caller, Nothing request, Deadline deadline) {
        return caller.may(
                Role.MEMBER,
                Scope.ADMIN,
                () -> keep.programs(caller, request, deadline).map(programs -> status(programs.programs())));
    }

    private Status status(List<ProgramState> programs) {
        List<String> missing = missing();
        return new Status(
                facts.node(),
                facts.version(),
                missing.isEmpty(),
                missing,
                facts.since(),
                heapBytes(),
                diskFreeBytes(),
                programs);
    }

    private static long heapBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private long diskFreeBytes() {
        return facts.folders().stream().mapToLong(Health::freeBytes).min().orElse(0);
    }

    private static long freeBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException gone) {
            return 0;
        }
    }
}
