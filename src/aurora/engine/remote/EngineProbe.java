package aurora.engine.remote;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.base.Reply;
import aurora.engine.EngineFacts.Kind;
import aurora.ground.http.client.AddressRule;
import aurora.ground.http.client.HttpCall;
import aurora.ground.http.client.HttpResult;
import aurora.ground.http.client.HttpTarget;
import aurora.ground.http.client.SchemeCheck;
import aurora.ground.http.wire.HttpFailure;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds out by asking what engine listens at an address a person gave. */
public final class EngineProbe {
    private static final int ANSWER_MAX = 4 * 1024 * 1024;
    /** Who has not answered by then is looked at for the wrong scheme, then asked again with all the time left. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private static final JsonMapper JSON = new JsonMapper();

    private final Clock clock;
    private final AddressRule rule;
    private final SchemeCheck schemes;

    /** A probe that waits by {@code clock} and asks no address that {@code rule} refuses. */
    public EngineProbe(Clock clock, AddressRule rule) {
        this.clock = clock;
        this.rule = rule;
        this.schemes = new SchemeCheck(clock, rule);
    }

    /**
     * What was found.
     *
     * @param kind which protocol it speaks
     * @param url the address to keep, complete and without a slash at its end
     * @param version what it says of itself; empty when it says nothing
     */
    public record Found(Kind kind, String url, String version) {}

    /**
     * Asks {@code address}. An Ollama is taken for one even at its OpenAI address, because it reports durations by
     * its own protocol.
     *
     * @param address a url, or host and port alone
     * @param key sent as a bearer token, when there is one
     * @return {@code Invalid} with field {@code url} or {@code key} when it is no engine or refuses the key, {@code
     *     Unavailable} when
     *     nothing answers there
     */
    public Reply<Found> probe(String address, Optional<String> key, Deadline deadline) {
        String url = complete(address);
        try {
            URI uri = URI.create(url);
            try {
                return ask(uri, key, deadline.within(SOON));
            } catch (HttpFailure failed) {
                Optional<Reply<Found>> misspelt =
                        failed.kind() == HttpFailure.Kind.FORBIDDEN ? Optional.empty() : misspelt(uri, deadline);
                if (misspelt.isPresent()) {
                    return misspelt.get();
                }
                if (failed.kind() == HttpFailure.Kind.DEADLINE) {
                    return ask(uri, key, deadline);
                }
                throw failed;
            }
        } catch (IllegalArgumentException e) {
            return Reply.invalid(
                    "url", "'" + address + "' is no address of an engine: write it like http://127.0.0.1:11434.");
        } catch (HttpFailure e) {
            return unreachable(url, e);
        }
    }

    private Reply<Found> ask(URI uri, Optional<String> key, Deadline deadline) throws HttpFailure {
        String url = uri.toString();
        String path = Optional.ofNullable(uri.getRawPath()).orElse("");
        String root = path.endsWith("/v1") ? url.substring(0, url.length() - 3) : url;
        try (HttpTarget target = HttpTarget.of(URI.create(root), clock, rule)) {
            Optional<String> version = ollamaVersion(target, key, deadline);
            if (version.isPresent()) {
                return Reply.ok(new Found(
                        Kind.OLLAMA, root.endsWith("/") ? root.substring(0, root.length() - 1) : root, version.get()));
            }
            boolean underRoot = path.isEmpty() || path.endsWith("/v1");
            HttpResult result = ask(target, underRoot ? "/v1/models" : "/models", key, deadline);
            Optional<Reply<Found>> misspelt = result.status() == 400 ? misspelt(uri, deadline) : Optional.empty();
            return misspelt.isPresent() ? misspelt.get() : openAi(result, url, key.isPresent());
        }
    }

    /** What to say when the address has the wrong one of http and https. */
    private Optional<Reply<Found>> misspelt(URI uri, Deadline deadline) {
        return schemes.other(uri, deadline)
                .map(other -> Reply.invalid(
                        "url",
                        "What listens at " + uri + " speaks " + other.getScheme() + ", not " + uri.getScheme()
                                + ": write " + other + "."));
    }

    /** With a scheme, and without a slash at the end. */
    private static String complete(String address) {
        String url = address.strip();
        url = url.contains("://") ? url : "http://" + url;
        while (url.endsWith("/")) {
            url = url.substring(0, url.length() - 1);
        }
        return url;
    }

    private static Optional<String> ollamaVersion(HttpTarget target, Optional<String> key, Deadline deadline)
            throws HttpFailure {
        try {
            HttpResult result = ask(target, "/api/version", key, deadline);
            JsonNode version = JSON.readTree(result.body()).path("version");
            return result.status() == 200 && version.isString() ? Optional.of(version.asString()) : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static Reply<Found> openAi(HttpResult result, String url, boolean withKey) {
        if (result.header("Aurora-Request").isPresent()) {
            return Reply.invalid("url", url + " is an Aurora node, perhaps this one: it would ask itself in circles.");
        }
        if (result.status() == 401 || result.status() == 403) {
            return Reply.invalid(
                    "key",
                    url + (withKey ? " refuses this key." : " wants a key: give it on standard input with --key."));
        }
        if (result.status() >= 300 && result.status() < 400) {
            return Reply.invalid(
                    "url",
                    url + " sends on to another address (status " + result.status()
                            + "), which is not followed: give the address of the engine itself.");
        }
        try {
            if (result.status() == 200
                    && JSON.readTree(result.body()).path("data").isArray()) {
                return Reply.ok(new Found(Kind.OPENAI, url, ""));
            }
        } catch (JacksonException _) {
            // Not JSON: said below, like every other answer that is none of an engine's.
        }
        return Reply.invalid(
                "url",
                "Something answers at " + url + ", but it is neither an Ollama nor OpenAI-compatible (status "
                        + result.status() + ").");
    }

    private static HttpResult ask(HttpTarget target, String path, Optional<String> key, Deadline deadline)
            throws HttpFailure {
        HttpCall call = target.call("GET", path);
        return (key.isPresent() ? call.with("authorization", "Bearer " + key.get()) : call).fetch(ANSWER_MAX, deadline);
    }

    private static Reply<Found> unreachable(String url, HttpFailure failure) {
        return switch (failure.kind()) {
            case UNREACHABLE ->
                new Reply.Unavailable<>(url, "No engine answers at " + url + ": " + failure.getMessage() + ".");
            case FORBIDDEN -> Reply.invalid("url", "No engine is asked at " + url + ": " + failure.getMessage() + ".");
            case DEADLINE, CLOSED ->
                new Reply.Unavailable<>(url, "Something listens at " + url + ", but it did not answer in time.");
            case CUT, PROTOCOL ->
                Reply.invalid(
                        "url", "Something answers at " + url + ", but not by HTTP/1.1: " + failure.getMessage() + ".");
        };
    }
}
