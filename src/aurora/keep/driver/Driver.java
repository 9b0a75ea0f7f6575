package aurora.keep.driver;

import aurora.ground.process.Child;
import aurora.keep.KeepApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@link aurora.keep.supervisor.Program} needs to know about one kind of program. Used by one thread at a time,
 * apart from the facts.
 */
public interface Driver {
    /** How a program came to run. */
    sealed interface Start {}

    /** It was started as a child of the node, from the file {@code program}. */
    record Ours(Child child, Path program) implements Start {}

    /** It runs, or ought to, without our doing. */
    record Theirs() implements Start {}

    /** There is none, and that is no fault. */
    record Absent(String why, Duration lookAgain) implements Start {
        /** There is none, and hardly one soon. */
        Absent(String why) {
            this(why, Duration.ofSeconds(30));
        }
    }

    /** Its name, in lower case. */
    String name();

    /** Whose it is, as far as known. */
    KeepApi.Owner owner();

    /** Its version; empty while not known. */
    String version();

    /** Where it listens; empty while not known. */
    String address();

    /** What it is and where, for a person. */
    default String title() {
        return address().isEmpty() ? name() : name() + " at " + address();
    }

    /** How long it may take to end when asked. */
    Duration patience();

    /** How long one that has worked may do nothing before it counts as hung and is replaced. */
    default Duration hungAfter() {
        return Duration.ofSeconds(40);
    }

    /**
     * Why one that was never ready dies at its start, and what to do, when trying again is of no use; empty when it is
     * tried on.
     *
     * @param lastLines what it wrote last
     */
    default Optional<String> whyItDies(List<String> lastLines) {
        return Optional.empty();
    }

    /**
     * Starts or finds it.
     *
     * @throws IOException when it could not be started; it is tried again
     * @throws aurora.base.Refusal when trying again is of no use
     */
    Start start() throws IOException, InterruptedException;

    /**
     * Gives it a small piece of real work, bounded to about 2 s.
     *
     * @throws IOException when the work is not done
     * @throws aurora.base.Refusal when it answers but is not what is needed
     */
    void check() throws IOException, InterruptedException;
}
