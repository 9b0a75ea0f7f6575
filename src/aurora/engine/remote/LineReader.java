package aurora.engine.remote;

import tools.jackson.core.JacksonException;

/** Turns the lines of one answer into parts. Used by one thread at a time. */
public interface LineReader {

    /**
     * Reads one line.
     *
     * @throws JacksonException when it is not the protocol's JSON
     */
    void line(byte[] bytes, int start, int length, PartSink out);

    /** The answer ended in good order: tells {@code out} how, also when the protocol's own last line is missing. */
    void end(PartSink out);

    /** Bytes that it keeps back until the answer is whole. */
    default int held() {
        return 0;
    }

    /** Whether the answer is complete, save for a last line that engines may leave out. */
    boolean complete();
}
