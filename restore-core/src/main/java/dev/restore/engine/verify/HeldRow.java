package dev.restore.engine.verify;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A row in memory.
 *
 * @param carried which columns of the table it has a value for, be it null
 * @param hashes what the values are, by the places of the columns; equal ones have the same
 * @param nulls which of them are null
 * @param texts the values for people, by the places of the columns
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, copied or shown
record HeldRow(BitSet carried, long[] hashes, BitSet nulls, String[] texts) {

    /** Creates a row without values. */
    static HeldRow of(int columns) {
        String[] texts = new String[columns];
        Arrays.fill(texts, "");
        return new HeldRow(new BitSet(), new long[columns], new BitSet(), texts);
    }

    /** Returns whether another row has the same values wherever this one has any. */
    boolean agrees(HeldRow other) {
        return alike(other) == carried.cardinality();
    }

    /** Returns how many of its values another row has, too. */
    int alike(HeldRow other) {
        int alike = 0;
        for (int i = carried.nextSetBit(0); i >= 0; i = carried.nextSetBit(i + 1)) {
            alike += hashes[i] == other.hashes[i] ? 1 : 0;
        }
        return alike;
    }
}
