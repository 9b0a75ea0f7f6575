package aurora.engine.embedded.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Plain Java, for a JVM without the Vector API. */
public final class PlainKernels implements Kernels {
    private final float[] sums = new float[Matrix.TILE];
    private final float[] blockSums = new float[Matrix.TILE];
    private final float[] scales = new float[Matrix.TILE];
    private final byte[] quants = new byte[Matrix.TILE * Matrix.BLOCK];
    private float[] row = new float[0];

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public void multiply(Matrix w, float[] x, int batch, float[] out) {
        if (w instanceof Matrix.Q8 quantised) {
            for (int t = 0; t < batch; t++) {
                for (int tile = 0; tile < quantised.tiles(); tile++) {
                    tile(quantised, tile, x, t * w.columns());
                    int first = tile * Matrix.TILE;
                    System.arraycopy(sums, 0, out, t * w.rows() + first, Math.min(Matrix.TILE, w.rows() - first));
                }
            }
            return;
        }
        if (row.length < w.columns()) {
            row = new float[w.columns()];
        }
        for (int r = 0; r < w.rows(); r++) {
            w.row(r, row, 0);
            for (int t = 0; t < batch; t++) {
                out[t * w.rows() + r] = dot(row, 0, x, t * w.columns(), w.columns());
            }
        }
    }

    private void tile(Matrix.Q8 w, int tile, float[] x, int xAt) {
        Arrays.fill(sums, 0);
        int blocks = w.columns() / Matrix.BLOCK;
        for (int b = 0; b < blocks; b++) {
            long place = (long) tile * blocks + b;
            MemorySegment.copy(w.quants(), ValueLayout.JAVA_BYTE, place * quants.length, quants, 0, quants.length);
            MemorySegment.copy(
                    w.scales(), ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * place * Matrix.TILE, scales, 0, Matrix.TILE);
            Arrays.fill(blockSums, 0);
            for (int c = 0; c < Matrix.BLOCK; c++) {
                addColumn(c * Matrix.TILE, x[xAt + b * Matrix.BLOCK + c]);
            }
            for (int i = 0; i < Matrix.TILE; i++) {
                sums[i] += blockSums[i] * scales[i];
            }
        }
    }

    private void addColumn(int at, float input) {
        float[] to = blockSums;
        byte[] from = quants;
        for (int i = 0; i < Matrix.TILE; i++) {
            to[i] += from[at + i] * input;
        }
    }

    @Override
    public float dot(float[] a, int aAt, float[] b, int bAt, int n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            s0 += a[aAt + i] * b[bAt + i];
            s1 += a[aAt + i + 1] * b[bAt + i + 1];
            s2 += a[aAt + i + 2] * b[bAt + i + 2];
            s3 += a[aAt + i + 3] * b[bAt + i + 3];
        }
        for (; i < n; i++) {
            s0 += a[aAt + i] * b[bAt + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public void addScaled(float[] out, int outAt, float[] a, int aAt, int n, float scale) {
        for (int i = 0; i < n; i++) {
            out[outAt + i] += scale * a[aAt + i];
        }
    }
}
