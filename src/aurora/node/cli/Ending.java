package aurora.node.cli;

import java.util.concurrent.CountDownLatch;

/**
 * How a node hears that it is to end, by Ctrl-C or a signal, at any moment of its life: while it starts its thread is
 * interrupted, later it is told. Thread-safe.
 */
final class Ending {
    private final Thread node;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean starting = true;

    /** The end of the node that the calling thread is about to start. */
    Ending() {
        this.node = Thread.currentThread();
    }

    /** Ends the node by the signals that end the JVM, which waits for it. */
    Ending onSignals() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::ask, "end"));
        return this;
    }

    /** Asks the node to end, and waits until it has. */
    void ask() {
        synchronized (this) {
            asked.countDown();
            if (starting) {
                node.interrupt();
            }
        }
        try {
            ended.await();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The node is ready: from now on its thread is not interrupted any more.
     *
     * @throws InterruptedException when it was asked to end in the meantime
     */
    synchronized void ready() throws InterruptedException {
        starting = false;
        if (Thread.interrupted() || asked.getCount() == 0) {
            throw new InterruptedException("asked to end while it started");
        }
    }

    /** Waits until the node is asked to end. */
    void await() throws InterruptedException {
        asked.await();
    }

    /** The node has ended, or did not start. */
    synchronized void over() {
        starting = false;
        ended.countDown();
    }
}
