package dev.restore.engine.cycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row without the numbers that a database has given it: its key first, then its other values, with what tells the rows apart that it
 * refers to in the place of references. Long values are there as their checksums. Immutable.
 *
 * @param values the values in the order of {@link ComparedTable#labels}
 */
record ComparedRow(List<@Nullable String> values) {

    /** Compares the first values of two rows, nulls first. */
    static int compare(ComparedRow one, ComparedRow other, int columns) {
        for (int i = 0; i < columns; i++) {
            String mine = one.values.get(i);
            String its = other.values.get(i);
            int order = mine == null || its == null ? Boolean.compare(mine != null, its != null) : mine.compareTo(its);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Returns how many characters it holds, for an estimate of its memory. */
    int size() {
        int size = 0;
        for (String value : values) {
            size += 40 + (value == null ? 0 : value.length());
        }
        return size;
    }
}
