package aurora.engine.mock;

import aurora.base.Clock;
import aurora.engine.mock.MockFault.Kind;
import aurora.engine.mock.machine.MockModels;
import aurora.engine.mock.machine.MockNoise;
import aurora.engine.mock.machine.MockStats;
import aurora.engine.mock.voice.MockRequest;
import aurora.engine.mock.voice.MockScript;
import aurora.engine.mock.voice.MockSummary;
import aurora.engine.mock.voice.MockVoice;
import aurora.ground.http.raw.RawExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders answers at the speeds of the profile, meeting the faults that are set. Thread-safe. */
final class MockRender {
    private static final byte[] GARBAGE = "%% this is no protocol %%\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CHARS_PER_TOKEN = 4;

    private final MockProfile profile;
    private final MockModels models;
    private final MockScript script;
    private final MockStats stats;
    private final MockFaults faults;
    private final Clock clock;
    private final MockNoise noise;

    MockRender(MockProfile profile, MockModels models, MockStats stats, MockFaults faults, Clock clock) {
        this.profile = profile;
        this.models = models;
        this.script = new MockScript(profile.text(), profile.tokens());
        this.stats = stats;
        this.faults = faults;
        this.clock = clock;
        this.noise = new MockNoise(profile.seed());
    }

    /** Answers one request for an answer. */
    void render(RawExchange to, MockRequest request, MockVoice voice) throws IOException, InterruptedException {
        stats.requests().increment();
        MockFault fault = faults.take();
        if (fault != null && refuses(to, fault, voice)) {
            return;
        }
        MockModels.Entry entry = models.find(request.model());
        if (entry == null) {
            to.answer(404, "application/json", "", voice.refusal("model '" + request.model() + "' not found"));
            return;
        }
        Optional<Last> last = Optional.empty();
        stats.begins();
        try {
            if (entry.slots().acquire(to, stats)) {
                try {
                    last = inSlot(to, request, voice, entry, fault);
                } finally {
                    entry.slots().release();
                }
            }
        } finally {
            stats.ends(last.isPresent(), clock.millis());
        }
        if (last.isPresent()) {
            last.get().say();
        } else {
            to.abort();
        }
    }

    /**
     * The last bytes of an answer, which leave when it is counted and its place is free: who has read an answer to its
     * end finds it so.
     */
    private interface Last {
        void say() throws IOException;
    }

    private static boolean refuses(RawExchange to, MockFault fault, MockVoice voice) throws IOException {
        String again = "retry-after: " + fault.retryAfterSeconds() + "\r\n";
        return switch (fault.kind()) {
            case REFUSE -> {
                to.abort();
                yield true;
            }
            case STATUS_429 -> {
                to.answer(429, "application/json", again, voice.refusal("too many requests"));
                yield true;
            }
            case STATUS_503 -> {
                to.answer(503, "application/json", again, voice.refusal("server busy"));
                yield true;
            }
            case CUT, PROTOCOL -> {
                if (fault.atToken() < 0 && fault.kind() == Kind.PROTOCOL) {
                    to.garbage(GARBAGE);
                    to.flush();
                }
                if (fault.atToken() < 0) {
                    to.abort();
                }
                yield fault.atToken() < 0;
            }
            case ERROR -> {
                if (fault.atToken() < 0) {
                    to.answer(500, "application/json", "", voice.refusal("the mock engine was told to fail"));
                }
                yield fault.atToken() < 0;
            }
            case HANG, SLOW -> false;
        };
    }

    /** Loads, reads the prompt and answers; empty when the client left or a fault broke the connection. */
    private Optional<Last> inSlot(
            RawExchange to, MockRequest request, MockVoice voice, MockModels.Entry entry, @Nullable MockFault fault)
            throws IOException, InterruptedException {
        Optional<Duration> load = models.use(entry);
        if (load.isEmpty()) {
            byte[] refusal = voice.refusal("the models in use leave no room for this one");
            return Optional.of(() -> to.answer(503, "application/json", "retry-after: 1\r\n", refusal));
        }
        try {
            int promptTokens = Math.max(1, request.prompt().length() / CHARS_PER_TOKEN);
            boolean timed = entry.model().prefill() > 0;
            int cached = timed
                    ? Math.min(promptTokens - 1, entry.cached(request.prompt().toString()) / CHARS_PER_TOKEN)
                    : 0;
            long promptNanos =
                    timed ? vary((promptTokens - cached) / entry.model().prefill() * 1e9) : 0;
            if (!to.pause(load.get().plusNanos(promptNanos))) {
                return Optional.empty();
            }
            if (fault != null && fault.atToken() < 0 && !meet(to, fault)) {
                return Optional.empty();
            }
            return decode(
                    to,
                    request,
                    voice,
                    entry,
                    fault,
                    new Begun(promptTokens, cached, load.get().toNanos(), promptNanos));
        } finally {
            models.release(entry);
        }
    }

    private record Begun(int promptTokens, int cached, long loadNanos, long promptNanos) {}

    private Optional<Last> decode(
            RawExchange to,
            MockRequest request,
            MockVoice voice,
            MockModels.Entry entry,
            @Nullable MockFault fault,
            Begun begun)
            throws IOException, InterruptedException {
        MockScript.Start start = script.after(request.said());
        int left = script.tokens() - start.token();
        int count = request.maxTokens() >= 0 ? Math.min(left, request.maxTokens()) : left;
        long perToken = entry.model().decode() > 0 ? (long) (1e9 / entry.model().decode()) : 0;
        ByteArrayOutputStream whole = new ByteArrayOutputStream(request.stream() ? 0 : 256);
        if (request.stream()) {
            to.begin(200, voice.type());
        }
        long startNanos = clock.nanos();
        long dueNanos = startNanos;
        for (int i = 0; i < count; i++) {
            if (perToken > 0) {
                dueNanos += vary((double) perToken);
                if (!await(to, dueNanos)) {
                    return Optional.empty();
                }
            }
            if (fault != null && fault.before(i)) {
                if (fault.kind() == Kind.ERROR) {
                    return Optional.of(() -> fail(to, voice));
                }
                if (!meet(to, fault)) {
                    return Optional.empty();
                }
            }
            byte[] json = i == 0 ? MockScript.encode(start.first()) : script.json(start.token() + i);
            if (request.stream()) {
                voice.token(to, json);
            } else {
                whole.write(json);
            }
        }
        stats.tokens().add(count);
        stats.completed().increment();
        MockSummary summary = new MockSummary(
                count < left,
                begun.promptTokens(),
                begun.cached(),
                count,
                begun.loadNanos(),
                begun.promptNanos(),
                clock.nanos() - startNanos);
        if (!request.stream()) {
            byte[] body = voice.whole(whole.toString(StandardCharsets.UTF_8), summary);
            return Optional.of(() -> to.answer(200, "application/json", "", body));
        }
        if (fault != null) {
            // What a fault slows down leaves while the answer has its place.
            to.flush();
        }
        return Optional.of(() -> end(to, voice, summary));
    }

    /** Waits until it is {@code dueNanos}, having sent what there is; false when the client left. */
    private boolean await(RawExchange to, long dueNanos) throws IOException {
        if (dueNanos - clock.nanos() <= 0) {
            return true;
        }
        to.flush();
        return to.pause(Duration.ofNanos(dueNanos - clock.nanos()));
    }

    private static void end(RawExchange to, MockVoice voice, MockSummary summary) throws IOException {
        voice.end(to, summary);
        to.end();
    }

    private static void fail(RawExchange to, MockVoice voice) throws IOException {
        voice.error(to, "the mock engine was told to fail");
        to.end();
    }

    /** Meets a fault in the middle of an answer; false when the answer does not go on. */
    private static boolean meet(RawExchange to, MockFault fault) throws IOException {
        switch (fault.kind()) {
            case HANG -> {
                to.flush();
                boolean there = true;
                while (there) {
                    there = to.pause(Duration.ofMinutes(1));
                }
                return false;
            }
            case CUT -> {
                to.flush();
                return false;
            }
            case SLOW -> to.slowly(fault.bytesPerSecond());
            case PROTOCOL -> to.chunk(GARBAGE, 0, GARBAGE.length);
            case ERROR, REFUSE, STATUS_429, STATUS_503 -> {}
        }
        return true;
    }

    private long vary(double nanos) {
        return (long) (profile.jitter() == 0 ? nanos : nanos * (1 + profile.jitter() * noise.next()));
    }
}
