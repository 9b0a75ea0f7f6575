package aurora.engine.embedded.gguf;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a model file, read by position. One reader at a time. */
public interface ModelBytes extends AutoCloseable {

    /** All bytes there are. */
    long size();

    /**
     * Fills {@code into} with the bytes from {@code at} on.
     *
     * @throws GgufException when the file ends before
     */
    void read(long at, MemorySegment into) throws IOException, GgufException;

    @Override
    void close() throws IOException;

    /** A file on disk. */
    static ModelBytes of(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new OnDisk(channel, channel.size());
    }

    /** Bytes in memory, not copied. */
    static ModelBytes of(byte[] bytes) {
        return new InMemory(MemorySegment.ofArray(bytes));
    }

    /** A file on disk; {@code size} is fixed when it is opened. */
    record OnDisk(FileChannel channel, long size) implements ModelBytes {
        private static final long STEP = 1 << 24;

        @Override
        public void read(long at, MemorySegment into) throws IOException, GgufException {
            for (long done = 0; done < into.byteSize(); done += STEP) {
                ByteBuffer part = into.asSlice(done, Math.min(STEP, into.byteSize() - done))
                        .asByteBuffer();
                long from = at + done;
                while (part.hasRemaining()) {
                    int read = channel.read(part, from);
                    if (read < 0) {
                        throw new GgufException("the file is shorter than it was when it was opened");
                    }
                    from += read;
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Bytes in memory. */
    record InMemory(MemorySegment bytes) implements ModelBytes {
        @Override
        public long size() {
            return bytes.byteSize();
        }

        @Override
        public void read(long at, MemorySegment into) {
            MemorySegment.copy(bytes, at, into, 0, into.byteSize());
        }

        @Override
        public void close() {}
    }
}
