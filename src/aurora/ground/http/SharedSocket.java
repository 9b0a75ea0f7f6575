package aurora.ground.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection's reading side, shared between the server, which reads requests, and a watcher, which reads ahead
 * while an answer is prepared and so notices at once when the client leaves. What the watcher read is handed to the
 * server's next read, so that keep-alive and pipelining stay correct. Thread-safe.
 */
final class SharedSocket implements Supplier<byte[]> {
    /** The connection that the current thread serves. */
    static final ScopedValue<SharedSocket> CURRENT = ScopedValue.newInstance();

    private final HelidonSocket socket;
    private final DataReader first;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable CompletableFuture<Optional<byte[]>> ahead;
    private @Nullable Runnable gone;

    /** Reads what {@code first} already holds, then {@code socket}. */
    SharedSocket(HelidonSocket socket, DataReader first) {
        this.socket = socket;
        this.first = first;
    }

    @Override
    @SuppressWarnings("NullAway") // the server's reader takes null for the end of the stream
    public byte[] get() {
        int there = first.available();
        if (there > 0) {
            return first.readBytes(there);
        }
        CompletableFuture<Optional<byte[]>> reading;
        lock.lock();
        try {
            reading = ahead;
            ahead = null;
        } finally {
            lock.unlock();
        }
        return reading == null ? socket.get() : reading.join().orElse(null);
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
