package aurora.ground.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.NotRun;
import aurora.base.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpawnerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration NONE = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private final Spawner usual = new Spawner(Clock.system());
    private final Spawner wrapping =
            new Spawner(Clock.system(), Optional.empty(), Spawner.apart(Programs.find("setsid"), Optional.empty()));
    private final Spawner byPerl =
            new Spawner(Clock.system(), Optional.empty(), Spawner.apart(Optional.empty(), Programs.find("perl")));

    @AfterEach
    void close() {
        usual.close();
        wrapping.close();
        byPerl.close();
    }

    /** So that Ctrl-C in the terminal reaches the node only. */
    @ParameterizedTest
    @ValueSource(strings = {"usual", "wrapper", "perl"})
    void childrenHaveAProcessGroupOfTheirOwn(String how) throws Exception {
        boolean possible = Programs.find("ps").isPresent()
                && Programs.find(how.equals("perl") ? "perl" : "setsid").isPresent();
        if (NotRun.unless(possible, "SpawnerTest, a session by " + how, "no ps, perl or setsid on the PATH")) {
            return;
        }
        Child child = spawner(how).spawn(shell("ps -o pgid= -p $$"));
        assertEquals(
                0,
                child.exit().get(20, TimeUnit.SECONDS),
                () -> child.lastLines().toString());
        assertEquals(String.valueOf(child.pid()), child.lastLines().getFirst().strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"usual", "wrapper", "perl"})
    void childrenEndWithANodeThatIsKilled(String how) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process node = new ProcessBuilder(
                        java,
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpawnerVictim.class.getName(),
                        how)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessHandle> children = new ArrayList<>();
        BufferedReader out = new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null && !line.equals("ready"); line = out.readLine()) {
            children.add(ProcessHandle.of(Long.parseLong(line)).orElseThrow());
        }
        assertTrue(children.size() >= 2 && children.stream().allMatch(ProcessHandle::isAlive));
        node.destroyForcibly();
        for (ProcessHandle child : children) {
            child.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"usual", "wrapper", "perl"})
    void tellsCodeAndLastLines(String how) throws Exception {
        Child child = spawner(how).spawn(shell("for i in $(seq 1 70); do echo line $i; done; echo last >&2; exit 7"));
        assertEquals(7, child.exit().get(20, TimeUnit.SECONDS));
        assertFalse(child.alive());
        assertEquals(ChildOutput.LINES_KEPT, child.lastLines().size());
        assertEquals("last", child.lastLines().getLast());
        assertEquals("line 22", child.lastLines().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"usual", "wrapper", "perl"})
    void asksFirstThenKills(String how) throws Exception {
        Child polite =
                ready(spawner(how).spawn(shell("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done")));
        assertTrue(polite.stop(PATIENCE));
        assertEquals(0, polite.exit().get(20, TimeUnit.SECONDS));
        assertEquals(List.of("up", "bye"), polite.lastLines());
        Child stubborn = ready(spawner(how).spawn(shell("trap '' TERM; echo up; while :; do sleep 0.05; done")));
        List<ProcessHandle> below =
                ProcessHandle.of(stubborn.pid()).orElseThrow().descendants().toList();
        assertFalse(stubborn.stop(NONE));
        assertFalse(stubborn.alive());
        for (ProcessHandle one : below) {
            one.onExit().get(20, TimeUnit.SECONDS);
        }
        assertTrue(stubborn.stop(NONE), "what has ended needs no stopping");
    }

    @Test
    void aFloodOfOutputHoldsNobodyUp() throws Exception {
        Path log = folder.resolve("flood.log");
        Child child = usual.spawn(shell("yes 0123456789012345678901234567890123456789 | head -n 300000; echo end")
                .loggedTo(log));
        assertEquals(0, child.exit().get(60, TimeUnit.SECONDS));
        assertEquals("end", child.lastLines().getLast());
        assertTrue(Files.size(log) < 300_000L * 40 / 2, "left out of the file: " + Files.size(log));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log)));
    }

    @Test
    void longLinesAreCut() throws Exception {
        Child child = usual.spawn(shell("head -c 100000 /dev/zero | tr '\\0' x; echo; printf tail"));
        child.exit().get(20, TimeUnit.SECONDS);
        assertEquals(List.of("x".repeat(ChildOutput.LINE_MAX), "tail"), child.lastLines());
    }

    @Test
    void theFileIsRotatedOnce() throws Exception {
        Path log = folder.resolve("big.log");
        Files.write(log, new byte[(int) ChildOutput.FILE_MAX + 1]);
        usual.spawn(shell("echo new").loggedTo(log)).exit().get(20, TimeUnit.SECONDS);
        assertEquals("new\n", Files.readString(log));
        assertEquals(ChildOutput.FILE_MAX + 1, Files.size(folder.resolve("big.log.1")));
    }

    @Test
    void runsToTheEndOrSaysWhy() throws Exception {
        assertEquals(List.of("hello"), usual.run(shell("echo hello").with("WHO", "me"), PATIENCE));
        assertEquals(List.of("me"), usual.run(shell("echo $WHO").with("WHO", "me"), PATIENCE));
        IOException failed = assertThrows(IOException.class, () -> usual.run(shell("echo because; exit 3"), PATIENCE));
        assertEquals("shell ended with code 3: because", failed.getMessage());
        assertThrows(IOException.class, () -> usual.run(shell("sleep 60"), NONE));
        assertThrows(
                IOException.class,
                () -> usual.spawn(ChildSpec.of("none", List.of("/nowhere/none")).in(Path.of("/nowhere"))));
    }

    @Test
    void runsAsAnotherUserWhenRoot() throws Exception {
        Optional<RunAs> user = RunAs.insteadOfRoot(List.of("no-such-user", "nobody"));
        boolean possible = user.isPresent() && Programs.find("setpriv").isPresent();
        if (NotRun.unless(possible, "SpawnerTest, a child as another user", "not root, or no setpriv on the PATH")) {
            return;
        }
        assertEquals(
                List.of(user.get().uid() + " " + user.get().gid() + " "
                        + user.get().gid()),
                usual.run(shell("echo $(id -u) $(id -g) $(id -G)").as(user), PATIENCE));
        assertThrows(IOException.class, () -> wrapping.spawn(shell("true").as(user)));
    }

    @Test
    void afterTheSpawnerNothingStarts() throws Exception {
        Child child = ready(usual.spawn(shell("echo up; exec sleep 600")));
        usual.close();
        child.exit().get(20, TimeUnit.SECONDS);
        assertThrows(IOException.class, () -> usual.spawn(shell("true")));
    }

    private Spawner spawner(String how) {
        return switch (how) {
            case "wrapper" -> wrapping;
            case "perl" -> byPerl;
            default -> usual;
        };
    }

    private static ChildSpec shell(String script) {
        return ChildSpec.of("shell", List.of("/bin/sh", "-c", script));
    }

    private static Child ready(Child child) throws InterruptedException {
        while (child.lastLines().isEmpty() && child.alive()) {
            Clock.system().pause(Duration.ofMillis(5));
        }
        return child;
    }
}
