package aurora.ground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback address at which nobody listens: it is held without listening, so that the kernel refuses
 * connections and gives it to nobody else meanwhile.
 */
public final class ClosedPort implements AutoCloseable {
    private final Socket held = new Socket();

    /** Takes one. */
    public ClosedPort() {
        try {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** Its number. */
    public int number() {
        return held.getLocalPort();
    }

    @Override
    public void close() {
        try {
            held.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
