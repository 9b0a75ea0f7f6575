package aurora.outside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A mock engine as its own process. It says {@code t0 t1 t2 ...}, so that a lost or doubled token is seen. */
final class Mock implements AutoCloseable {
    private final Program program;
    private final String url;
    private final Client client;

    private Mock(Program program, int port) {
        this.program = program;
        this.url = "http://127.0.0.1:" + port;
        this.client = Client.browser(url);
    }

    /** Starts one with the model {@code model}; {@code perSecond} tokens per second (0: at once). */
    static Mock start(String model, int tokens, double perSecond) throws InterruptedException {
        try {
            Path profile = Files.createTempFile("aurora-mock-", ".yml");
            Files.writeString(profile, """
                    models:
                      - name: %s
                        decode: %s
                        slots: 100
                    tokens: %d
                    """.formatted(model, perSecond, tokens));
            int port = Ports.free();
            Program program =
                    Program.aurora("mock-engine", "--port", String.valueOf(port), "--profile", profile.toString());
            program.awaitLine("listens at", Duration.ofSeconds(60));
            Files.delete(profile);
            return new Mock(program, port);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Its address. */
    String url() {
        return url;
    }

    /** The next {@code times} requests meet a fault before token {@code at}; -1 is before the answer begins. */
    void fault(String kind, int at, int times) throws InterruptedException {
        client.ask(
                        "POST",
                        "/mock/faults",
                        Client.object().put("kind", kind).put("atToken", at).put("times", times))
                .expect(200);
    }

    /** Takes all faults back. */
    void clear() throws InterruptedException {
        client.ask("DELETE", "/mock/faults").expect(200);
    }

    /** Its figures. */
    JsonNode stats() throws InterruptedException {
        return client.ask("GET", "/mock/stats").expect(200).json();
    }

    /** Waits until the figure {@code name} is at least {@code least}. */
    void awaitStat(String name, long least, Duration max) throws InterruptedException {
        long end = System.nanoTime() + max.toNanos();
        JsonNode stats = stats();
        while (stats.path(name).asLong() < least) {
            if (System.nanoTime() > end) {
                throw new AssertionError(name + " is not " + least + " within " + max + ": " + stats);
            }
            stats = stats();
        }
    }

    /** What it says from token {@code from} to before {@code to}. */
    static String script(int to) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < to; i++) {
            words.add("t" + i);
        }
        return String.join(" ", words);
    }

    @Override
    public void close() {
        program.close();
    }
}
