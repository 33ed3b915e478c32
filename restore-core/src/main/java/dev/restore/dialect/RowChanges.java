package dev.restore.dialect;

/**
 * How many rows of a table a session has written.
 *
 * @param inserted rows that it has inserted
 * @param changed rows that it has updated or deleted
 */
public record RowChanges(long inserted, long changed) {

    /** Nothing. */
    public static final RowChanges NONE = new RowChanges(0, 0);
}
