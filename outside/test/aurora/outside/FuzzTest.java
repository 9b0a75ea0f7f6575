package aurora.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aurora.outside.Description.Operation;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bad input for every operation: a documented answer in the API's own shape, never a 500, a hang or a crash. */
final class FuzzTest {
    private static final Duration LENGTH_MAX = Duration.ofSeconds(60);
    private static final int ROUNDS = 4;

    /** What each operation may answer: the description lists these, and 405 and 421 come before it. */
    private static final Set<Integer> DOCUMENTED = Set.of(200, 400, 401, 403, 404, 413, 415, 429, 503);

    /** Ends the session that the test needs. */
    private static final Set<String> NOT_WITH_OWN_SESSION =
            Set.of("POST /api/auth/sign-out", "POST /api/auth/sessions/end-others");

    private final List<String> wrong = new ArrayList<>();
    private Random random = new Random();
    private int sent;

    @Test
    void badInputNeverHarms() throws InterruptedException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("FuzzTest: seed " + seed + " (repeat with -Dseed=" + seed + ")");
        random = new Random(seed);
        try (Node node = Node.start("")) {
            Client owner = node.setUp();
            Description description = Description.of(owner);
            long end = System.nanoTime() + LENGTH_MAX.toNanos();
            for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
                List<Operation> operations = new ArrayList<>(description.operations());
                Collections.shuffle(operations, random);
                for (Operation operation : operations) {
                    if (System.nanoTime() < end) {
                        fuzz(owner, description, operation);
                    }
                }
            }
            System.out.println("FuzzTest: " + sent + " requests");
            assertEquals(List.of(), wrong, "seed " + seed);
            owner.ask("GET", "/api/auth/me").expect(200);
            owner.ask("GET", "/ready").expect(200);
            String conversation = owner.begin();
            JsonNode answer = owner.say(
                    conversation,
                    Client.message("What is Aurora?", java.util.Optional.empty(), java.util.Optional.of("aurora-guide")));
            assertEquals("done", owner.end(answer.path("run").asString()).name(), "the node works as before");
        }
    }

    private void fuzz(Client owner, Description description, Operation operation) throws InterruptedException {
        Client who = NOT_WITH_OWN_SESSION.contains(operation.name()) ? stranger(owner) : owner;
        for (String path : paths(operation)) {
            send(who, operation, path, whole(description, operation).getBytes(StandardCharsets.UTF_8), "odd path");
        }
        if (operation.verb().equals("GET")) {
            return;
        }
        for (Map.Entry<String, byte[]> body : bodies(description, operation)) {
            send(who, operation, operation.whole(Description.NOBODYS), body.getValue(), body.getKey());
        }
    }

    private static Client stranger(Client owner) {
        return Client.withKey(owner.base(), "aur_none");
    }

    private static String whole(Description description, Operation operation) {
        return operation.body().isObject()
                ? description.fitting(operation.body()).toString()
                : "";
    }

    private List<String> paths(Operation operation) {
        List<String> odd = new ArrayList<>(List.of(
                "x", "%00", "%2e%2e%2f%2e%2e", "%F0%9F%A6%8A", "%C0%AF", "%FF", "-1", "'%20OR%20''='", "a".repeat(4000)));
        Collections.shuffle(odd, random);
        List<String> paths = new ArrayList<>();
        if (operation.path().contains("{")) {
            odd.subList(0, 4).forEach(value -> paths.add(operation.at(value)));
        }
        if (operation.verb().equals("GET")) {
            List<String> values = new ArrayList<>(List.of(
                    "", "-1", "0", "99999999999999999999", "1e9", "NaN", "true", "\u0000", "\uD83E\uDD8A", "%", "'", "\"",
                    "2026-13-45T99:99:99Z", "[]", "{}", "x".repeat(3000)));
            Collections.shuffle(values, random);
            String at = operation.at(Description.NOBODYS);
            for (Map.Entry<String, JsonNode> one : operation.query()) {
                for (String value : values.subList(0, 5)) {
                    paths.add(at + "?" + one.getKey() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
                }
                paths.add(at + "?" + one.getKey() + "=%FF%FE");
                paths.add(at + "?" + one.getKey() + "=1&" + one.getKey() + "=2");
            }
            paths.add(at + "?unheard=of");
        }
        return paths;
    }

    private List<Map.Entry<String, byte[]>> bodies(Description description, Operation operation) {
        List<Map.Entry<String, byte[]>> bodies = new ArrayList<>();
        for (String text : List.of("", "null", "[]", "42", "\"x\"", "{", "{\"a\":1,}", "not json", "{}{}", "\uFEFF{}")) {
            bodies.add(Map.entry("the body " + text, text.getBytes(StandardCharsets.UTF_8)));
        }
        bodies.add(Map.entry("bytes that are no UTF-8", new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'}));
        bodies.add(Map.entry("UTF-16", "{\"a\":1}".getBytes(StandardCharsets.UTF_16)));
        bodies.add(Map.entry("deep arrays", "[".repeat(8_000).getBytes(StandardCharsets.US_ASCII)));
        bodies.add(Map.entry(
                "deep objects", ("{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000)).getBytes(StandardCharsets.US_ASCII)));
        if (random.nextInt(4) == 0) {
            bodies.add(Map.entry("3 MB", ("{\"x\":\"" + "y".repeat(3 << 20) + "\"}").getBytes(StandardCharsets.US_ASCII)));
        }
        JsonNode schema = operation.body();
        if (schema.isObject()) {
            ObjectNode fitting = description.fitting(schema).asObject();
            bodies.add(entry("an extra member", fitting.deepCopy().put("unheard", "of")));
            bodies.add(entry("a huge name", fitting.deepCopy().put("n".repeat(5000), 1)));
            schema.path("properties").propertyNames().forEach(name -> {
                ObjectNode missing = fitting.deepCopy();
                missing.remove(name);
                bodies.add(entry("without " + name, missing));
                List<JsonNode> values = odd();
                Collections.shuffle(values, random);
                for (JsonNode value : values.subList(0, 4)) {
                    ObjectNode changed = fitting.deepCopy();
                    changed.set(name, value);
                    bodies.add(entry(name + " = " + brief(value.toString()), changed));
                }
            });
        }
        return bodies;
    }

    private static Map.Entry<String, byte[]> entry(String what, ObjectNode body) {
        return Map.entry(what, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private List<JsonNode> odd() {
        var make = Client.JSON.getNodeFactory();
        ObjectNode object = Client.object().put("a", 1);
        return new ArrayList<>(List.of(
                make.nullNode(),
                make.numberNode(-1),
                make.numberNode(1e300),
                make.numberNode(new java.math.BigInteger("9".repeat(60))),
                make.booleanNode(true),
                make.stringNode(""),
                make.stringNode(" "),
                make.stringNode("\u0000"),
                make.stringNode("\uD800"),
                make.stringNode("\u202E\uD83E\uDD8A"),
                make.stringNode("../../etc/passwd"),
                make.stringNode("'; DROP TABLE aurora.change; --"),
                make.stringNode("x".repeat(10_000)),
                make.arrayNode().add(1),
                make.arrayNode().add(make.nullNode()),
                object));
    }

    private void send(Client who, Operation operation, String path, byte[] body, String what)
            throws InterruptedException {
        String told = operation.verb() + " " + brief(path) + " with " + what;
        sent++;
        try {
            HttpRequest.Builder request = who.request(
                            operation.verb(),
                            path,
                            operation.verb().equals("GET")
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofByteArray(body))
                    .timeout(Duration.ofSeconds(30));
            if (body.length > 0 && !operation.verb().equals("GET")) {
                request.header("Content-Type", operation.isRaw() ? "application/x-ndjson" : "application/json");
            }
            if (operation.isStream()) {
                note(told, who.status(request.build()), "");
                return;
            }
            Answer answer = who.send(request.build());
            note(told, answer.status(), answer.status() == 200 ? "" : shape(answer));
        } catch (UncheckedIOException broken) {
            // a body that is too large may be refused before it was read to its end
            if (body.length < 1 << 20) {
                wrong.add(told + ": " + broken.getMessage());
            }
        } catch (IllegalArgumentException noUri) {
            wrong.add(told + ": the test cannot ask this: " + noUri.getMessage());
        }
    }

    private void note(String told, int status, String trouble) {
        if (!DOCUMENTED.contains(status)) {
            wrong.add(told + ": " + status + " " + trouble);
        } else if (!trouble.isEmpty()) {
            wrong.add(told + ": " + trouble);
        }
    }

    private static String shape(Answer answer) {
        try {
            answer.error();
            return "";
        } catch (AssertionError other) {
            return String.valueOf(other.getMessage());
        }
    }

    private static String brief(String text) {
        return text.length() <= 120 ? text : text.substring(0, 120) + "... (" + text.length() + ")";
    }
}
