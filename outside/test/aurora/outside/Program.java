package aurora.outside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that a test started, with what it wrote. Always ended by {@link #close}. */
final class Program implements AutoCloseable {
    private static final int LINES_MAX = 10_000;

    /** The built product's command. */
    static final String AURORA =
            Path.of(System.getProperty("aurora.launcher", "../aurora")).toAbsolutePath().normalize().toString();

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private Program(Process process) {
        this.process = process;
        // a virtual thread that reads a pipe holds its carrier, and there are as few of these as processors
        this.reader = Thread.ofPlatform().daemon().start(() -> read(process.getInputStream()));
    }

    /** Starts {@code command}; standard error comes with standard output, {@code input} goes to standard input. */
    static Program start(Map<String, String> environment, String input, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().remove("OLLAMA_HOST");
            builder.environment().putAll(environment);
            Process process = builder.start();
            Program program = new Program(process);
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException unread) {
                // the program may end without reading its input
                if (process.isAlive()) {
                    throw unread;
                }
            }
            return program;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The product's command with {@code arguments}. */
    static Program aurora(String... arguments) {
        return aurora(Map.of(), "", arguments);
    }

    /** The product's command with an environment, an input and {@code arguments}. */
    static Program aurora(Map<String, String> environment, String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(AURORA));
        command.addAll(List.of(arguments));
        return start(environment, input, command);
    }

    private void read(InputStream from) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (lines) {
                    if (lines.size() < LINES_MAX) {
                        lines.add(line);
                    }
                    lines.notifyAll();
                }
            }
        } catch (IOException closed) {
            synchronized (lines) {
                lines.add("(its output ended: " + closed.getMessage() + ")");
            }
        }
    }

    /** Everything it wrote so far. */
    String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** The first line with {@code part}; fails when it ends, or {@code wait} passes, without one. */
    String awaitLine(String part, Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        synchronized (lines) {
            while (true) {
                for (String line : lines) {
                    if (line.contains(part)) {
                        return line;
                    }
                }
                long left = end - System.nanoTime();
                if (left <= 0 || (!process.isAlive() && !reader.isAlive())) {
                    throw new AssertionError("No line with \"" + part + "\" within " + wait + "; "
                            + (process.isAlive() ? "it runs" : "it ended with " + process.exitValue())
                            + "; it wrote:\n" + String.join("\n", lines));
                }
                lines.wait(Math.min(200, Math.max(1, left / 1_000_000)));
            }
        }
    }

    /** Waits for its end and tells the exit code. */
    int awaitEnd(Duration wait) throws InterruptedException {
        if (!process.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("It has not ended within " + wait + "; it wrote:\n" + output());
        }
        reader.join(Duration.ofSeconds(5));
        return process.exitValue();
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    boolean alive() {
        return process.isAlive();
    }

    /** All processes below it, as they are now. */
    List<ProcessHandle> below() {
        return process.descendants().toList();
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, as Ctrl-C does ({@code INT}) or a service manager ({@code TERM}). */
    void signal(String name) throws InterruptedException {
        signal(name, pid());
    }

    /** Sends a signal to a process that belongs to a program of the test. */
    static void signal(String name, long pid) throws InterruptedException {
        Program kill = start(Map.of(), "", List.of("kill", "-" + name, String.valueOf(pid)));
        int code = kill.awaitEnd(Duration.ofSeconds(10));
        if (code != 0) {
            throw new AssertionError("kill -" + name + " " + pid + ": " + kill.output());
        }
    }

    /** Sends a signal to a process and to all below it, such as a server's connections, which may end meanwhile. */
    static void signalAll(String name, long pid) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, String.valueOf(pid)));
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(below -> command.add(String.valueOf(below.pid())));
        try (Program kill = start(Map.of(), "", command)) {
            kill.awaitEnd(Duration.ofSeconds(10));
        }
    }

    /** Command lines of the processes in which one of {@code marks} stands, the test's own excepted. */
    static List<String> withCommandLine(List<String> marks) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path entry : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
                long pid = Long.parseLong(entry.getFileName().toString());
                try {
                    String line = Files.readString(entry.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                            .replace('\0', ' ');
                    if (pid != ProcessHandle.current().pid() && marks.stream().anyMatch(line::contains)) {
                        found.add(pid + " " + line);
                    }
                } catch (IOException gone) {
                    // it ended while the list was read
                    continue;
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
