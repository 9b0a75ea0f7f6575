package aurora.outside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A stream of server-sent events, read on its own thread. */
final class Stream implements AutoCloseable {
    private static final Duration QUIET_MAX = Duration.ofSeconds(60);

    /** An event; {@code name} is empty when it has none. */
    record Event(String id, String name, String data) {
        /** Its data as JSON. */
        JsonNode json() {
            return Client.JSON.readTree(data);
        }

        /** Whether a run is over with it. */
        boolean isEnd() {
            return name.equals("done") || name.equals("failed");
        }
    }

    private final InputStream from;
    private final BlockingQueue<Optional<Event>> events = new LinkedBlockingQueue<>();

    Stream(InputStream from) {
        this.from = from;
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            String id = "";
            String name = "";
            StringBuilder data = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        events.add(Optional.of(new Event(id, name, data.toString())));
                    }
                    name = "";
                    data.setLength(0);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                }
            }
        } catch (IOException left) {
            // the connection broke or the test left: the end is told below
            events.add(Optional.empty());
            return;
        }
        events.add(Optional.empty());
    }

    /** The next event; empty at the end; fails when nothing comes for a minute. */
    Optional<Event> next() throws InterruptedException {
        Optional<Event> next = events.poll(QUIET_MAX.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("The stream neither went on nor ended for " + QUIET_MAX);
        }
        return next;
    }

    /** Reads up to the first event called {@code name}, which is the last of the list. */
    List<Event> until(String name) throws InterruptedException {
        List<Event> all = new ArrayList<>();
        for (Optional<Event> next = next(); ; next = next()) {
            all.add(next.orElseThrow(() -> new AssertionError("The stream ended without \"" + name + "\": " + all)));
            if (all.getLast().name().equals(name)) {
                return all;
            }
        }
    }

    /** Reads what has come, and what comes within {@code length}. */
    List<Event> during(Duration length) throws InterruptedException {
        List<Event> all = new ArrayList<>();
        long end = System.nanoTime() + length.toNanos();
        while (true) {
            Optional<Event> next = events.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null) {
                return all;
            }
            all.add(next.orElseThrow(() -> new AssertionError("The stream ended: " + all)));
        }
    }

    /** Reads to the end. */
    List<Event> rest() throws InterruptedException {
        List<Event> all = new ArrayList<>();
        for (Optional<Event> next = next(); next.isPresent(); next = next()) {
            all.add(next.get());
        }
        return all;
    }

    /** The words of all tokens in {@code events}. */
    static String words(List<Event> events) {
        StringBuilder words = new StringBuilder();
        events.stream()
                .filter(event -> event.name().equals("token"))
                .forEach(event -> words.append(event.json().path("text").asString()));
        return words.toString();
    }

    @Override
    public void close() {
        try {
            from.close();
        } catch (IOException closed) {
            throw new AssertionError(closed);
        }
    }
}
