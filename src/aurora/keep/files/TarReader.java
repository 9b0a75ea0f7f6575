package aurora.keep.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a tar archive (POSIX 1003.1, ustar) of files, folders and symbolic links with names up to 255 bytes. Used by
 * one thread.
 */
final class TarReader implements AutoCloseable {
    private static final int BLOCK = 512;

    private final InputStream in;
    private final byte[] header = new byte[BLOCK];
    private long left;
    private int padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** What an entry is. */
    enum Kind {
        FILE,
        FOLDER,
        LINK
    }

    /** One entry; {@code target} is where a link points. */
    record Entry(String name, Kind kind, boolean executable, String target) {}

    /** The next entry; empty at the end of the archive. */
    Optional<Entry> next() throws IOException {
        in.skipNBytes(left + padding);
        if (in.readNBytes(header, 0, BLOCK) < BLOCK) {
            throw new EOFException("the archive ends in the middle");
        }
        if (header[0] == 0) {
            left = 0;
            padding = 0;
            return Optional.empty();
        }
        String prefix = text(345, 155);
        String name = prefix.isEmpty() || !text(257, 6).equals("ustar") ? text(0, 100) : prefix + "/" + text(0, 100);
        Kind kind = switch (header[156]) {
            case '0', 0 -> Kind.FILE;
            case '5' -> Kind.FOLDER;
            case '2' -> Kind.LINK;
            default ->
                throw new IOException("the archive holds an entry of unknown kind " + (char) header[156] + ": " + name);
        };
        left = kind == Kind.FILE ? number(124, 12) : 0;
        padding = (int) ((BLOCK - left % BLOCK) % BLOCK);
        return Optional.of(new Entry(name, kind, (number(100, 8) & 0100) != 0, text(157, 100)));
    }

    /** The bytes of the current file. */
    InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int n = in.read(into, offset, (int) Math.min(length, left));
                if (n < 0) {
                    throw new EOFException("the archive ends in the middle");
                }
                left -= n;
                return n;
            }
        };
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private String text(int at, int length) {
        int end = at;
        while (end < at + length && header[end] != 0) {
            end++;
        }
        return new String(header, at, end - at, StandardCharsets.UTF_8);
    }

    private long number(int at, int length) throws IOException {
        String digits = text(at, length).strip();
        if (!digits.matches("[0-7]{1,11}")) {
            throw new IOException("the archive is damaged");
        }
        return Long.parseLong(digits, 8);
    }
}
