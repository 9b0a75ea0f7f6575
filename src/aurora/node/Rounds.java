package aurora.node;

import aurora.base.Clock;
import aurora.engine.Engine;
import aurora.ground.log.Log;
import aurora.ground.process.IdleHeap;
import aurora.ground.process.Worker;
import aurora.ground.sql.DatabaseException;
import aurora.mesh.data.LocalReplica;
import aurora.router.Router;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is done again and again: the engines are asked for their models every 10 s, Ollama is taken in and let go as it
 * comes and goes, memory of a burst is given back within two quiet minutes, learnt speeds are written every 5 minutes
 * and superseded changes dropped every hour.
 */
record Rounds(
        Clock clock, Router router, LocalReplica replica, Supplier<Optional<URI>> ollama, Function<URI, Engine> client)
        implements Worker.Task {
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final int REFRESH = 10;
    private static final int TIDY = 60;
    private static final int SAVE = 300;
    private static final int COMPACT = 3600;
    private static final Log LOG = Log.of("node");

    @Override
    public void run() throws InterruptedException {
        IdleHeap heap = IdleHeap.ofThisProcess();
        Optional<URI> known = Optional.empty();
        for (long round = 1; ; round++) {
            clock.pause(ROUND);
            Optional<URI> now = ollama.get();
            if (!now.equals(known)) {
                now.ifPresentOrElse(address -> router.give(client.apply(address)), () -> router.withdraw("ollama"));
                known = now;
                router.refresh();
            }
            if (round % REFRESH == 0) {
                router.refresh();
            }
            if (round % TIDY == 0) {
                tidy(heap);
            }
            if (round % SAVE == 0) {
                router.save();
            }
            if (round % COMPACT == 0) {
                compact();
            }
        }
    }

    private static void tidy(IdleHeap heap) {
        long given = heap.look();
        if (given > 0) {
            LOG.info("node.memory_given_back", "mb", given >> 20);
        }
    }

    private void compact() {
        try {
            LOG.info("data.compacted", "dropped", replica.compact());
        } catch (DatabaseException away) {
            LOG.warn("data.compact.failed", "why", String.valueOf(away.getMessage()));
        }
    }
}
