package dev.restore.engine.verify;

import dev.restore.catalog.ValueKind;
import dev.restore.dialect.CellForm;
import dev.restore.dialect.CellHash;
import dev.restore.dialect.Rows;
import dev.restore.dialect.ValueException;

/** Hashes values so that equal ones have the same, however they are written. Used by one thread. */
final class CellValues {

    private static final long NULL = 0x6e756c6cL;

    private final CellHash hash = new CellHash();

    /**
     * Returns the hash of a value.
     *
     * @param start what makes the same value another one in another column
     */
    long of(CellForm form, Rows batch, int row, int column, long start) {
        hash.start(start);
        if (batch.kind(row, column) == ValueKind.NULL) {
            hash.add(NULL);
            return hash.value();
        }
        try {
            form.digest(batch, row, column, hash);
        } catch (ValueException e) {
            // Only the database could say what it makes of this value, so that it is compared as it is written.
            hash.start(start);
            hash.add(batch.bytes(), batch.start(row, column), batch.end(row, column));
        }
        return hash.value();
    }
}
