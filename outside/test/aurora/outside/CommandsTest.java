package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.outside.Node.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every command: what it says, and what it ends with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommandsTest {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int NOT_RUNNING = 3;
    private static final int REFUSED = 4;

    private Node node;
    private Client owner;

    @BeforeAll
    void start() throws InterruptedException {
        node = Node.start("");
        owner = node.setUp();
    }

    @AfterAll
    void end() {
        node.close();
    }

    private static Ran aurora(Map<String, String> environment, String... arguments) throws InterruptedException {
        try (Program command = Program.aurora(environment, "", arguments)) {
            int code = command.awaitEnd(Duration.ofSeconds(60));
            return new Ran(code, command.output());
        }
    }

    private static void says(Ran ran, int code, String... parts) {
        assertEquals(code, ran.code(), ran::output);
        for (String part : parts) {
            assertTrue(ran.output().contains(part), () -> "\"" + part + "\" should stand in: " + ran.output());
        }
        assertFalse(ran.output().contains("\tat "), () -> "no stack trace for a person: " + ran.output());
    }

    @Test
    void helpStandsEverywhere() throws InterruptedException {
        says(aurora(Map.of()), 0, "up", "status", "doctor", "key");
        says(aurora(Map.of(), "up", "--help"), 0, "--home", "--port", "--node", "--no-browser");
        says(aurora(Map.of(), "key", "add", "--help"), 0, "NAME", "--scope");
        says(aurora(Map.of(), "version"), 0, "aurora ");
        says(aurora(Map.of(), "statsu"), USAGE, "status");
        says(aurora(Map.of(), "up", "--port", "many"), USAGE, "--port", "a whole number from 1 to 65535");
        says(aurora(Map.of(), "test", "--help"), 0, "quick", "every test");
        says(aurora(Map.of(), "help", "test"), 0, "quick", "every test");
        says(aurora(Map.of(), "test", "everything"), USAGE, "./aurora test quick");
        says(aurora(Map.of(), "mock-engine", "--profile", "/none", "--port", "0"), USAGE, "aurora: The mock engine");
    }

    @Test
    void aSecondUpSaysWhoHoldsTheHome() throws InterruptedException {
        Ran second = node.run("", "up", "--no-browser", "--port", String.valueOf(Ports.free()));
        says(
                second,
                REFUSED,
                "in use",
                String.valueOf(node.program().pid()),
                node.address(),
                "./aurora down --home " + node.home());
        owner.ask("GET", "/api/auth/me").expect(200);
    }

    @Test
    void aTakenPortIsNamed(@TempDir Path folder) throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            says(
                    up(folder, taken.getLocalPort()),
                    REFUSED,
                    "Port " + taken.getLocalPort() + " is taken",
                    "--port");
        }
    }

    private static Ran up(Path home, int port) throws InterruptedException {
        return aurora(Map.of(), "up", "--home", home.toString(), "--port", String.valueOf(port), "--no-browser");
    }

    @Test
    void aHomeThatCannotBeWrittenIsNamed(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        says(up(file, Ports.free()), REFUSED, file.toString(), "--home");
        says(up(file.resolve("below"), Ports.free()), REFUSED, file.toString(), "--home");
    }

    @Test
    void brokenSettingsAreExplained(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("aurora.yml");
        Files.writeString(file, "web:\n  prot: 4000\n");
        says(up(folder, Ports.free()), REFUSED, "web.prot", "web.port");
        Files.writeString(file, "chat:\n  context: many\n");
        says(up(folder, Ports.free()), REFUSED, "chat.context", "many");
        Files.writeString(file, "web: 3\n");
        says(up(folder, Ports.free()), REFUSED, "\"web\" is a section", "port");
        Files.writeString(file, "postgres:\n  password: hush-hush\n");
        says(up(folder, Ports.free()), REFUSED, "postgres.url names");
        says(aurora(Map.of(), "config", "--home", folder.toString()), REFUSED, "postgres.url names");
        Files.writeString(
                file,
                "redis:\n  address: 127.0.0.1:" + Ports.free() + "\nrouter:\n  prefer: none\n"
                        + "ollama:\n  url: http://127.0.0.1:" + Ports.free() + "\n");
        says(
                aurora(Map.of(), "doctor", "--home", folder.toString()),
                FAILED,
                "WRONG: Redis at 127.0.0.1:",
                "WRONG: no Ollama answers",
                "router.prefer");
        Files.writeString(file, "web: [\n");
        says(up(folder, Ports.free()), REFUSED, "aurora.yml");
        says(
                aurora(Map.of(), "config", "--home", folder.toString()),
                REFUSED,
                "aurora.yml");
        says(aurora(Map.of(), "doctor", "--home", folder.toString()), FAILED, "WRONG", "aurora.yml");
    }

    @Test
    void anOldJdkIsNotEnough(@TempDir Path folder) throws IOException, InterruptedException {
        Path old = folder.resolve("jdk-17");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.12\"\n");
        Path javac = Files.writeString(old.resolve("bin/javac"), "#!/bin/sh\necho javac 17.0.12\n");
        assertTrue(javac.toFile().setExecutable(true));
        Ran ran = aurora(
                Map.of(
                        "JAVA_HOME", old.toString(),
                        "PATH", old.resolve("bin") + ":/usr/bin:/bin",
                        "HOME", folder.toString(),
                        "AURORA_JDKS", folder.resolve("none").toString()),
                "version");
        says(ran, 4, "JDK 25", "JAVA_HOME");
        assertEquals(1, ran.output().lines().count(), ran::output);
    }

    @Test
    void statusTellsPeopleAndPrograms() throws InterruptedException {
        says(node.run("", "status"), 0, "ready", "postgres", "redis");
        Ran json = node.run("", "status", "--json");
        assertEquals(0, json.code(), json::output);
        JsonNode status = Client.JSON.readTree(json.output());
        assertTrue(status.path("ready").asBoolean(), json::output);
        assertTrue(status.path("programs").size() >= 2, json::output);
        says(node.run("", "doctor"), 0, "home", "disk", "ready at " + node.address(), "audit trail", "as it was written");
    }

    @Test
    void withoutANodeCommandsSaySo(@TempDir Path folder) throws InterruptedException {
        String home = folder.toString();
        says(aurora(Map.of(), "status", "--home", home), NOT_RUNNING, "No node runs", "./aurora up");
        says(aurora(Map.of(), "key", "list", "--home", home), NOT_RUNNING, "No node runs");
        says(aurora(Map.of(), "engine", "list", "--home", home), NOT_RUNNING, "No node runs");
        says(aurora(Map.of(), "down", "--home", home), 0, "No node runs");
    }

    @Test
    void usersAreMadeFromStandardInput() throws InterruptedException {
        says(node.run(Node.PASSWORD + "\n", "user", "add", "ulla"), 0, "ulla");
        node.signIn("ulla", Node.PASSWORD).ask("GET", "/api/auth/me").expect(200);
        says(node.run(Node.PASSWORD + "\n", "user", "add", "ulla"), FAILED, "Another user has this name");
        says(node.run("short\n", "user", "add", "uwe"), FAILED, "12");
        says(node.run("", "user", "add", "uwe"), USAGE, "standard input");
        says(node.run(Node.PASSWORD + "\n", "user", "add", "uwe", "--role", "king"), USAGE, "king");
        says(node.run("another long word 7\n", "user", "password", "ulla"), 0, "ulla", "new password");
        node.signIn("ulla", "another long word 7").ask("GET", "/api/auth/me").expect(200);
        says(node.run("short\n", "user", "password", "ulla"), FAILED, "12");
        says(node.run("another long word 7\n", "user", "password", "nobody"), FAILED, "no such user");
    }

    @Test
    void usersAreListedAndRemoved() throws InterruptedException {
        assertEquals(0, node.run(Node.PASSWORD + "\n", "user", "add", "vera").code());
        says(node.run("", "user", "list"), 0, Node.OWNER, "owner", "vera", "member", "active");
        says(node.run("", "user", "remove", "vera"), USAGE, "conversations", "--scope chat", "--yes");
        node.signIn("vera", Node.PASSWORD);
        says(node.run("", "user", "remove", "vera", "--yes"), 0, "is removed");
        node.browser()
                .ask(
                        "POST",
                        "/api/auth/sign-in",
                        Client.object().put("name", "vera").put("password", Node.PASSWORD))
                .expect(401);
        Ran nobody = node.run("", "user", "remove", "vera", "--yes");
        says(nobody, FAILED, "no such user");
        assertFalse(nobody.output().contains("conversations"), "no warning about nobody");
        says(node.run("", "user", "remove", Node.OWNER, "--yes"), FAILED, "last owner");
        says(node.run(Node.PASSWORD + "\n", "user", "add", "vera"), 0, "vera");
    }

    @Test
    void keysComeAndGo() throws InterruptedException {
        Ran made = node.run("", "key", "add", "editor");
        assertEquals(0, made.code(), made::output);
        String secret = made.output().lines().reduce((a, b) -> b).orElseThrow().strip();
        node.withKey(secret).ask("GET", "/v1/models").expect(200);
        node.withKey(secret).ask("GET", "/api/conversations").expect(403);
        Ran list = node.run("", "key", "list");
        says(list, 0, "editor", "models");
        assertFalse(list.output().contains(secret), "a key is shown once only");
        says(node.run("", "key", "add", "editor"), FAILED, "a key of this name already");
        says(node.run("", "key", "revoke", "editor"), 0, "revoked");
        node.withKey(secret).ask("GET", "/v1/models").expect(401);
        says(node.run("", "key", "revoke", "editor"), FAILED);
        says(node.run("", "key", "add", "x", "--scope", "everything"), USAGE, "everything");
        Ran both = node.run("", "key", "add", "both", "--scope", "chat,models");
        assertEquals(0, both.code(), both::output);
        String wide = both.output().lines().reduce((a, b) -> b).orElseThrow().strip();
        node.withKey(wide).ask("GET", "/v1/models").expect(200);
        node.withKey(wide).ask("GET", "/api/conversations").expect(200);
    }

    @Test
    void enginesComeAndGo() throws InterruptedException {
        try (Mock mock = Mock.start("small", 5, 0)) {
            says(node.run("", "engine", "add", "bench", mock.url()), 0, "bench", "1 model");
            says(node.run("", "engine", "list"), 0, "bench", "ready", mock.url(), "small");
            says(node.run("", "engine", "add", "bench", mock.url()), FAILED, "of this name already");
            says(node.run("", "engine", "remove", "bench"), 0, "removed");
            says(node.run("", "engine", "remove", "bench"), FAILED);
        }
        says(node.run("", "engine", "add", "nowhere", "http://127.0.0.1:" + Ports.free()), FAILED, "127.0.0.1");
        says(node.run("", "engine", "add", "odd", "not a url"), FAILED);
        says(node.run("", "engine", "add", "itself", node.address()), FAILED);
        says(node.run("wrong-key\n", "engine", "add", "itself", node.address(), "--key"), FAILED);
        assertFalse(node.run("", "engine", "list").output().contains("nowhere"), "what failed was not added");
    }

    @Test
    void configHidesSecrets(@TempDir Path folder) throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("aurora.yml"),
                "node:\n  name: attic\npostgres:\n  url: jdbc:postgresql://db:5432/aurora\n  password: hush-hush\n");
        Ran shown = aurora(Map.of(), "config", "--home", folder.toString());
        says(shown, 0, "node.name", "attic", "web.port", "3000");
        assertFalse(shown.output().contains("hush-hush"), shown::output);
    }

    @Test
    void signalsEndItCleanly() throws InterruptedException {
        for (String signal : List.of("TERM", "INT")) {
            try (Node other = Node.start("")) {
                Duration took = other.stop(signal, Duration.ofSeconds(60));
                other.awaitNothingLeft(Duration.ofSeconds(30));
                System.out.println("CommandsTest: SIG" + signal + " ended the node in " + took.toMillis() + " ms");
            }
        }
    }

    @Test
    void twoNodesRunSideBySide() throws InterruptedException {
        try (Node other = Node.start("")) {
            other.setUp().ask("GET", "/api/auth/me").expect(200);
            owner.ask("GET", "/api/auth/me").expect(200);
            Answer stranger = Client.withKey(other.address(), node.key()).ask("GET", "/api/models");
            assertEquals(401, stranger.status(), "a key of one node is nothing to another");
            says(other.run("", "down"), 0, "has ended");
            other.awaitNothingLeft(Duration.ofSeconds(30));
            owner.ask("GET", "/ready").expect(200);
        }
    }

    @Test
    void nothingSecretStandsInTheLogs() throws IOException, InterruptedException {
        String key = node.key();
        node.withKey(key).ask("GET", "/v1/models").expect(200);
        List<String> secrets = List.of(Node.PASSWORD, key, node.setupCode());
        List<String> found = new ArrayList<>();
        try (Stream<Path> logs = Files.walk(node.home().resolve("logs"))) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(log);
                secrets.stream().filter(text::contains).forEach(secret -> found.add(log.getFileName() + ": " + secret));
            }
        }
        assertEquals(List.of(), found);
    }
}
