package aurora.health;

import aurora.base.Caller;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.keep.KeepApi;
import aurora.mesh.contract.Nothing;
import java.time.Instant;
import java.util.List;

/** How this node does. */
public interface HealthApi {

    /** The node, its programs and its figures. */
    Reply<Status> status(Caller caller, Nothing request, Deadline deadline);

    /**
     * A node.
     *
     * @param ready whether it can serve
     * @param missing what it waits for, for people
     * @param since when it started
     * @param heapBytes memory that Java's objects take
     * @param diskFreeBytes what is free where the home is
     * @param programs the programs kept running beside it
     */
    record Status(
            String node,
            String version,
            boolean ready,
            List<String> missing,
            Instant since,
            long heapBytes,
            long diskFreeBytes,
            List<KeepApi.ProgramState> programs) {}
}
