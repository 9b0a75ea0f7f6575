package aurora.engine.embedded.tokens;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns bytes that come in pieces into text. The bytes of a character that is not complete yet are held back; bytes
 * that belong to no character become U+FFFD. One user at a time.
 */
public final class Utf8Stream {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer pending = ByteBuffer.allocate(64);
    private CharBuffer out = CharBuffer.allocate(64);

    /** The text that is complete with {@code bytes}; may be empty. */
    public String add(byte[] bytes) {
        if (pending.remaining() < bytes.length) {
            ByteBuffer larger = ByteBuffer.allocate(2 * (pending.position() + bytes.length));
            pending.flip();
            pending = larger.put(pending);
        }
        pending.put(bytes).flip();
        String text = decode(false);
        pending.compact();
        return text;
    }

    /** What is left at the end: U+FFFD for an incomplete character, else nothing. */
    public String end() {
        pending.flip();
        String text = decode(true);
        pending.clear();
        return text;
    }

    private String decode(boolean end) {
        if (out.capacity() < pending.remaining() + 1) {
            out = CharBuffer.allocate(2 * pending.remaining() + 1);
        }
        out.clear();
        decoder.reset();
        decoder.decode(pending, out, end);
        return out.flip().toString();
    }
}
