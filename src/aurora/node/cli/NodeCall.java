package aurora.node.cli;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.http.client.HttpCall;
import aurora.ground.http.client.HttpResult;
import aurora.ground.http.client.HttpTarget;
import aurora.ground.http.wire.HttpFailure;
import aurora.ground.json.Json;
import aurora.ground.json.JsonException;
import aurora.mesh.contract.Nothing;
import aurora.node.Home;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Calls the node that runs in a home, as its owner. */
final class NodeCall {
    private static final int ANSWER_MAX = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A sign of life takes milliseconds; a busy machine may make seconds of them. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

    private final Home.Running node;
    private final String credential;

    private NodeCall(Home.Running node, String credential) {
        this.node = node;
        this.credential = credential;
    }

    /** The node of {@code home}; fails with a sentence when none runs, or when it gives no sign of life. */
    static NodeCall to(Path home) throws CommandFailure {
        if (Files.exists(home) && !Files.isReadable(home)) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "The home " + home + " belongs to another user: only who started the node may give it commands.");
        }
        Home.Running node = Home.running(home)
                .orElseThrow(() -> new CommandFailure(
                        CommandFailure.NOT_RUNNING,
                        "No node runs in " + home + ". Start it with " + Home.command("up", home) + "."));
        Door door = door(node);
        if (door != Door.OPEN) {
            throw new CommandFailure(CommandFailure.NOT_RUNNING, mute(node, home, door));
        }
        try {
            return new NodeCall(
                    node, Files.readString(home.resolve("local-credential")).strip());
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "The credential in " + home
                            + " cannot be read: only the user who started the node may give it commands.");
        }
    }

    /**
     * Fails with a sentence when a node holds {@code home} and does not answer, so that nobody is sent to its address.
     * The node that is to start there refuses the home that is held by another by itself.
     */
    static void refuseMute(Path home) throws CommandFailure {
        Optional<Home.Running> holder = Home.running(home).filter(node -> Home.isHeld(home));
        if (holder.isPresent()) {
            Door door = door(holder.get());
            if (door != Door.OPEN) {
                throw new CommandFailure(
                        CommandFailure.REFUSED, "The home " + home + " is in use. " + mute(holder.get(), home, door));
            }
        }
    }

    /** How a node that runs takes a call. */
    enum Door {
        /** It answers. */
        OPEN,
        /** Nothing listens: it is just starting or ending. */
        CLOSED,
        /** It listens and says nothing within 5 s: it hangs. */
        SILENT
    }

    /** How {@code node} takes a call now. */
    static Door door(Home.Running node) {
        try (HttpTarget target = HttpTarget.of(URI.create("http://127.0.0.1:" + node.port()), Clock.system())) {
            target.call("GET", "/health").fetch(ANSWER_MAX, Deadline.after(Clock.system(), SIGN_OF_LIFE));
            return Door.OPEN;
        } catch (HttpFailure none) {
            return none.kind() == HttpFailure.Kind.UNREACHABLE ? Door.CLOSED : Door.SILENT;
        }
    }

    /** What a node that does not answer is, and what to do. */
    private static String mute(Home.Running node, Path home, Door door) {
        String who = "The node \"" + node.node() + "\" runs as process " + node.pid() + " but does not answer at port "
                + node.port() + ": ";
        String down = Home.command("down", home);
        return door == Door.CLOSED
                ? who + "it is just starting or ending. Try again in a moment; " + down + " ends it."
                : who + "it hangs. End it with " + down + ", which kills it when it does not end when asked, and start"
                        + " it again. Its log is in " + home.resolve("logs") + ".";
    }

    /** Where the node answers. */
    Home.Running node() {
        return node;
    }

    /** Asks without a body. */
    JsonNode ask(String verb, String path) throws CommandFailure {
        return ask(verb, path, Nothing.NOTHING);
    }

    /** Reads a stream to its end. */
    void watch(String path) throws CommandFailure {
        try (HttpTarget target = HttpTarget.of(URI.create("http://127.0.0.1:" + node.port()), Clock.system())) {
            target.call("GET", path)
                    .with("Authorization", "Bearer " + credential)
                    .fetch(ANSWER_MAX, Deadline.after(Clock.system(), PATIENCE));
        } catch (HttpFailure broken) {
            throw new CommandFailure(CommandFailure.FAILED, "The stream broke off: " + broken.getMessage() + ".");
        }
    }

    /** Asks, and fails with the node's own sentence when it refuses. */
    JsonNode ask(String verb, String path, Object body) throws CommandFailure {
        try (HttpTarget target = HttpTarget.of(URI.create("http://127.0.0.1:" + node.port()), Clock.system())) {
            HttpCall call = target.call(verb, path)
                    .with("Authorization", "Bearer " + credential)
                    .with("Content-Type", "application/json");
            Deadline deadline = Deadline.after(Clock.system(), PATIENCE);
            boolean bodiless = verb.equals("GET") || verb.equals("DELETE");
            HttpResult result =
                    bodiless ? call.fetch(ANSWER_MAX, deadline) : call.fetch(Json.write(body), ANSWER_MAX, deadline);
            JsonNode answer = Json.tree(result.body());
            if (result.status() != 200) {
                throw new CommandFailure(
                        CommandFailure.FAILED,
                        answer.path("error").path("message").asString("refused"));
            }
            return answer;
        } catch (HttpFailure unreachable) {
            throw new CommandFailure(
                    CommandFailure.NOT_RUNNING,
                    "The node does not answer at port " + node.port() + " (" + unreachable.getMessage() + ").");
        } catch (JsonException odd) {
            throw new CommandFailure(
                    CommandFailure.FAILED, "What answers at port " + node.port() + " is not an Aurora node.");
        }
    }
}
