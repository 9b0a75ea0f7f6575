package aurora.ground.http.wire;

import java.nio.charset.StandardCharsets;

/** Bytes of heads that this side writes. */
public final class HttpText {
    private static final byte[] CONTENT_LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

    private HttpText() {}

    /** Writes a content-length line with its end and returns where it ends; takes at most 28 bytes. */
    public static int contentLength(byte[] out, int at, int length) {
        System.arraycopy(CONTENT_LENGTH, 0, out, at, CONTENT_LENGTH.length);
        int end = decimal(out, at + CONTENT_LENGTH.length, length);
        out[end] = '\r';
        out[end + 1] = '\n';
        return end + 2;
    }

    /** Writes a number that is not negative and returns where it ends; takes at most 10 bytes. */
    public static int decimal(byte[] out, int at, int number) {
        int digits = 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        int rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }

    /** Writes a chunk's size line and returns where it ends; takes at most 10 bytes. */
    public static int chunkSize(byte[] out, int at, int size) {
        int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(size)) / 4);
        int rest = size;
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = (byte) Character.forDigit(rest & 15, 16);
            rest >>>= 4;
        }
        out[at + digits] = '\r';
        out[at + digits + 1] = '\n';
        return at + digits + 2;
    }

    /** {@code text} as it may stand in a head, or an exception: a line break there would be a second header. */
    public static String line(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x7f) {
                throw new IllegalArgumentException("A header or path may hold printable ASCII only");
            }
        }
        return text;
    }
}
