package aurora.bench;

import aurora.base.Clock;
import aurora.base.Ids;
import aurora.ground.process.Child;
import aurora.ground.process.ChildSpec;
import aurora.ground.process.Ports;
import aurora.ground.process.Programs;
import aurora.ground.process.Signal;
import aurora.ground.process.Spawner;
import aurora.keep.files.DataFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Processes under measurement, in a folder of their own: mock engine, nginx, a node. All end with it. */
final class Rig implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration END_MAX = Duration.ofSeconds(20);

    private final Clock clock = Clock.system();
    private final Spawner spawner = new Spawner(clock);
    private final List<Child> children = new ArrayList<>();
    private final Path folder;
    private final Ports ports;

    /** A rig whose files lie in a new folder in {@code parent}, or among the system's temporary files. */
    Rig(Optional<Path> parent) throws IOException {
        folder = parent.isPresent()
                ? Files.createTempDirectory(Files.createDirectories(parent.get()), "aurora-bench-")
                : Files.createTempDirectory("aurora-bench-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        ports = new Ports(folder.resolve("ports"));
    }

    Clock clock() {
        return clock;
    }

    /** The home of the node. */
    Path home() {
        return folder.resolve("home");
    }

    /** A free port for {@code name}, the same each time. */
    int port(String name) {
        return ports.of(name);
    }

    /** Starts a mock engine with {@code profile} (YAML) and returns its port. */
    int mock(String name, String profile) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve(name + ".yml"), profile);
        int port = port(name);
        java(name, List.of("mock-engine", "--port", String.valueOf(port), "--profile", file.toString()), "listens at");
        return port;
    }

    /**
     * Starts nginx before {@code upstreams}, buffering off, and returns its ports, one for each; none when it is not
     * installed.
     */
    List<Integer> nginx(List<Integer> upstreams) throws IOException, InterruptedException {
        Optional<Path> program = Programs.find("nginx");
        if (program.isEmpty()) {
            return List.of();
        }
        List<Integer> listening = new ArrayList<>();
        StringBuilder servers = new StringBuilder();
        for (int upstream : upstreams) {
            int port = port("nginx-" + upstream);
            listening.add(port);
            servers.append(nginxServer(upstream, port));
        }
        Path config = Files.writeString(folder.resolve("nginx.conf"), nginxConfig(servers.toString()));
        ChildSpec spec = ChildSpec.of(
                "nginx", List.of(program.get().toString(), "-c", config.toString(), "-e", folder + "/nginx.err"));
        children.add(spawner.spawn(spec.endedBy(Signal.INT)));
        for (int port : listening) {
            awaitPort(port);
        }
        return listening;
    }

    private String nginxConfig(String servers) {
        return """
                daemon off; worker_processes 2; pid %1$s/nginx.pid; error_log %1$s/nginx.err;
                events { worker_connections 4096; }
                http {
                  access_log %1$s/access.log;
                  %2$s
                }
                """.formatted(folder, servers);
    }

    private static String nginxServer(int upstream, int port) {
        return """
                upstream engine%1$d { server 127.0.0.1:%1$d; keepalive 256; keepalive_requests 1000000; }
                server {
                  listen 127.0.0.1:%2$d reuseport; keepalive_requests 1000000;
                  location / {
                    proxy_pass http://engine%1$d; proxy_http_version 1.1; proxy_set_header Connection "";
                    proxy_buffering off; proxy_request_buffering off;
                  }
                }
                """.formatted(upstream, port);
    }

    /** Starts a node and returns its process. */
    Child node() throws IOException, InterruptedException {
        Files.createDirectories(home());
        Files.writeString(home().resolve("aurora.yml"), "ollama:\n  url: \"off\"\n");
        return java(
                "node",
                List.of("up", "--home", home().toString(), "--port", String.valueOf(port("web")), "--no-browser"),
                "is ready at");
    }

    private Child java(String name, List<String> arguments, String until) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), "aurora.node.Main"));
        command.addAll(arguments);
        Child child = spawner.spawn(ChildSpec.of(name, command));
        children.add(child);
        long began = clock.nanos();
        while (child.lastLines().stream().noneMatch(line -> line.contains(until))) {
            if (!child.alive() || clock.nanos() - began > START_MAX.toNanos()) {
                throw new IOException(name + " did not start: " + String.join(" | ", child.lastLines()));
            }
            clock.pause(STEP);
        }
        return child;
    }

    private void awaitPort(int port) throws IOException, InterruptedException {
        long began = clock.nanos();
        while (Ports.free(port)) {
            if (clock.nanos() - began > START_MAX.toNanos()) {
                throw new IOException("nothing listens on port " + port);
            }
            clock.pause(STEP);
        }
    }

    /** Processor seconds of {@code child} so far. */
    static double cpuSeconds(Child child) {
        return ProcessHandle.of(child.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .map(duration -> duration.toNanos() / 1e9)
                .orElse(0.0);
    }

    @Override
    public void close() throws IOException {
        try {
            for (Child child : children.reversed()) {
                child.stop(END_MAX);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        spawner.close();
        Optional<Path> data = DataFolder.elsewhere(home());
        delete(folder);
        if (data.isPresent()) {
            delete(data.get());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A random password for the node under measurement. */
    static String password() {
        return Ids.secure().secret(18);
    }
}
