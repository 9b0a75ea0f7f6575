package aurora.keep;

import aurora.base.Caller;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.mesh.contract.Nothing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The programs kept running beside the node. */
public interface KeepApi {

    /** All of them; a caller who is no admin does not see addresses, process ids and output. */
    Reply<Programs> programs(Caller caller, Nothing request, Deadline deadline);

    /** Whose a program is. */
    enum Owner {
        /** A child of this node, a program that came with it. */
        EMBEDDED,
        /** A child of this node, a program that was installed on this machine. */
        INSTALLED,
        /** Named in the configuration, run by somebody else. */
        EXTERNAL,
        /** Found on this machine, run by somebody else. */
        FOUND,
        /** Not there, or turned off. */
        OFF
    }

    /** What a program is doing. */
    enum State {
        /** Not running, and not meant to. */
        STOPPED,
        /** Begun, does no work yet. */
        STARTING,
        /** Does its work. */
        READY,
        /** Runs, but missed three checks. */
        DEGRADED,
        /** Has died and will be started again in a moment. */
        BACKOFF,
        /** Has died too often, or is not what is needed; not started again. */
        FAILED
    }

    /** The programs, in the order they are started. */
    record Programs(List<ProgramState> programs) {}

    /**
     * One program.
     *
     * @param since when it came into this state
     * @param version empty while not known
     * @param address empty while not known
     * @param program the file that a child was started from; empty when it is nobody's child
     * @param pid process id of a child that runs
     * @param detail why it is not there or not ready, in a sentence; empty when there is nothing to say
     * @param lastLines the last lines that a child wrote; at most 50
     */
    record ProgramState(
            String name,
            Owner driver,
            State state,
            Instant since,
            String version,
            String address,
            String program,
            Optional<Long> pid,
            String detail,
            List<String> lastLines) {}
}
