package aurora.engine.mock;

import aurora.base.Clock;
import aurora.engine.mock.machine.MockModels;
import aurora.engine.mock.machine.MockStats;
import aurora.engine.mock.voice.MockOllamaVoice;
import aurora.engine.mock.voice.MockOpenAiVoice;
import aurora.engine.mock.voice.MockRequest;
import aurora.engine.mock.voice.MockSummary;
import aurora.engine.mock.voice.MockVoice;
import aurora.engine.remote.EngineJson;
import aurora.ground.http.raw.RawExchange;
import aurora.ground.http.raw.RawServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.MalformedInputException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/**
 * A mock engine that listens. For tests and benchmarks: a person never gets its answers unless they start it
 * themselves.
 */
public final class MockEngine implements AutoCloseable {
    private static final String USAGE = "usage: aurora mock-engine --port N [--profile FILE]";

    private final MockStats stats = new MockStats();
    private final MockFaults faults = new MockFaults();
    private final MockModels models;
    private final MockRender render;
    private final MockCatalogue catalogue;
    private final Clock clock;
    private final AtomicLong numbers = new AtomicLong();
    private final RawServer server;

    private MockEngine(MockProfile profile, int port, Clock clock) throws IOException {
        this.clock = clock;
        this.models = new MockModels(profile, clock);
        this.render = new MockRender(profile, models, stats, faults, clock);
        this.catalogue = new MockCatalogue(models, stats, faults);
        this.server = RawServer.start(port, this::handle, clock);
    }

    /**
     * Starts one on loopback.
     *
     * @param port 0 for any that is free
     * @throws IOException when the port is taken
     */
    public static MockEngine start(MockProfile profile, int port) throws IOException {
        return new MockEngine(profile, port, Clock.system());
    }

    /**
     * Runs one until the process ends: {@code --port N} and {@code --profile FILE} (without one: instant, 16 tokens).
     *
     * @param fail hears what is wrong, in one line
     * @return the exit code: 0, 1 when it could not start, 2 for wrong arguments
     */
    public static int run(List<String> args, PrintStream out, Consumer<String> fail) throws InterruptedException {
        int port = -1;
        MockProfile profile = MockProfile.instant(16);
        try {
            for (int i = 0; i + 1 < args.size(); i += 2) {
                switch (args.get(i)) {
                    case "--port" -> port = Integer.parseInt(args.get(i + 1));
                    case "--profile" -> profile = profile(args.get(i + 1));
                    default -> port = -1;
                }
            }
            if (args.size() % 2 != 0 || args.isEmpty()) {
                fail.accept(USAGE);
                return 2;
            }
            if (port < 0 || port > 65_535) {
                fail.accept("The mock engine needs a port from 0 (any that is free) to 65535: " + USAGE);
                return 2;
            }
        } catch (NumberFormatException _) {
            fail.accept("The mock engine needs a whole number as its port: " + USAGE);
            return 2;
        } catch (IllegalArgumentException wrong) {
            fail.accept(wrong.getMessage());
            return 2;
        }
        try (MockEngine engine = start(profile, port)) {
            out.println("The mock engine listens at " + engine.url()
                    + " (faults: POST /mock/faults, figures: GET /mock/stats)");
            engine.server.await();
            return 0;
        } catch (BindException taken) {
            fail.accept("Port " + port + " of 127.0.0.1 cannot be used ("
                    + EngineJson.brief(String.valueOf(taken.getMessage()))
                    + "): end what listens there, or choose another with --port; 0 takes any that is free.");
            return 1;
        } catch (IOException failed) {
            fail.accept("The mock engine cannot start: " + EngineJson.brief(String.valueOf(failed.getMessage())) + ".");
            return 1;
        }
    }

    /** The profile in {@code file}; what is wrong with it is one sentence. */
    private static MockProfile profile(String file) {
        String why;
        try {
            return MockProfile.read(Path.of(file));
        } catch (NoSuchFileException missing) {
            why = "there is no such file";
        } catch (MalformedInputException binary) {
            why = "it is no text in UTF-8";
        } catch (IOException | IllegalArgumentException wrong) {
            why = EngineJson.brief(String.valueOf(wrong.getMessage()));
        }
        throw new IllegalArgumentException("The mock engine cannot use the profile " + EngineJson.brief(file) + ": "
                + why + ". Mend it, or leave --profile out for an instant one.");
    }

    /** Its address. */
    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Sets a fault for the next requests, behind those that are set. */
    public void add(MockFault fault) {
        faults.add(fault);
    }

    /** Takes back all faults. */
    public void clearFaults() {
        faults.clear();
    }

    /** Requests for an answer that came. */
    public long requests() {
        return stats.requests().sum();
    }

    /** Connections that came. */
    public long connections() {
        return server.connections();
    }

    /** Answers that are being rendered or wait for a slot. */
    public int active() {
        return stats.active();
    }

    /** Answers that wait for a slot. */
    public int waiting() {
        return stats.waiting().get();
    }

    /** Answers whose client left, or that a fault broke. */
    public long cancelled() {
        return stats.cancelled();
    }

    /** When the last of them ended, in milliseconds since 1970, oldest first. */
    public List<Long> cancelMillis() {
        return stats.cancelMillis();
    }

    private void handle(RawExchange to) throws IOException, InterruptedException {
        switch (to.path()) {
            case "/v1/chat/completions", "/v1/completions" ->
                openAi(to, to.path().equals("/v1/chat/completions"));
            case "/api/chat", "/api/generate" -> ollama(to, to.path().equals("/api/chat"));
            default -> catalogue.handle(to);
        }
    }

    private void openAi(RawExchange to, boolean chat) throws IOException, InterruptedException {
        try {
            MockRequest request = MockRequest.read(to.bytes(), to.bodyStart(), to.bodyLength(), false);
            MockVoice voice = new MockOpenAiVoice(request.model(), numbers.incrementAndGet(), chat, request.usage());
            render.render(to, request, voice);
        } catch (JacksonException _) {
            to.answer(
                    400,
                    "application/json",
                    "",
                    new MockOpenAiVoice("", 0, chat, false).refusal("the body is no JSON"));
        }
    }

    private void ollama(RawExchange to, boolean chat) throws IOException, InterruptedException {
        try {
            MockRequest request = MockRequest.read(to.bytes(), to.bodyStart(), to.bodyLength(), true);
            MockVoice voice = new MockOllamaVoice(request.model(), clock.now().toString(), chat);
            if (!chat && request.prompt().isEmpty()) {
                keep(to, request, voice);
            } else {
                render.render(to, request, voice);
            }
        } catch (JacksonException _) {
            byte[] refusal = MockOllamaVoice.bytes("{\"error\":\"the body is no JSON\"}");
            to.answer(400, "application/json", "", refusal);
        }
    }

    /** A request without a prompt loads a model, or unloads it when it is to be kept for no time. */
    private void keep(RawExchange to, MockRequest request, MockVoice voice) throws IOException {
        MockModels.Entry entry = models.find(request.model());
        if (entry == null) {
            to.answer(404, "application/json", "", voice.refusal("model '" + request.model() + "' not found"));
            return;
        }
        if (Arrays.asList("0", "0s").contains(request.keepAlive())) {
            models.evict(entry);
        } else {
            var load = models.use(entry);
            if (load.isPresent()) {
                boolean there = to.pause(load.get());
                models.release(entry);
                if (!there) {
                    return;
                }
            }
        }
        to.answer(200, "application/json", "", voice.whole("", new MockSummary(false, 0, 0, 0, 0, 0, 0)));
    }

    @Override
    public void close() {
        server.close();
    }
}
