package aurora.chat.run;

import aurora.base.Events;
import aurora.base.Events.Next;
import aurora.chat.ChatApi.StreamPart;
import aurora.chat.input.Texts;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ordered events of one run; ids count from 1. Words lie in one text with the place where each event ends, so that
 * a token costs its characters and four bytes. Readers have their own cursors: a slow one holds up nobody. Thread-safe.
 */
final class RunLog {
    /** Bytes of text of one log at most. */
    static final int TEXT_MAX = 8 << 20;

    /** Events other than words, the end excepted. */
    static final int OTHERS_MAX = 1000;

    /** The id of its last event. */
    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** A reader that is behind gets words together, up to so many characters; the id is the last one's. */
    private static final int TOGETHER = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final StringBuilder text = new StringBuilder();
    private final Map<Integer, StreamPart> others = new HashMap<>();
    private final BitSet thinking = new BitSet();
    private int[] ends = new int[64];
    private int size;
    private int bytes;
    private boolean over;

    /** Adds an event. Answers false, and adds nothing, when the log is full or over. */
    boolean add(StreamPart part) {
        lock.lock();
        try {
            return switch (part) {
                case StreamPart.Token(String words) -> addWords(words, false);
                case StreamPart.Thinking(String words) -> addWords(words, true);
                case StreamPart.Step step -> addOther(step);
                case StreamPart.Routed routed -> addOther(routed);
                case StreamPart.Moved moved -> addOther(moved);
                case StreamPart.Done done -> end(done);
                case StreamPart.Failed failed -> end(failed);
            };
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of text in it. */
    int bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** A reader that begins after event {@code after}. */
    Events<StreamPart> reader(long after) {
        return new Reader(after);
    }

    private boolean addWords(String words, boolean isThinking) {
        int more = Texts.bytes(words);
        if (over || bytes + more > TEXT_MAX || words.isEmpty()) {
            return false;
        }
        bytes += more;
        text.append(words);
        thinking.set(size, isThinking);
        return counted();
    }

    private boolean addOther(StreamPart part) {
        if (over || others.size() >= OTHERS_MAX) {
            return false;
        }
        others.put(size, part);
        return counted();
    }

    private boolean end(StreamPart part) {
        if (over) {
            return false;
        }
        others.put(size, part);
        over = true;
        return counted();
    }

    private boolean counted() {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        ends[size++] = text.length();
        news.signalAll();
        return true;
    }

    /** The event after {@code at}, or several that are words of the same kind. */
    private Events.Item<StreamPart> read(int at) {
        StreamPart other = others.get(at);
        if (other != null) {
            return new Events.Item<>(at + 1, other);
        }
        int from = at == 0 ? 0 : ends[at - 1];
        int last = at;
        while (last + 1 < size
                && !others.containsKey(last + 1)
                && thinking.get(last + 1) == thinking.get(at)
                && ends[last + 1] - from <= TOGETHER) {
            last++;
        }
        String words = text.substring(from, ends[last]);
        return new Events.Item<>(
                last + 1, thinking.get(at) ? new StreamPart.Thinking(words) : new StreamPart.Token(words));
    }

    private final class Reader implements Events<StreamPart> {
        private long at;
        private boolean closed;

        Reader(long after) {
            this.at = after;
        }

        @Override
        public Next<StreamPart> next(Duration wait) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long left = wait.toNanos();
                while (!closed && at >= size && !over) {
                    if (left <= 0) {
                        return new Idle<>();
                    }
                    left = news.awaitNanos(left);
                }
                if (closed || at >= size) {
                    return new End<>();
                }
                Item<StreamPart> item = read((int) at);
                at = item.id();
                return item;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
                news.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
