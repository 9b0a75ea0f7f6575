package aurora.engine.mock.voice;

import aurora.ground.http.raw.RawExchange;
import java.io.IOException;

/** How one protocol says an answer. One per request. */
public interface MockVoice {

    /** The type of a stream's body. */
    String type();

    /** One token, given as the inside of a JSON text. */
    void token(RawExchange to, byte[] json) throws IOException;

    /** The end. */
    void end(RawExchange to, MockSummary summary) throws IOException;

    /** An error inside the stream. */
    void error(RawExchange to, String why) throws IOException;

    /** The whole answer for who does not want a stream. */
    byte[] whole(String jsonText, MockSummary summary);

    /** An error in place of an answer. */
    byte[] refusal(String why);
}
