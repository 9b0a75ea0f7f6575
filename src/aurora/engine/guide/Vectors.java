package aurora.engine.guide;

import aurora.engine.minilm.MiniLm;
import java.io.IOException;

/** Vectors of questions as signed bytes, {@link MiniLm#DIMENSIONS} each. Immutable. */
final class Vectors {
    private final byte[] packed;
    private final float[] lengths;

    /**
     * Over what the trainer wrote, which is not copied.
     *
     * @param packed row after row, each scaled so that its largest number is 127 or -127
     * @throws IOException when it is not whole rows, at least one
     */
    Vectors(byte[] packed) throws IOException {
        if (packed.length == 0 || packed.length % MiniLm.DIMENSIONS != 0) {
            throw new IOException("a file of the guide's vectors is damaged");
        }
        this.packed = packed;
        this.lengths = new float[packed.length / MiniLm.DIMENSIONS];
        for (int i = 0; i < lengths.length; i++) {
            double squares = 0;
            for (int j = 0; j < MiniLm.DIMENSIONS; j++) {
                int each = packed[i * MiniLm.DIMENSIONS + j];
                squares += each * each;
            }
            lengths[i] = (float) Math.sqrt(squares);
        }
    }

    /** The index of the vector nearest to one of unit length. */
    int nearest(float[] vector) {
        int best = 0;
        float cosine = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < lengths.length; i++) {
            float each = cosine(i, vector);
            if (each > cosine) {
                cosine = each;
                best = i;
            }
        }
        return best;
    }

    /** The cosine of vector number {@code index} with one of unit length: 1 is the same, 0 is unrelated. */
    float cosine(int index, float[] vector) {
        float sum = 0;
        int at = index * MiniLm.DIMENSIONS;
        for (int j = 0; j < MiniLm.DIMENSIONS; j++) {
            sum += packed[at + j] * vector[j];
        }
        return sum / lengths[index];
    }
}
