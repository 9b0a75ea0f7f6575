package aurora.ground.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to start.
 *
 * @param name short name, for threads and log lines
 * @param command the program and its arguments
 * @param directory where it runs
 * @param environment variables added to the node's own
 * @param user whom to be; absent: the node's own user
 * @param signal how it is asked to end, by {@link Child#stop} and when the node dies
 * @param log where its output goes, rotated once at 4 MiB; absent: only the last lines are kept
 */
public record ChildSpec(
        String name,
        List<String> command,
        Path directory,
        Map<String, String> environment,
        Optional<RunAs> user,
        Signal signal,
        Optional<Path> log) {

    public ChildSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A program that is asked to end by {@code TERM}, run in the root directory as the node's own user. */
    public static ChildSpec of(String name, List<String> command) {
        return new ChildSpec(name, command, Path.of("/"), Map.of(), Optional.empty(), Signal.TERM, Optional.empty());
    }

    /** The same, run in {@code other}. */
    public ChildSpec in(Path other) {
        return new ChildSpec(name, command, other, environment, user, signal, log);
    }

    /** The same, with one more variable. */
    public ChildSpec with(String variable, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new ChildSpec(name, command, directory, more, user, signal, log);
    }

    /** The same, run as {@code other}. */
    public ChildSpec as(Optional<RunAs> other) {
        return new ChildSpec(name, command, directory, environment, other, signal, log);
    }

    /** The same, asked to end by {@code other}. */
    public ChildSpec endedBy(Signal other) {
        return new ChildSpec(name, command, directory, environment, user, other, log);
    }

    /** The same, its output kept in {@code file}. */
    public ChildSpec loggedTo(Path file) {
        return new ChildSpec(name, command, directory, environment, user, signal, Optional.of(file));
    }
}
