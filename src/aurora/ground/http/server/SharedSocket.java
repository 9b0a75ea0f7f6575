package aurora.ground.http.server;

import aurora.base.Clock;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection's reading side, shared between the server, which reads requests, and a watcher, which reads ahead
 * while an answer is prepared and so notices at once when the client leaves. What the watcher read is handed to the
 * server's next read, so that keep-alive and pipelining stay correct. Knows since when the server waits for the rest of
 * a request, so that a client that begins one and never ends it can be cut off. Thread-safe.
 */
final class SharedSocket implements Supplier<byte[]> {
    /** The connection that the current thread serves. */
    static final ScopedValue<SharedSocket> CURRENT = ScopedValue.newInstance();

    /** How long a client may take. */
    private final HttpServer.Patience patience;

    private final HelidonSocket socket;
    private final DataReader first;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable CompletableFuture<Optional<byte[]>> ahead;
    private @Nullable Runnable gone;

    /** What the server does with this connection. */
    private volatile Phase phase = Phase.IDLE;
    /** When the current head or body began to be read, and when the current read did; by {@code clock.nanos()}. */
    private volatile long begunNanos;

    private volatile long readNanos;
    private volatile boolean reading;

    private enum Phase {
        /** Between two requests. */
        IDLE,
        /** Some of a request's head has come, not all. */
        HEAD,
        /** The head has come; what is read now is body. */
        SERVED
    }

    /** Reads what {@code first} already holds, then {@code socket}. */
    SharedSocket(HelidonSocket socket, DataReader first, Clock clock, HttpServer.Patience patience) {
        this.socket = socket;
        this.first = first;
        this.clock = clock;
        this.patience = patience;
    }

    /** The head of a request is complete; its handler is called. */
    void begins() {
        phase = Phase.SERVED;
        begunNanos = 0;
    }

    /** The request is answered. */
    void ends() {
        unwatch();
        phase = Phase.IDLE;
    }

    /** Whether a request is being answered. */
    boolean busy() {
        return phase == Phase.SERVED;
    }

    /** Whether the client has let the server wait for the rest of a request for too long. */
    boolean overdue() {
        if (!reading) {
            return false;
        }
        long now = clock.nanos();
        return switch (phase) {
            case IDLE -> false;
            case HEAD -> now - begunNanos > patience.head().toNanos();
            case SERVED ->
                now - readNanos > patience.silence().toNanos()
                        || now - begunNanos > patience.body().toNanos();
        };
    }

    /** Closes the connection; a read in flight ends. */
    void cut() {
        try {
            socket.close();
        } catch (UncheckedIOException alreadyGone) {
            // the client was quicker
        }
    }

    @Override
    @SuppressWarnings("NullAway") // the server's reader takes null for the end of the stream
    public byte[] get() {
        int there = first.available();
        if (there > 0) {
            return first.readBytes(there);
        }
        long now = clock.nanos();
        readNanos = now;
        if (phase == Phase.SERVED && begunNanos == 0) {
            begunNanos = now;
        }
        reading = true;
        try {
            return read();
        } finally {
            reading = false;
            if (phase == Phase.IDLE) {
                begunNanos = clock.nanos();
                phase = Phase.HEAD;
            }
        }
    }

    @SuppressWarnings("NullAway") // the server's reader takes null for the end of the stream
    private byte[] read() {
        CompletableFuture<Optional<byte[]>> early;
        lock.lock();
        try {
            early = ahead;
            ahead = null;
        } finally {
            lock.unlock();
        }
        return early == null ? socket.get() : early.join().orElse(null);
    }

    /** Begins to watch: {@code whenGone} is called on another thread when the client closes its side. */
    void watch(Runnable whenGone) {
        lock.lock();
        try {
            gone = whenGone;
            if (ahead == null) {
                CompletableFuture<Optional<byte[]>> reading = new CompletableFuture<>();
                ahead = reading;
                Thread.ofVirtual().name("watch-client").start(() -> readAhead(reading));
            } else if (ahead.isDone() && ahead.join().isEmpty()) {
                Thread.ofVirtual().name("client-gone").start(whenGone);
                gone = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the watching; a read that is in flight stays for the next request. */
    void unwatch() {
        lock.lock();
        try {
            gone = null;
        } finally {
            lock.unlock();
        }
    }

    private void readAhead(CompletableFuture<Optional<byte[]>> reading) {
        Optional<byte[]> read;
        try {
            read = Optional.ofNullable(socket.get());
        } catch (RuntimeException closed) {
            read = Optional.empty();
        }
        reading.complete(read);
        if (read.isEmpty()) {
            Runnable call;
            lock.lock();
            try {
                call = gone;
                gone = null;
            } finally {
                lock.unlock();
            }
            if (call != null) {
                call.run();
            }
        }
    }
}
