package aurora.engine.remote;

import aurora.base.Clock;
import aurora.engine.Part;
import aurora.engine.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link LineReader} puts parts and counts. Keeps characters whole, bounds the answer and times it from
 * outside. Used by one thread at a time.
 */
public final class PartSink {
    /** Characters of an answer, text and reasoning together. */
    public static final int CHARS_MAX = 8 * 1024 * 1024;

    private final Clock clock;
    private final long sentNanos;
    private final boolean whole;
    private final ArrayDeque<Part> parts = new ArrayDeque<>(4);
    private String heldBack = "";
    private long chars;
    private int pieces;
    private long firstNanos;
    private long lastNanos;
    private boolean tools;
    private boolean counted;
    private int promptTokens;
    private int cachedTokens;
    private int outputTokens;
    private boolean timed;
    private Duration load = Duration.ZERO;
    private Duration prefill = Duration.ZERO;
    private Duration decode = Duration.ZERO;

    /**
     * An empty sink.
     *
     * @param sentNanos when the request was sent
     * @param whole whether the answer comes in one piece, so that its parts cannot be timed
     */
    public PartSink(Clock clock, long sentNanos, boolean whole) {
        this.clock = clock;
        this.sentNanos = sentNanos;
        this.whole = whole;
    }

    /** Words of the answer. */
    public void text(String text) {
        String whole = heldBack.isEmpty() ? text : heldBack + text;
        heldBack = "";
        int length = whole.length();
        if (length > 0 && Character.isHighSurrogate(whole.charAt(length - 1))) {
            heldBack = whole.substring(length - 1);
            whole = whole.substring(0, length - 1);
        }
        if (!whole.isEmpty() && fits(whole)) {
            parts.add(new Part.Text(whole));
        }
    }

    /** Words of the reasoning. */
    public void thinking(String text) {
        if (!text.isEmpty() && fits(text)) {
            parts.add(new Part.Thinking(text));
        }
    }

    /** Tool calls as OpenAI's delta array. */
    public void toolCalls(String json) {
        if (fits(json)) {
            tools = true;
            parts.add(new Part.ToolCalls(json));
        }
    }

    /** The engine's own counts of tokens. */
    public void counts(int prompt, int cached, int output) {
        counted = true;
        promptTokens = prompt;
        cachedTokens = cached;
        outputTokens = output;
    }

    /** The engine's own times. */
    public void times(Duration forLoad, Duration forPrefill, Duration forDecode) {
        timed = true;
        load = forLoad;
        prefill = forPrefill;
        decode = forDecode;
    }

    /** The answer is complete. */
    public void done(Part.Finish finish) {
        if (!heldBack.isEmpty()) {
            // Half a character whose other half never came.
            heldBack = "";
            parts.add(new Part.Text("\ufffd"));
        }
        parts.add(new Part.Done(finish == Part.Finish.STOP && tools ? Part.Finish.TOOL_CALLS : finish, usage()));
    }

    /** The engine failed. */
    public void failed(Part.Failure failure, String why) {
        parts.add(new Part.Failed(failure, why));
    }

    @Nullable
    Part poll() {
        return parts.poll();
    }

    private boolean fits(String text) {
        lastNanos = clock.nanos();
        if (pieces++ == 0) {
            firstNanos = lastNanos;
        }
        chars += text.length();
        if (chars > CHARS_MAX) {
            failed(Part.Failure.PROTOCOL, "the answer is longer than " + CHARS_MAX + " characters");
            return false;
        }
        return true;
    }

    private Usage usage() {
        if (!timed && whole) {
            decode = Duration.ofNanos(clock.nanos() - sentNanos);
        } else if (!timed) {
            long end = pieces == 0 ? clock.nanos() : firstNanos;
            prefill = Duration.ofNanos(end - sentNanos);
            decode = Duration.ofNanos(pieces == 0 ? 0 : lastNanos - firstNanos);
        }
        return new Usage(
                promptTokens, cachedTokens, counted ? outputTokens : pieces, load, prefill, decode, counted && timed);
    }
}
