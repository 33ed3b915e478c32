package dev.restore.dialect.sqlite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Copies of cells for a driver that takes whole arrays only. Once it has passed them on to SQLite they are used again, each for
 * a cell of the same length. Used by one thread.
 */
final class ExactBytes {

    /** Longer ones are few in a batch, and of many lengths. */
    private static final int LONGEST = 1024;

    private static final byte[][] NONE = {};

    private final byte[][][] free = new byte[LONGEST + 1][][];
    private final int[] freeOfLength = new int[LONGEST + 1];
    private final List<byte[]> lent = new ArrayList<>();

    ExactBytes() {
        Arrays.fill(free, NONE);
    }

    /** Returns a copy of some bytes, which the caller must have used before {@link #takeBack}. */
    byte[] copy(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length > LONGEST) {
            return Arrays.copyOfRange(bytes, start, end);
        }
        byte[] copy = freeOfLength[length] > 0 ? free[length][--freeOfLength[length]] : new byte[length];
        System.arraycopy(bytes, start, copy, 0, length);
        lent.add(copy);
        return copy;
    }

    /** Takes back all copies, which nobody may look at from here on. */
    void takeBack() {
        for (byte[] copy : lent) {
            int length = copy.length;
            int count = freeOfLength[length];
            if (count == free[length].length) {
                free[length] = Arrays.copyOf(free[length], Math.max(8, 2 * count));
            }
            free[length][count] = copy;
            freeOfLength[length] = count + 1;
        }
        lent.clear();
    }
}
