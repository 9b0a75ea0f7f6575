package aurora.bench;

import aurora.base.Clock;
import aurora.ground.http.raw.RawClient;
import aurora.ground.http.raw.RawCrowd;
import aurora.ground.process.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Sends chat completions to one address from many connections at once. */
final class Load {
    private static final int SAMPLES_MAX = 2_000_000;
    /** Nanoseconds between the first requests of two streams that are paced. */
    private static final long APART = 10_000_000;
    /** Multiples of it spread most evenly over one round. */
    private static final double GOLDEN = 0.618_033_988_75;

    private static final byte[] TEXT = "\"content\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    private final Clock clock;
    private final int port;
    private final String key;
    private final String model;

    Load(Clock clock, int port, String key, String model) {
        this.clock = clock;
        this.port = port;
        this.key = key;
        this.model = model;
    }

    /** What a run of whole answers yields. */
    record Result(double perSecond, Samples latency) {}

    /** Whole answers over {@code connections} for {@code length}. */
    Result whole(int connections, Duration length) throws IOException {
        Samples samples = new Samples(SAMPLES_MAX);
        byte[] request = request(false);
        long began = clock.nanos();
        RawCrowd.ask(port, request, connections, length, clock, (status, nanos) -> {
            refused(status);
            samples.add(nanos);
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
    Streams streamed(int streams, int rounds, long gap) throws InterruptedException, IOException {
        Samples first = new Samples(SAMPLES_MAX);
        Samples late = new Samples(SAMPLES_MAX);
        byte[] request = request(true);
        each(streams, index -> {
            // readers come one after another, and no two of them in step with each other
            clock.pause(Duration.ofNanos((long) (gap > 0 ? index * (double) APART + gap * (index * GOLDEN % 1) : 0)));
            try (RawClient client = RawClient.to(port, request, ANSWER_MAX)) {
                for (int i = 0; i < rounds; i++) {
                    read(client, gap, first, late);
                }
            }
        });
        return new Streams(first, late);
    }

    private void read(RawClient client, long gap, Samples first, Samples late) throws IOException {
        List<Long> arrivals = new ArrayList<>();
        long sent = clock.nanos();
        refused(client.answer((bytes, length) -> {
            if (hasText(bytes, length)) {
                arrivals.add(clock.nanos());
            }
        }));
        if (!arrivals.isEmpty()) {
            first.add(arrivals.getFirst() - sent);
            lateness(arrivals, gap, late);
        }
    }

    private static void refused(int status) {
        if (status != 200) {
            throw new IllegalStateException("answered " + status);
        }
    }

    /** Whether a line has words of the mock engine in it: all of them begin with t, some after a space. */
    private static boolean hasText(byte[] bytes, int length) {
        for (int i = 0; i + TEXT.length + 1 < length; i++) {
            if (Arrays.equals(bytes, i, i + TEXT.length, TEXT, 0, TEXT.length)) {
                byte next = bytes[i + TEXT.length];
                return next == 't' || (next == ' ' && bytes[i + TEXT.length + 1] == 't');
            }
        }
        return false;
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

    private byte[] request(boolean stream) {
        byte[] body = ("{\"model\":\"" + model
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Say something short.\"}],\"stream\":"
                        + stream + "}")
                .getBytes(StandardCharsets.UTF_8);
        String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:" + port
                + "\r\ncontent-type: application/json\r\n"
                + (key.isEmpty() ? "" : "authorization: Bearer " + key + "\r\n") + "content-length: " + body.length
                + "\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        return whole.toByteArray();
    }

    private interface Task {
        void run(int index) throws IOException, InterruptedException;
    }

    private static void each(int threads, Task task) throws InterruptedException, IOException {
        CountDownLatch done = new CountDownLatch(threads);
        AtomicReference<Exception> failed = new AtomicReference<>();
        for (int i = 0; i < threads; i++) {
            int index = i;
            Threads.runAlone(() -> {
                try {
                    task.run(index);
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                } catch (IOException | RuntimeException failure) {
                    failed.compareAndSet(null, failure);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        Exception failure = failed.get();
        if (failure instanceof IOException http) {
            throw http;
        }
        if (failure instanceof RuntimeException other) {
            throw other;
        }
    }
}
