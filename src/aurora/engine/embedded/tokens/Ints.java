package aurora.engine.embedded.tokens;

import java.util.Arrays;

/** A growing list of whole numbers. One user at a time. */
public final class Ints {
    private int[] values = new int[32];
    private int size;

    /** Puts one at the end. */
    public void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** The one at {@code index}. */
    public int get(int index) {
        return values[index];
    }

    /** A copy of all. */
    public int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
