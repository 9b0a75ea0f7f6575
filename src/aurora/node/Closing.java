package aurora.node;

import aurora.ground.log.Log;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has been started, closed in reverse order; one that fails does not keep the others from closing. Used by one
 * thread.
 */
final class Closing implements AutoCloseable {
    private static final Log LOG = Log.of("node");

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        started.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception failed) {
                LOG.error("node.close.failed", failed, "part", part.getClass().getSimpleName());
            }
        }
    }
}
