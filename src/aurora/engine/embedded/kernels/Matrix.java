package aurora.engine.embedded.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Weights of one matrix in memory outside the heap. Immutable after loading. */
public sealed interface Matrix {

    /** Weights that share one scale in {@link Q8}. */
    int BLOCK = 32;

    /** Rows that {@link Q8} lays out together. */
    int TILE = 32;

    int rows();

    int columns();

    /** Writes row {@code row} as floats to {@code out} from {@code at} on. */
    void row(int row, float[] out, int at);

    /** Plain floats, row after row. */
    record F32(int rows, int columns, MemorySegment values) implements Matrix {
        @Override
        public void row(int row, float[] out, int at) {
            MemorySegment.copy(values, ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * row * columns, out, at, columns);
        }
    }

    /** IEEE half precision, row after row. */
    record F16(int rows, int columns, MemorySegment values) implements Matrix {
        @Override
        public void row(int row, float[] out, int at) {
            long from = 2L * row * columns;
            for (int c = 0; c < columns; c++) {
                out[at + c] = Float.float16ToFloat(values.get(ValueLayout.JAVA_SHORT_UNALIGNED, from + 2L * c));
            }
        }
    }

    /**
     * GGML's Q8_0 taken apart and laid out in tiles of {@link #TILE} rows, so that a vector holds one column of
     * neighbouring rows: for each tile, for each column, the signed bytes of its rows; and for each tile, for each
     * block of columns, the float scales of its rows. Rows that are missing in the last tile are 0.
     */
    record Q8(int rows, int columns, MemorySegment quants, MemorySegment scales) implements Matrix {
        @Override
        public void row(int row, float[] out, int at) {
            long quant = (long) (row / TILE) * columns * TILE + row % TILE;
            for (int c = 0; c < columns; c++) {
                long scale = (long) (row / TILE) * (columns / BLOCK) * TILE + (long) (c / BLOCK) * TILE + row % TILE;
                float value = quants.get(ValueLayout.JAVA_BYTE, quant + (long) c * TILE);
                out[at + c] = value * scales.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * scale);
            }
        }

        /** Tiles, the last one perhaps partly empty. */
        int tiles() {
            return (rows + TILE - 1) / TILE;
        }
    }
}
