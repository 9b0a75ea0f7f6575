package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A node in a home of its own, started as a person starts it. Ended, with all below it, by {@link #close}. */
final class Node implements AutoCloseable {
    static final String OWNER = "anna";
    static final String PASSWORD = "a long pass phrase of anna";

    /** Generous: the machine may be busy with other things. */
    private static final Duration READY_MAX = Duration.ofSeconds(120);

    private static final Duration END_MAX = Duration.ofSeconds(30);

    private final Path home;
    private final int port;
    private final Map<String, String> environment;
    private final String launcher;
    private final List<ProcessHandle> seen = new ArrayList<>();
    private Program program;
    private Optional<String> link = Optional.empty();

    private Node(Path home, Map<String, String> environment, String launcher) {
        this.home = home;
        this.port = Ports.free();
        this.environment = environment;
        this.launcher = launcher;
        this.program = launch();
    }

    /** Starts one that uses no Ollama of this machine, and waits until it is ready. */
    static Node start(String settings) throws InterruptedException {
        return start(settings.contains("ollama:") ? settings : settings + "\nollama:\n  url: \"off\"\n", Map.of());
    }

    /** Starts one with this {@code aurora.yml} and environment, and waits until it is ready. */
    static Node start(String settings, Map<String, String> environment) throws InterruptedException {
        try {
            return startIn(Files.createTempDirectory("aurora-outside-").resolve("home"), settings, environment);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The same in a home that a test chose; the folder above it goes with the node. */
    static Node startIn(Path home, String settings, Map<String, String> environment) throws InterruptedException {
        return startBy(Program.AURORA, home, settings, environment);
    }

    /** The same by the launcher of another folder. */
    static Node startBy(String launcher, Path home, String settings, Map<String, String> environment)
            throws InterruptedException {
        try {
            Files.createDirectories(home);
            Files.writeString(home.resolve("aurora.yml"), settings);
            Node node = new Node(home, environment, launcher);
            node.awaitReady();
            return node;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Program launch() {
        return Program.start(
                environment,
                "",
                List.of(
                        launcher,
                        "up",
                        "--home",
                        home.toString(),
                        "--port",
                        String.valueOf(port),
                        "--no-browser"));
    }

    private void awaitReady() throws InterruptedException {
        try {
            program.awaitLine("is ready at", READY_MAX);
        } catch (AssertionError failed) {
            close();
            throw failed;
        }
        program.awaitLine("Ctrl-C ends it", Duration.ofSeconds(10));
        link = program.output().lines().filter(line -> line.contains("/setup#")).findFirst();
        seen.addAll(program.below());
    }

    /** Its home. */
    Path home() {
        return home;
    }

    /** Its port. */
    int port() {
        return port;
    }

    /** Its address. */
    String address() {
        return "http://localhost:" + port;
    }

    /** Its process. */
    Program program() {
        return program;
    }

    /** The folder of the program that it runs. */
    Path install() {
        String mark = "-Daurora.install=";
        return arguments().stream()
                .filter(argument -> argument.startsWith(mark))
                .map(argument -> Path.of(argument.substring(mark.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nothing says what the node runs:\n" + program.output()));
    }

    /** What its process was started with. */
    List<String> arguments() {
        return ProcessHandle.of(program.pid())
                .flatMap(running -> running.info().arguments())
                .map(List::of)
                .orElse(List.of());
    }

    /** The code of the set-up link it printed. */
    String setupCode() {
        String line = link.orElseThrow(() -> new AssertionError("No set-up link was printed:\n" + program.output()));
        return line.substring(line.indexOf("/setup#") + "/setup#".length()).strip();
    }

    /** Whether it printed a set-up link when it started last. */
    boolean hasSetupLink() {
        return link.isPresent();
    }

    /** A browser that knows nobody. */
    Client browser() {
        return Client.browser(address());
    }

    /** A program with {@code key}. */
    Client withKey(String key) {
        return Client.withKey(address(), key);
    }

    /** Makes the owner by the printed link. */
    Client setUp() throws InterruptedException {
        Client browser = browser();
        browser.ask(
                        "POST",
                        "/api/auth/setup",
                        Client.object()
                                .put("code", setupCode())
                                .put("name", OWNER)
                                .put("password", PASSWORD))
                .expect(200);
        return browser;
    }

    /** A browser that signs in. */
    Client signIn(String name, String password) throws InterruptedException {
        Client browser = browser();
        browser.ask("POST", "/api/auth/sign-in", Client.object().put("name", name).put("password", password))
                .expect(200);
        return browser;
    }

    /** Makes an API key for the owner on the command line. */
    String key(String... scopes) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("key", "add", "k" + System.nanoTime()));
        for (String scope : scopes) {
            arguments.addAll(List.of("--scope", scope));
        }
        Ran ran = run("", arguments.toArray(String[]::new));
        assertEquals(0, ran.code(), ran.output());
        return ran.output().lines().reduce((first, second) -> second).orElseThrow().strip();
    }

    /** Adds an engine on the command line. */
    void addEngine(String name, String url) throws InterruptedException {
        Ran ran = run("", "engine", "add", name, url);
        assertEquals(0, ran.code(), ran.output());
    }

    /** The same with a key of its own. */
    void addEngine(String name, String url, String key) throws InterruptedException {
        Ran ran = run(key, "engine", "add", name, url, "--key");
        assertEquals(0, ran.code(), ran.output());
    }

    /** What a command ended with and wrote. */
    record Ran(int code, String output) {}

    /** Runs a command on this node's home. */
    Ran run(String input, String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(launcher));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--home", home.toString()));
        try (Program command = Program.start(Map.of(), input, all)) {
            int code = command.awaitEnd(Duration.ofSeconds(60));
            return new Ran(code, command.output());
        }
    }

    /** The process id of a kept program, such as {@code postgres}. */
    long pidOf(Client owner, String name) throws InterruptedException {
        for (JsonNode one :
                owner.ask("GET", "/api/programs").expect(200).json().path("programs")) {
            if (one.path("name").asString().equals(name)) {
                return one.path("pid").asLong(-1);
            }
        }
        return -1;
    }

    /** Waits until another process than {@code old} does the work of a kept program, and the node is ready. */
    void awaitReplaced(Client owner, String name, long old, Duration max) throws InterruptedException {
        long end = System.nanoTime() + max.toNanos();
        Optional<ProcessHandle> gone = ProcessHandle.of(old);
        if (gone.isPresent()) {
            await(gone.get(), max);
        }
        while (true) {
            Answer answer = owner.ask("GET", "/api/programs");
            if (answer.status() == 200) {
                for (JsonNode one : answer.json().path("programs")) {
                    if (one.path("name").asString().equals(name)
                            && one.path("state").asString().equals("ready")
                            && one.path("pid").asLong(-1) > 0
                            && one.path("pid").asLong() != old
                            && owner.ask("GET", "/ready").status() == 200) {
                        return;
                    }
                }
            }
            assertTrue(System.nanoTime() < end, () -> name + " was not replaced within " + max + ": "
                    + answer.text() + "\n" + program.output());
        }
    }

    /** {@code kill -9} of the JVM only. */
    void kill() throws InterruptedException {
        seen.addAll(program.below());
        program.kill();
    }

    /** Ends it by a signal; tells how long it took and fails when it took more than {@code max}. */
    Duration stop(String signal, Duration max) throws InterruptedException {
        seen.addAll(program.below());
        long began = System.nanoTime();
        program.signal(signal);
        program.awaitEnd(max);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Tries to start it while it cannot, and tells what it ended with and wrote. */
    Ran startInVain(Duration max) throws InterruptedException {
        program = launch();
        return new Ran(program.awaitEnd(max), program.output());
    }

    /** Starts it again, and tells how long it took to be ready. */
    Duration startAgain() throws InterruptedException {
        long began = System.nanoTime();
        program = launch();
        awaitReady();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Waits until nothing of it runs any more; fails with the processes that are left. */
    void awaitNothingLeft(Duration max) throws InterruptedException {
        long end = System.nanoTime() + max.toNanos();
        List<String> left = left();
        while (!left.isEmpty() && System.nanoTime() < end) {
            Optional<ProcessHandle> one = seen.stream().filter(ProcessHandle::isAlive).findFirst();
            if (one.isPresent()) {
                await(one.get(), Duration.ofMillis(500));
            } else {
                Thread.onSpinWait();
            }
            left = left();
        }
        if (!left.isEmpty()) {
            throw new AssertionError("Processes of the node are left:\n" + String.join("\n", left));
        }
    }

    private static void await(ProcessHandle process, Duration max) throws InterruptedException {
        try {
            process.onExit().get(max.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.ExecutionException failed) {
            throw new AssertionError(failed);
        } catch (java.util.concurrent.TimeoutException stillThere) {
            // the caller looks again, and says so when it stays
            return;
        }
    }

    private List<String> left() {
        List<String> left = new ArrayList<>(seen.stream()
                .filter(ProcessHandle::isAlive)
                .map(process -> process.pid() + " " + process.info().commandLine().orElse("?"))
                .toList());
        try {
            List<String> marks = new ArrayList<>(List.of(home.toString()));
            Path elsewhere = home.resolve("data-folder");
            if (Files.exists(elsewhere)) {
                marks.add(Files.readString(elsewhere).strip());
            }
            left.addAll(Program.withCommandLine(marks));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return left;
    }

    @Override
    public void close() {
        try {
            if (program.alive()) {
                seen.addAll(program.below());
                program.signal("TERM");
                try {
                    program.awaitEnd(END_MAX);
                } catch (AssertionError stuck) {
                    System.out.println("The node in " + home + " did not end: " + stuck.getMessage());
                }
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            program.close();
            seen.forEach(ProcessHandle::destroyForcibly);
            removeFolders();
        }
    }

    private void removeFolders() {
        try {
            Path elsewhere = home.resolve("data-folder");
            List<Path> folders = new ArrayList<>();
            if (Files.exists(elsewhere)) {
                folders.add(Path.of(Files.readString(elsewhere).strip()));
            }
            folders.add(home.getParent());
            for (Path folder : folders) {
                try (Stream<Path> all = Files.walk(folder)) {
                    for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(one);
                    }
                }
            }
        } catch (IOException busy) {
            System.out.println("Not removed: " + busy);
        }
    }
}
