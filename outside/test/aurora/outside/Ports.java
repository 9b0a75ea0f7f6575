package aurora.outside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine, below those that systems give to outgoing connections: what is free now is still free when
 * the program that is to listen there has started.
 */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int TRIES_MAX = 100;

    private Ports() {}

    /** One that is free now. */
    static int free() {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another one then
                continue;
            }
        }
        throw new AssertionError("No port from " + FIRST + " to " + (END - 1) + " is free");
    }
}
