package aurora.engine.ollama;

import aurora.base.Deadline;
import aurora.base.Events;
import aurora.engine.Engine.Progress;
import aurora.engine.remote.EngineJson;
import aurora.ground.http.client.HttpAnswer;
import aurora.ground.http.wire.HttpFailure;
import java.time.Duration;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The lines of {@code /api/pull}. A failure is a last step that starts with {@value #FAILED}. */
final class OllamaPull implements Events<Progress> {
    static final String FAILED = "failed: ";

    private final HttpAnswer answer;
    private final Deadline deadline;
    private volatile boolean over;
    private long id;

    OllamaPull(HttpAnswer answer, Deadline deadline) {
        this.answer = answer;
        this.deadline = deadline;
    }

    @Override
    public Next<Progress> next(Duration wait) throws InterruptedException {
        if (over) {
            return new End<>();
        }
        Duration left = deadline.remaining();
        try {
            return switch (answer.readLine(left.compareTo(wait) < 0 ? left : wait)) {
                case LINE -> line();
                case IDLE -> deadline.passed() ? failed("it took too long") : new Idle<>();
                case END -> failed("the engine ended without saying how it went");
            };
        } catch (HttpFailure e) {
            if (Thread.interrupted()) {
                close();
                throw new InterruptedException("while a model was fetched");
            }
            return e.kind() == HttpFailure.Kind.CLOSED ? new End<>() : failed("the engine broke the connection");
        } catch (JacksonException _) {
            return failed("what came is not the engine's JSON");
        }
    }

    private Next<Progress> line() {
        int start = answer.lineStart();
        JsonNode line = EngineJson.tree(Arrays.copyOfRange(answer.line(), start, start + answer.lineLength()));
        if (line.path("error").isString()) {
            return failed(EngineJson.brief(line.path("error").asString()));
        }
        String step = EngineJson.brief(line.path("status").asString(""));
        over = step.equals("success");
        long total = Math.max(0, line.path("total").asLong(0));
        return new Item<>(
                ++id, new Progress(step, Math.clamp(line.path("completed").asLong(0), 0, total), total));
    }

    private Next<Progress> failed(String why) {
        over = true;
        answer.close();
        return new Item<>(++id, new Progress(FAILED + why, 0, 0));
    }

    @Override
    public void close() {
        answer.close();
    }
}
