package aurora.bench;

import aurora.base.Clock;
import aurora.ground.http.raw.RawClient;
import aurora.ground.http.raw.RawCrowd;
import aurora.ground.http.raw.RawReaders;
import aurora.ground.process.Threads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Sends chat completions to one address from many connections at once. */
final class Load {
    private static final int SAMPLES_MAX = 2_000_000;
    /** Nanoseconds between the first requests of two streams that are paced. */
    private static final long APART = 10_000_000;
    /** Multiples of it spread most evenly over one round. */
    private static final double GOLDEN = 0.618_033_988_75;

    private static final String TEXT_BEGINS = "\"content\":\"";
    private static final byte[] TEXT = TEXT_BEGINS.getBytes(StandardCharsets.US_ASCII);
    private static final String DONE = "data: [DONE]";
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
        byte[] request = request(false).getBytes(StandardCharsets.US_ASCII);
        long began = clock.nanos();
        RawCrowd.ask(port, request, connections, length, clock, (status, nanos) -> {
            refused(status);
            samples.add(nanos);
        });
        return new Result(samples.count() / ((clock.nanos() - began) / 1e9), samples);
    }

    /**
     * Streamed answers that the engine writes at once.
     *
     * @param connections how many at once
     * @param each how many each connection asks for, one after another
     * @return the times to the first chunk with text
     */
    Samples first(int connections, int each) throws InterruptedException, IOException {
        Samples first = new Samples(SAMPLES_MAX);
        byte[] request = request(true).getBytes(StandardCharsets.US_ASCII);
        each(connections, () -> {
            try (RawClient client = RawClient.to(port, request, ANSWER_MAX)) {
                for (int i = 0; i < each; i++) {
                    boolean[] there = new boolean[1];
                    long sent = clock.nanos();
                    refused(client.answer((bytes, length) -> {
                        if (!there[0] && hasText(bytes, length)) {
                            there[0] = true;
                            first.add(clock.nanos() - sent);
                        }
                    }));
                }
            }
        });
        return first;
    }

    /**
     * Streams that the engine writes in a rhythm.
     *
     * @param streams how many at once
     * @param tokens of each
     * @param gap nanoseconds between chunks as the engine is told to write them
     * @return how late each chunk was
     */
    Samples late(int streams, int tokens, long gap) throws IOException {
        long[][] arrivals = new long[streams][tokens];
        int[] counts = new int[streams];
        // readers come one after another, and no two of them in step with each other
        List<Long> begins = IntStream.range(0, streams)
                .mapToObj(i -> (long) (i * (double) APART + gap * (i * GOLDEN % 1)))
                .toList();
        RawReaders.read(
                port, new RawReaders.Asked(request(true), TEXT_BEGINS, '"', DONE), begins, clock, (i, nanos) -> {
                    if (counts[i] < tokens) {
                        arrivals[i][counts[i]] = nanos;
                    }
                    counts[i]++;
                });
        Samples late = new Samples(SAMPLES_MAX);
        for (int i = 0; i < streams; i++) {
            if (counts[i] != tokens) {
                throw new IllegalStateException("a stream of " + counts[i] + " chunks, not " + tokens);
            }
            lateness(arrivals[i], gap, late);
        }
        return late;
    }

    private static void refused(int status) {
        if (status != 200) {
            throw new IllegalStateException("answered " + status);
        }
    }

    private static boolean hasText(byte[] bytes, int length) {
        for (int i = 0; i + TEXT.length < length; i++) {
            if (Arrays.equals(bytes, i, i + TEXT.length, TEXT, 0, TEXT.length)) {
                return bytes[i + TEXT.length] != '"';
            }
        }
        return false;
    }

    /** How much later than its place in the engine's rhythm each chunk came; the rhythm begins with the earliest. */
    private static void lateness(long[] arrivals, long gap, Samples late) {
        long origin = Long.MAX_VALUE;
        for (int i = 0; i < arrivals.length; i++) {
            origin = Math.min(origin, arrivals[i] - i * gap);
        }
        for (int i = 0; i < arrivals.length; i++) {
            late.add(arrivals[i] - i * gap - origin);
        }
    }

    /** All of it is ASCII: what is given as key and model is. */
    private String request(boolean stream) {
        String body = "{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Say something short.\"}],\"stream\":"
                + stream + "}";
        return "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:" + port
                + "\r\ncontent-type: application/json\r\n"
                + (key.isEmpty() ? "" : "authorization: Bearer " + key + "\r\n")
                + "content-length: " + body.length() + "\r\n\r\n" + body;
    }

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private static void each(int threads, Task task) throws InterruptedException, IOException {
        CountDownLatch done = new CountDownLatch(threads);
        AtomicReference<Exception> failed = new AtomicReference<>();
        for (int i = 0; i < threads; i++) {
            Threads.runAlone(() -> {
                try {
                    task.run();
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
