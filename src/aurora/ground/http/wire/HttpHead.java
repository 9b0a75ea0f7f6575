package aurora.ground.http.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of an answer, read strictly (RFC 9112): lines end in CR LF, no folded lines, at most one length, and never
 * a length beside {@code chunked}.
 */
public final class HttpHead {
    /** Bytes of a whole head at most. */
    public static final int BYTES_MAX = 16 * 1024;
    /** Bytes of one line at most. */
    static final int LINE_MAX = 8 * 1024;
    /** Headers at most. */
    static final int HEADERS_MAX = 100;

    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
    private static final boolean[] TOKEN = tokenBytes();

    private final byte[] bytes;
    private int status;
    private long contentLength = -1;
    private boolean chunked;
    private boolean keepAlive;
    private int headersAt;

    private HttpHead(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Where the head that starts at {@code from} ends (after the empty line), looking from {@code scan} on; -1 when it
     * is not all there.
     */
    public static int end(byte[] in, int from, int scan, int to) {
        for (int i = Math.max(from, scan - 3); i + 3 < to; i++) {
            if (in[i] == '\r' && in[i + 1] == '\n' && in[i + 2] == '\r' && in[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    /** Refuses at once what cannot become an HTTP/1 answer, without waiting for its end. */
    static void checkBeginning(byte[] in, int from, int to) throws HttpFailure {
        int length = Math.min(VERSION.length, to - from);
        for (int i = 0; i < length; i++) {
            if (in[from + i] != VERSION[i]) {
                throw HttpFailure.protocol("the answer is not HTTP/1.1");
            }
        }
    }

    /** Reads the head that lies in {@code in} from {@code from} to {@code to}, the empty line included. */
    public static HttpHead parse(byte[] in, int from, int to) throws HttpFailure {
        byte[] copy = new byte[to - from];
        System.arraycopy(in, from, copy, 0, copy.length);
        HttpHead head = new HttpHead(copy);
        int at = head.statusLine();
        head.headersAt = at;
        int count = 0;
        while (at < copy.length - 2) {
            if (++count > HEADERS_MAX) {
                throw HttpFailure.protocol("more than " + HEADERS_MAX + " headers");
            }
            at = head.headerLine(at);
        }
        if (head.chunked && head.contentLength >= 0) {
            throw HttpFailure.protocol("both a length and chunks");
        }
        return head;
    }

    /** The status, 100 to 599. */
    public int status() {
        return status;
    }

    /** The declared length; -1 when none is declared. */
    public long contentLength() {
        return contentLength;
    }

    /** Whether the body comes in chunks. */
    public boolean chunked() {
        return chunked;
    }

    /** Whether the connection can serve again after this answer. */
    public boolean keepAlive() {
        return keepAlive;
    }

    /** The first header of that name, in any case. */
    public Optional<String> header(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int at = headersAt;
        while (at < bytes.length - 2) {
            int colon = at;
            while (bytes[colon] != ':') {
                colon++;
            }
            int end = colon;
            while (bytes[end] != '\r') {
                end++;
            }
            if (matches(at, colon, lower)) {
                return Optional.of(new String(bytes, colon + 1, end - colon - 1, StandardCharsets.ISO_8859_1).strip());
            }
            at = end + 2;
        }
        return Optional.empty();
    }

    private int statusLine() throws HttpFailure {
        int end = lineEnd(0);
        // HTTP/1.1 200
        boolean right =
                end >= 12 && bytes[8] == ' ' && (end == 12 || bytes[12] == ' ') && (bytes[7] == '0' || bytes[7] == '1');
        for (int i = 9; right && i < 12; i++) {
            right = bytes[i] >= '0' && bytes[i] <= '9';
        }
        if (!right) {
            throw HttpFailure.protocol("the status line is not HTTP/1.1");
        }
        keepAlive = bytes[7] == '1';
        status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0');
        if (status < 100 || status > 599) {
            throw HttpFailure.protocol("status " + status);
        }
        return end + 2;
    }

    /** Reads one header line and returns where the next begins. */
    private int headerLine(int at) throws HttpFailure {
        int end = lineEnd(at);
        int colon = at;
        while (colon < end && bytes[colon] >= 0 && TOKEN[bytes[colon]]) {
            colon++;
        }
        if (colon == at || colon == end || bytes[colon] != ':') {
            throw HttpFailure.protocol("a header line without a proper name");
        }
        // Only these three change how the answer is read; their lengths tell them apart without a text being made.
        switch (colon - at) {
            case 14 -> readLength(at, colon, end);
            case 17 -> readCoding(at, colon, end);
            case 10 -> readConnection(at, colon, end);
            default -> {}
        }
        return end + 2;
    }

    private void readLength(int at, int colon, int end) throws HttpFailure {
        if (!matches(at, colon, "content-length")) {
            return;
        }
        if (contentLength >= 0) {
            throw HttpFailure.protocol("two lengths");
        }
        String text = new String(bytes, colon + 1, end - colon - 1, StandardCharsets.ISO_8859_1).strip();
        if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw HttpFailure.protocol("a length that is no number");
        }
        contentLength = Long.parseLong(text);
    }

    private void readCoding(int at, int colon, int end) throws HttpFailure {
        if (!matches(at, colon, "transfer-encoding")) {
            return;
        }
        String text = new String(bytes, colon + 1, end - colon - 1, StandardCharsets.ISO_8859_1).strip();
        if (chunked || !text.equalsIgnoreCase("chunked") || bytes[7] == '0') {
            throw HttpFailure.protocol("a transfer coding other than chunked");
        }
        chunked = true;
    }

    private void readConnection(int at, int colon, int end) {
        if (matches(at, colon, "connection")) {
            String text = new String(bytes, colon + 1, end - colon - 1, StandardCharsets.ISO_8859_1).strip();
            keepAlive = bytes[7] == '1'
                    ? !text.equalsIgnoreCase("close") && keepAlive
                    : text.equalsIgnoreCase("keep-alive");
        }
    }

    /**
     * Where the line that starts at {@code at} ends (its CR); refuses control characters and lines that are too long.
     */
    private int lineEnd(int at) throws HttpFailure {
        int i = at;
        while (bytes[i] != '\r') {
            if ((bytes[i] >= 0 && bytes[i] < 0x20 && bytes[i] != '\t') || bytes[i] == 0x7f) {
                throw HttpFailure.protocol("a control character in the head");
            }
            i++;
        }
        if (bytes[i + 1] != '\n') {
            throw HttpFailure.protocol("a lone carriage return in the head");
        }
        if (i - at > LINE_MAX) {
            throw HttpFailure.protocol("a header line longer than " + LINE_MAX + " bytes");
        }
        return i;
    }

    private boolean matches(int from, int to, String lowerName) {
        if (to - from != lowerName.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            int c = bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] + 32 : bytes[i];
            if (c != lowerName.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    private static boolean[] tokenBytes() {
        boolean[] token = new boolean[128];
        for (char c = '0'; c <= 'z'; c++) {
            token[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            token[c] = true;
        }
        return token;
    }
}
