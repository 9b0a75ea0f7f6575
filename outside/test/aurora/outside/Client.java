package aurora.outside;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client of one node: a page with its cookies and the proof of its session, or a program with its key. */
final class Client {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> BEGINS = Set.of("POST /api/auth/sign-in", "POST /api/auth/setup");
    static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private Optional<String> proof = Optional.empty();
    private final String base;
    private final Optional<String> key;

    private Client(String base, Optional<String> key) {
        this.base = base;
        this.key = key;
    }

    /** A browser without cookies. */
    static Client browser(String base) {
        return new Client(base, Optional.empty());
    }

    /** A program with an API key. */
    static Client withKey(String base, String key) {
        return new Client(base, Optional.of(key));
    }

    /** The node's address. */
    String base() {
        return base;
    }

    /** Another page with the same cookies and proof as this one has now. */
    Client copy() {
        Client copy = atAnotherPort();
        copy.proof = proof;
        return copy;
    }

    /** What another server of the same name has of this one: browsers send it the cookies, and keep the proof from it. */
    Client atAnotherPort() {
        Client other = new Client(base, key);
        other.cookies.putAll(cookies);
        return other;
    }

    /** The proof of its session. */
    String proof() {
        return proof.orElseThrow();
    }

    /** A cookie's value, as the node set it. */
    String cookie(String name) {
        return Optional.ofNullable(cookies.get(name)).orElseThrow();
    }

    /** An empty JSON object. */
    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** A request of this client, to which a test may add. */
    HttpRequest.Builder request(String verb, String path, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .method(verb, body);
        if (!cookies.isEmpty()) {
            StringBuilder all = new StringBuilder();
            cookies.forEach((name, value) -> all.append(all.isEmpty() ? "" : "; ")
                    .append(name)
                    .append('=')
                    .append(value));
            request.header("Cookie", all.toString());
        }
        proof.ifPresent(shown -> request.header("Aurora-Proof", shown));
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    /** Sends it; remembers the cookies, and the proof of a session that begins. */
    Answer send(HttpRequest request) throws InterruptedException {
        String asked = request.method() + " " + request.uri().getRawPath();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            for (String set : response.headers().allValues("set-cookie")) {
                String pair = set.split(";", 2)[0];
                String name = pair.substring(0, pair.indexOf('='));
                String value = pair.substring(pair.indexOf('=') + 1);
                if (value.isEmpty()) {
                    cookies.remove(name);
                } else {
                    cookies.put(name, value);
                }
            }
            Answer answer = new Answer(asked, response.statusCode(), response);
            if (BEGINS.contains(asked) && answer.status() == 200) {
                proof = Optional.of(answer.json().path("proof").asString());
            }
            return answer;
        } catch (IOException failed) {
            throw new UncheckedIOException(asked + ": " + failed, failed);
        }
    }

    /** The status of an answer that need not end. */
    int status(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            response.body().close();
            return response.statusCode();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Asks without a body. */
    Answer ask(String verb, String path) throws InterruptedException {
        return send(request(verb, path, BodyPublishers.noBody()).build());
    }

    /** Asks with a JSON body. */
    Answer ask(String verb, String path, JsonNode body) throws InterruptedException {
        return send(request(verb, path, BodyPublishers.ofString(body.toString()))
                .header("Content-Type", "application/json")
                .build());
    }

    /** Opens a stream of events. */
    Stream stream(String path, Optional<String> lastEventId) throws InterruptedException {
        HttpRequest.Builder request = request("GET", path, BodyPublishers.noBody());
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        return open(request.build());
    }

    /** Opens a stream by any request. */
    Stream open(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError(request.method() + " " + request.uri() + " answered " + response.statusCode()
                        + ": " + new String(response.body().readNBytes(500), java.nio.charset.StandardCharsets.UTF_8));
            }
            return new Stream(response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    // the words of a conversation

    /** Begins a conversation and tells its id. */
    String begin() throws InterruptedException {
        return ask("POST", "/api/conversations", object()).expect(200).json().path("id").asString();
    }

    /** A message's body. */
    static ObjectNode message(String text, Optional<String> parent, Optional<String> model) {
        ObjectNode body = object().put("text", text).put("id", UUID.randomUUID().toString());
        parent.ifPresent(id -> body.put("parent", id));
        model.ifPresent(name -> body.put("model", name));
        return body;
    }

    /** Sends a message and tells what came: {@code message}, {@code answer}, {@code run}. */
    JsonNode say(String conversation, ObjectNode body) throws InterruptedException {
        return ask("POST", "/api/conversations/" + conversation + "/messages", body)
                .expect(200)
                .json();
    }

    /** The conversation with all its messages. */
    JsonNode conversation(String id) throws InterruptedException {
        return ask("GET", "/api/conversations/" + id).expect(200).json();
    }

    /** Reads a run to its end and tells the last event. */
    Stream.Event end(String run) throws InterruptedException {
        try (Stream events = stream("/api/runs/" + run + "/events", Optional.empty())) {
            return events.rest().getLast();
        }
    }
}
