package aurora.bench;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.http.HttpAnswer;
import aurora.ground.http.HttpCall;
import aurora.ground.http.HttpFailure;
import aurora.ground.http.HttpResult;
import aurora.ground.http.HttpTarget;
import aurora.ground.process.Threads;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Sends chat completions to one address from many connections at once. */
final class Load {
    private static final int SAMPLES_MAX = 2_000_000;
    private static final int BODY_MAX = 1 << 20;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final Clock clock;
    private final HttpTarget target;
    private final String key;
    private final String model;

    Load(Clock clock, int port, String key, String model) {
        this.clock = clock;
        this.target = HttpTarget.of(URI.create("http://127.0.0.1:" + port), clock);
        this.key = key;
        this.model = model;
    }

    /** What a run of whole answers yields. */
    record Result(double perSecond, Samples latency) {}

    /** Whole answers over {@code connections} for {@code length}. */
    Result whole(int connections, Duration length) throws InterruptedException, HttpFailure {
        Samples samples = new Samples(SAMPLES_MAX);
        byte[] body = body(false);
        long began = clock.nanos();
        each(connections, index -> {
            HttpCall call = call();
            while (clock.nanos() - began < length.toNanos()) {
                long sent = clock.nanos();
                HttpResult result = call.fetch(body, BODY_MAX, Deadline.after(clock, ANSWER_MAX));
                if (result.status() != 200) {
                    throw new IllegalStateException("answered " + result.status() + ": " + result.text());
                }
                samples.add(clock.nanos() - sent);
            }
        });
        return new Result(samples.count() / ((clock.nanos() - began) / 1e9), samples);
    }

    /** What a run of streams yields: time to the first chunk with text, and how late each further one was. */
    record Streams(Samples first, Samples late) {}

    /**
     * Streamed answers.
     *
     * @param streams how many at once
     * @param rounds how many each connection asks for, one after another
     * @param gap nanoseconds between chunks as the engine is told to write them; 0 when it writes at once
     */
    Streams streamed(int streams, int rounds, long gap) throws InterruptedException, HttpFailure {
        Samples first = new Samples(SAMPLES_MAX);
        Samples late = new Samples(SAMPLES_MAX);
        byte[] body = body(true);
        each(streams, index -> {
            // real readers are not in step with each other
            clock.pause(Duration.ofNanos(gap * index / streams));
            for (int i = 0; i < rounds; i++) {
                read(body, gap, first, late);
            }
        });
        return new Streams(first, late);
    }

    private void read(byte[] body, long gap, Samples first, Samples late) throws HttpFailure {
        Deadline deadline = Deadline.after(clock, ANSWER_MAX);
        long sent = clock.nanos();
        try (HttpAnswer answer = call().send(body, body.length, deadline)) {
            List<Long> arrivals = new ArrayList<>();
            while (!deadline.passed() && answer.readLine(deadline.remaining()) == HttpAnswer.Read.LINE) {
                String text =
                        new String(answer.line(), answer.lineStart(), answer.lineLength(), StandardCharsets.UTF_8);
                if (text.equals("data: [DONE]")) {
                    break;
                }
                if (text.contains("\"content\":\"t") || text.contains("\"content\":\" t")) {
                    arrivals.add(clock.nanos());
                }
            }
            if (!arrivals.isEmpty()) {
                first.add(arrivals.getFirst() - sent);
                lateness(arrivals, gap, late);
            }
        }
    }

    /** How much later than its place in the engine's rhythm each chunk came; the rhythm begins with the earliest. */
    private static void lateness(List<Long> arrivals, long gap, Samples late) {
        if (gap == 0) {
            return;
        }
        long origin = Long.MAX_VALUE;
        for (int i = 0; i < arrivals.size(); i++) {
            origin = Math.min(origin, arrivals.get(i) - i * gap);
        }
        for (int i = 0; i < arrivals.size(); i++) {
            late.add(arrivals.get(i) - i * gap - origin);
        }
    }

    private HttpCall call() {
        HttpCall call = target.call("POST", "/v1/chat/completions").with("content-type", "application/json");
        return key.isEmpty() ? call : call.with("authorization", "Bearer " + key);
    }

    private byte[] body(boolean stream) {
        return ("{\"model\":\"" + model
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Say something short.\"}],\"stream\":"
                        + stream + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private interface Task {
        void run(int index) throws HttpFailure, InterruptedException;
    }

    private static void each(int threads, Task task) throws InterruptedException, HttpFailure {
        CountDownLatch done = new CountDownLatch(threads);
        AtomicReference<Exception> failed = new AtomicReference<>();
        for (int i = 0; i < threads; i++) {
            int index = i;
            Threads.run(() -> {
                try {
                    task.run(index);
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                } catch (HttpFailure | RuntimeException failure) {
                    failed.compareAndSet(null, failure);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        Exception failure = failed.get();
        if (failure instanceof HttpFailure http) {
            throw http;
        }
        if (failure instanceof RuntimeException other) {
            throw other;
        }
    }
}
