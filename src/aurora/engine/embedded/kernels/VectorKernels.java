package aurora.engine.embedded.kernels;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API. Quantised matrices are multiplied tile by tile: a vector holds one column of neighbouring rows, an
 * input is spread over all lanes, and no lane is ever summed across. Several inputs at a time share the weights once
 * they are floats.
 *
 * <p>Loops are written out by hand where an inner loop would keep vectors on the heap.
 */
final class VectorKernels implements Kernels {
    /** At most eight lanes, so that four vectors are never more than a tile. */
    private static final VectorSpecies<Float> FLOATS =
            FloatVector.SPECIES_PREFERRED.length() > 8 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_PREFERRED;

    private static final int LANES = FLOATS.length();
    private static final int STRIPE = 4 * LANES;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_64;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final float[] tail = new float[Matrix.TILE];
    private float[] rows = new float[0];

    /** Whether this machine's vectors are of use. */
    static boolean wideEnough() {
        return LANES >= 4;
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public void multiply(Matrix w, float[] x, int batch, float[] out) {
        if (w instanceof Matrix.Q8 quantised) {
            int t = 0;
            for (; t + 4 <= batch; t += 4) {
                four(quantised, x, t * w.columns(), out, t * w.rows());
            }
            for (; t < batch; t++) {
                one(quantised, x, t * w.columns(), out, t * w.rows());
            }
        } else {
            byRows(w, x, batch, out);
        }
    }

    private void one(Matrix.Q8 w, float[] x, int xAt, float[] out, int outAt) {
        for (int tile = 0; tile < w.tiles(); tile++) {
            int first = tile * Matrix.TILE;
            int left = w.rows() - first;
            boolean whole = left >= Matrix.TILE;
            for (int offset = 0; offset < Matrix.TILE; offset += STRIPE) {
                stripe(
                        w,
                        (long) tile * w.columns() * Matrix.TILE + offset,
                        x,
                        xAt,
                        whole ? out : tail,
                        whole ? outAt + first + offset : offset);
            }
            if (!whole) {
                System.arraycopy(tail, 0, out, outAt + first, left);
            }
        }
    }

    /** Four vectors of rows times one input. */
    private static void stripe(Matrix.Q8 w, long from, float[] x, int xAt, float[] out, int outAt) {
        MemorySegment quants = w.quants();
        MemorySegment scales = w.scales();
        int columns = w.columns();
        int offset = (int) (from % Matrix.TILE);
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int b = 0; b < columns; b += Matrix.BLOCK) {
            long block = from + (long) b * Matrix.TILE;
            FloatVector t0 = FloatVector.zero(FLOATS);
            FloatVector t1 = t0;
            FloatVector t2 = t0;
            FloatVector t3 = t0;
            for (int c = 0; c < Matrix.BLOCK; c++) {
                FloatVector input = FloatVector.broadcast(FLOATS, x[xAt + b + c]);
                long q = block + (long) c * Matrix.TILE;
                t0 = weights(quants, q, 0).fma(input, t0);
                t1 = weights(quants, q, 1).fma(input, t1);
                t2 = weights(quants, q, 2).fma(input, t2);
                t3 = weights(quants, q, 3).fma(input, t3);
            }
            long d = (block - offset) / Matrix.BLOCK * 4 + offset * 4L;
            s0 = t0.fma(scale(scales, d, 0), s0);
            s1 = t1.fma(scale(scales, d, 1), s1);
            s2 = t2.fma(scale(scales, d, 2), s2);
            s3 = t3.fma(scale(scales, d, 3), s3);
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + LANES);
        s2.intoArray(out, outAt + 2 * LANES);
        s3.intoArray(out, outAt + 3 * LANES);
    }

    private void four(Matrix.Q8 w, float[] x, int xAt, float[] out, int outAt) {
        for (int tile = 0; tile < w.tiles(); tile++) {
            int first = tile * Matrix.TILE;
            int left = w.rows() - first;
            if (left < Matrix.TILE) {
                break;
            }
            for (int offset = 0; offset < Matrix.TILE; offset += 2 * LANES) {
                pairOfRows(w, (long) tile * w.columns() * Matrix.TILE + offset, x, xAt, out, outAt + first + offset);
            }
        }
        if (w.rows() % Matrix.TILE != 0) {
            lastTile(w, x, xAt, out, outAt);
        }
    }

    private void lastTile(Matrix.Q8 w, float[] x, int xAt, float[] out, int outAt) {
        int first = (w.tiles() - 1) * Matrix.TILE;
        for (int t = 0; t < 4; t++) {
            for (int offset = 0; offset < Matrix.TILE; offset += STRIPE) {
                stripe(w, (long) first * w.columns() + offset, x, xAt + t * w.columns(), tail, offset);
            }
            System.arraycopy(tail, 0, out, outAt + t * w.rows() + first, w.rows() - first);
        }
    }

    /** Two vectors of rows times four inputs: each weight becomes a float once for all four. */
    private static void pairOfRows(Matrix.Q8 w, long from, float[] x, int xAt, float[] out, int outAt) {
        MemorySegment quants = w.quants();
        MemorySegment scales = w.scales();
        int columns = w.columns();
        int rows = w.rows();
        int offset = (int) (from % Matrix.TILE);
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        for (int b = 0; b < columns; b += Matrix.BLOCK) {
            long block = from + (long) b * Matrix.TILE;
            long d = (block - offset) / Matrix.BLOCK * 4 + offset * 4L;
            FloatVector scaleA = scale(scales, d, 0);
            FloatVector scaleB = scale(scales, d, 1);
            for (int c = 0; c < Matrix.BLOCK; c++) {
                int at = xAt + b + c;
                FloatVector wa =
                        weights(quants, block + (long) c * Matrix.TILE, 0).mul(scaleA);
                FloatVector wb =
                        weights(quants, block + (long) c * Matrix.TILE, 1).mul(scaleB);
                FloatVector input = FloatVector.broadcast(FLOATS, x[at]);
                a0 = wa.fma(input, a0);
                b0 = wb.fma(input, b0);
                input = FloatVector.broadcast(FLOATS, x[at + columns]);
                a1 = wa.fma(input, a1);
                b1 = wb.fma(input, b1);
                input = FloatVector.broadcast(FLOATS, x[at + 2 * columns]);
                a2 = wa.fma(input, a2);
                b2 = wb.fma(input, b2);
                input = FloatVector.broadcast(FLOATS, x[at + 3 * columns]);
                a3 = wa.fma(input, a3);
                b3 = wb.fma(input, b3);
            }
        }
        a0.intoArray(out, outAt);
        b0.intoArray(out, outAt + LANES);
        a1.intoArray(out, outAt + rows);
        b1.intoArray(out, outAt + rows + LANES);
        a2.intoArray(out, outAt + 2 * rows);
        b2.intoArray(out, outAt + 2 * rows + LANES);
        a3.intoArray(out, outAt + 3 * rows);
        b3.intoArray(out, outAt + 3 * rows + LANES);
    }

    /**
     * The weights of vector {@code index} of rows, as floats without their scale; 8 bytes hold one vector of 8 lanes
     * or two of 4.
     */
    private static FloatVector weights(MemorySegment quants, long at, int index) {
        return LANES == 8 ? floats(quants, at + 8L * index, 0) : floats(quants, at + 8L * (index >> 1), index & 1);
    }

    private static FloatVector floats(MemorySegment quants, long at, int part) {
        return (FloatVector)
                ByteVector.fromMemorySegment(BYTES, quants, at, ORDER).convertShape(VectorOperators.B2F, FLOATS, part);
    }

    private static FloatVector scale(MemorySegment scales, long at, int index) {
        return FloatVector.fromMemorySegment(FLOATS, scales, at + 4L * LANES * index, ORDER);
    }

    private void byRows(Matrix w, float[] x, int batch, float[] out) {
        int count = w.rows();
        int columns = w.columns();
        if (rows.length < 2 * columns) {
            rows = new float[2 * columns];
        }
        int r = 0;
        for (; r + 2 <= count; r += 2) {
            w.row(r, rows, 0);
            w.row(r + 1, rows, columns);
            int t = 0;
            for (; t + 4 <= batch; t += 4) {
                twoByFour(rows, columns, x, t * columns, out, t * count + r, count);
            }
            for (; t < batch; t++) {
                out[t * count + r] = sum(rows, 0, x, t * columns, columns);
                out[t * count + r + 1] = sum(rows, columns, x, t * columns, columns);
            }
        }
        if (r < count) {
            w.row(r, rows, 0);
            for (int t = 0; t < batch; t++) {
                out[t * count + r] = sum(rows, 0, x, t * columns, columns);
            }
        }
    }

    /** Two rows of weights times four inputs: eight sums for six loads. */
    private static void twoByFour(float[] w, int columns, float[] x, int xAt, float[] out, int outAt, int outStride) {
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector b3 = a0;
        int bound = FLOATS.loopBound(columns);
        for (int c = 0; c < bound; c += LANES) {
            FloatVector wa = FloatVector.fromArray(FLOATS, w, c);
            FloatVector wb = FloatVector.fromArray(FLOATS, w, columns + c);
            FloatVector x0 = FloatVector.fromArray(FLOATS, x, xAt + c);
            a0 = wa.fma(x0, a0);
            b0 = wb.fma(x0, b0);
            FloatVector x1 = FloatVector.fromArray(FLOATS, x, xAt + columns + c);
            a1 = wa.fma(x1, a1);
            b1 = wb.fma(x1, b1);
            FloatVector x2 = FloatVector.fromArray(FLOATS, x, xAt + 2 * columns + c);
            a2 = wa.fma(x2, a2);
            b2 = wb.fma(x2, b2);
            FloatVector x3 = FloatVector.fromArray(FLOATS, x, xAt + 3 * columns + c);
            a3 = wa.fma(x3, a3);
            b3 = wb.fma(x3, b3);
        }
        store(out, outAt, a0, b0);
        store(out, outAt + outStride, a1, b1);
        store(out, outAt + 2 * outStride, a2, b2);
        store(out, outAt + 3 * outStride, a3, b3);
        for (int c = bound; c < columns; c++) {
            for (int t = 0; t < 4; t++) {
                out[outAt + t * outStride] += w[c] * x[xAt + t * columns + c];
                out[outAt + t * outStride + 1] += w[columns + c] * x[xAt + t * columns + c];
            }
        }
    }

    private static void store(float[] out, int at, FloatVector a, FloatVector b) {
        out[at] = a.reduceLanes(VectorOperators.ADD);
        out[at + 1] = b.reduceLanes(VectorOperators.ADD);
    }

    @Override
    public float dot(float[] a, int aAt, float[] b, int bAt, int n) {
        return sum(a, aAt, b, bAt, n);
    }

    private static float sum(float[] a, int aAt, float[] b, int bAt, int n) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        int i = 0;
        for (; i + 2 * LANES <= n; i += 2 * LANES) {
            s0 = FloatVector.fromArray(FLOATS, a, aAt + i).fma(FloatVector.fromArray(FLOATS, b, bAt + i), s0);
            s1 = FloatVector.fromArray(FLOATS, a, aAt + i + LANES)
                    .fma(FloatVector.fromArray(FLOATS, b, bAt + i + LANES), s1);
        }
        for (; i + LANES <= n; i += LANES) {
            s0 = FloatVector.fromArray(FLOATS, a, aAt + i).fma(FloatVector.fromArray(FLOATS, b, bAt + i), s0);
        }
        float sum = s0.add(s1).reduceLanes(VectorOperators.ADD);
        for (; i < n; i++) {
            sum += a[aAt + i] * b[bAt + i];
        }
        return sum;
    }

    @Override
    public void addScaled(float[] out, int outAt, float[] a, int aAt, int n, float scale) {
        int i = 0;
        for (; i + LANES <= n; i += LANES) {
            FloatVector.fromArray(FLOATS, a, aAt + i)
                    .fma(FloatVector.broadcast(FLOATS, scale), FloatVector.fromArray(FLOATS, out, outAt + i))
                    .intoArray(out, outAt + i);
        }
        for (; i < n; i++) {
            out[outAt + i] += scale * a[aAt + i];
        }
    }

    @Override
    public void dots(float[] vector, int vectorAt, float[] table, Rows rows, float[] out) {
        if (rows.width() % STRIPE != 0) {
            Kernels.super.dots(vector, vectorAt, table, rows, out);
            return;
        }
        for (int c = 0; c < rows.width(); c += STRIPE) {
            FloatVector v0 = FloatVector.fromArray(FLOATS, vector, vectorAt + c);
            FloatVector v1 = FloatVector.fromArray(FLOATS, vector, vectorAt + c + LANES);
            FloatVector v2 = FloatVector.fromArray(FLOATS, vector, vectorAt + c + 2 * LANES);
            FloatVector v3 = FloatVector.fromArray(FLOATS, vector, vectorAt + c + 3 * LANES);
            for (int i = 0; i < rows.count(); i++) {
                int at = rows.at() + i * rows.stride() + c;
                FloatVector a = FloatVector.fromArray(FLOATS, table, at).mul(v0);
                FloatVector b = FloatVector.fromArray(FLOATS, table, at + LANES).mul(v1);
                a = FloatVector.fromArray(FLOATS, table, at + 2 * LANES).fma(v2, a);
                b = FloatVector.fromArray(FLOATS, table, at + 3 * LANES).fma(v3, b);
                float sum = a.add(b).reduceLanes(VectorOperators.ADD);
                out[i] = c == 0 ? sum : out[i] + sum;
            }
        }
    }

    @Override
    public void sumScaled(float[] out, int outAt, float[] table, Rows rows, float[] factors) {
        if (rows.width() % STRIPE != 0) {
            Kernels.super.sumScaled(out, outAt, table, rows, factors);
            return;
        }
        for (int c = 0; c < rows.width(); c += STRIPE) {
            FloatVector s0 = FloatVector.zero(FLOATS);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (int i = 0; i < rows.count(); i++) {
                int at = rows.at() + i * rows.stride() + c;
                FloatVector factor = FloatVector.broadcast(FLOATS, factors[i]);
                s0 = FloatVector.fromArray(FLOATS, table, at).fma(factor, s0);
                s1 = FloatVector.fromArray(FLOATS, table, at + LANES).fma(factor, s1);
                s2 = FloatVector.fromArray(FLOATS, table, at + 2 * LANES).fma(factor, s2);
                s3 = FloatVector.fromArray(FLOATS, table, at + 3 * LANES).fma(factor, s3);
            }
            s0.intoArray(out, outAt + c);
            s1.intoArray(out, outAt + c + LANES);
            s2.intoArray(out, outAt + c + 2 * LANES);
            s3.intoArray(out, outAt + c + 3 * LANES);
        }
    }
}
