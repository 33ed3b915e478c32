package dev.restore.dialect;

import dev.restore.catalog.ValueKind;
import org.jspecify.annotations.Nullable;

/**
 * A read-only view of a batch of rows, reused for the next batch. Cell {@code (row, column)} is a kind and a range of
 * UTF-8 bytes in {@link #bytes()}: a text's characters, a number's digits, {@code true} or {@code false}, an array's or
 * object's compact JSON, nothing for null; of the other kinds what {@link ValueKind} says.
 */
public interface Rows {

    /** Returns how many rows there are. */
    int size();

    /** Returns how many cells each row has. */
    int columns();

    /** Returns the kind of a cell. */
    ValueKind kind(int row, int column);

    /** Returns the bytes of all cells. The caller must not change them nor keep the array. */
    byte[] bytes();

    /** Returns where a cell's bytes start in {@link #bytes()}. */
    int start(int row, int column);

    /** Returns where a cell's bytes end in {@link #bytes()}, exclusive. */
    int end(int row, int column);

    /** Returns whether there may be cells of {@link ValueKind#typed} kinds, which few rows have. */
    default boolean typed() {
        return true;
    }

    /** Returns all rows as a {@link RowsEncoder} has encoded them ahead, null when none has. */
    default @Nullable EncodedRows encoded() {
        return null;
    }
}
