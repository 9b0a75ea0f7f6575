package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page in a real browser; the scenarios stand in {@code browser/}, their pictures in {@code target/screenshots}. */
final class BrowserTest {
    private static final String CHROMIUM =
            Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium");
    private static final Duration INSTALL_MAX = Duration.ofMinutes(2);
    private static final Duration SCENARIO_MAX = Duration.ofMinutes(3);
    private static final int NODE_JS_LEAST = 20;

    /** Enough for a reload and a second browser on a busy machine. */
    private static final int TOKENS = 400;

    private static final double PER_SECOND = 20;
    private static final int ENDLESS_TOKENS = 100_000;
    private static final int TWIN_TOKENS = 60;
    private static final double TWIN_PER_SECOND = 40;

    @Test
    void aNewOwnerFindsTheWay() throws InterruptedException {
        if (cannotRun("aNewOwnerFindsTheWay")) {
            return;
        }
        try (Node node = Node.start("")) {
            run(node, "browser/first-use.mjs", Map.of("CODE", node.setupCode()));
        }
    }

    @Test
    void answersAreWatchedReloadedAndStopped() throws InterruptedException {
        if (cannotRun("answersAreWatchedReloadedAndStopped")) {
            return;
        }
        try (Mock slow = Mock.start("slow", TOKENS, PER_SECOND);
                Mock twin = Mock.start("twin", TWIN_TOKENS, TWIN_PER_SECOND);
                Mock endless = Mock.start("endless", ENDLESS_TOKENS, PER_SECOND);
                Node node = Node.start("")) {
            node.setUp();
            node.addEngine("slow", slow.url());
            node.addEngine("twin-a", twin.url());
            node.addEngine("twin-b", twin.url(), "another-account");
            twin.fault("cut", TWIN_TOKENS / 2, 1);
            node.addEngine("endless", endless.url());
            run(
                    node,
                    "browser/answers.mjs",
                    Map.of(
                            "SLOW",
                            "slow",
                            "ENDLESS",
                            "endless",
                            "TWIN",
                            "twin",
                            "TOKENS",
                            String.valueOf(TOKENS)));
            endless.awaitStat("cancelled", 1, Duration.ofSeconds(20));
        }
    }

    @Test
    void anotherPortOfTheSameNameGetsNothingOfASession() throws InterruptedException {
        if (cannotRun("anotherPortOfTheSameNameGetsNothingOfASession")) {
            return;
        }
        try (Node node = Node.start("")) {
            node.setUp();
            run(node, "browser/other-port.mjs", Map.of());
        }
    }

    /** Tells why the scenarios cannot run here, when they cannot. */
    private static boolean cannotRun(String test) throws InterruptedException {
        Optional<String> reason = missing();
        reason.ifPresent(why -> NotRun.note("BrowserTest." + test, why));
        return reason.isPresent();
    }

    private static Optional<String> missing() throws InterruptedException {
        if (!Files.isExecutable(Path.of(CHROMIUM))) {
            return Optional.of("no Chromium at " + CHROMIUM + " (CHROMIUM names another)");
        }
        if (!NotRun.has("node") || !NotRun.has("npm")) {
            return Optional.of("no node with npm on the PATH");
        }
        String old = NotRun.trouble(
                Duration.ofSeconds(30),
                "node",
                "-e",
                "process.exit(parseInt(process.versions.node) >= " + NODE_JS_LEAST + " ? 0 : 1)");
        if (!old.isEmpty()) {
            return Optional.of("node is older than " + NODE_JS_LEAST);
        }
        String trouble =
                NotRun.trouble(INSTALL_MAX, "npm", "--prefix", "browser", "ci", "--no-audit", "--no-fund", "--silent");
        return trouble.isEmpty()
                ? Optional.empty()
                : Optional.of("the browser's driver cannot be installed: "
                        + trouble.lines().toList().getLast());
    }

    private static void run(Node node, String script, Map<String, String> more) throws InterruptedException {
        Map<String, String> environment = new HashMap<>(more);
        environment.putAll(
                Map.of("ADDRESS", node.address(), "NAME", Node.OWNER, "PASSWORD", Node.PASSWORD, "CHROMIUM", CHROMIUM));
        List<ProcessHandle> browsers = List.of();
        try (Program run = Program.start(environment, "", List.of("node", script))) {
            try {
                int code = run.awaitEnd(SCENARIO_MAX);
                assertEquals(0, code, () -> script + ":\n" + run.output());
                assertTrue(run.output().endsWith("ok"), run::output);
                System.out.println(run.output());
            } finally {
                browsers = run.below();
            }
        } finally {
            browsers.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
