package aurora.engine;

import aurora.base.Clock;
import aurora.ground.http.raw.RawExchange;
import aurora.ground.http.raw.RawServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A server that says fixed answers, for what the mock engine does not say. */
final class ScriptedEngine implements AutoCloseable {
    /** One answer; {@code pieces} go out one by one. */
    record Answer(int status, String type, String headers, List<String> pieces) {
        static Answer stream(String type, String... pieces) {
            return new Answer(200, type, "", List.of(pieces));
        }

        static Answer json(int status, String body) {
            return new Answer(status, "application/json", "", List.of(body));
        }
    }

    final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final Map<String, Answer> answers;
    private final RawServer server;

    ScriptedEngine(Map<String, Answer> answers) throws IOException {
        this.answers = answers;
        this.server = RawServer.start(0, this::handle, Clock.system());
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    private void handle(RawExchange to) throws IOException {
        bodies.put(to.path(), new String(to.bytes(), to.bodyStart(), to.bodyLength(), StandardCharsets.UTF_8));
        Answer answer = answers.getOrDefault(to.path(), Answer.json(404, "{}"));
        if (answer.pieces().size() == 1) {
            to.answer(
                    answer.status(),
                    answer.type(),
                    answer.headers(),
                    answer.pieces().getFirst().getBytes(StandardCharsets.UTF_8));
            return;
        }
        to.begin(answer.status(), answer.type());
        for (String piece : answer.pieces()) {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            to.chunk(bytes, 0, bytes.length);
            to.flush();
        }
        to.end();
    }

    @Override
    public void close() {
        server.close();
    }
}
