package dev.restore.backup.reading;

/**
 * Takes rows as they are read.
 *
 * @param <X> what it may throw, which ends the reading
 */
@FunctionalInterface
public interface RowSink<X extends Exception> {

    /**
     * Takes one row.
     *
     * @param table the table's name as the backup spells it; the same object for all its rows
     * @param row the row, only valid during the call
     */
    void row(String table, BackupRow row) throws X;

    /**
     * Takes a record that is damaged, where the record after it was found: a line that is not one whole valid object, or
     * such an object in an array. Where the next record cannot be told with certainty the reading fails without asking.
     *
     * @param table the table's name as the backup spells it; it may be one that was not asked for
     * @param row the record, only valid during the call
     * @return whether to go on with the next record; false, the default, ends the reading with the error that it would
     *     have ended with
     */
    default boolean damaged(String table, DamagedRow row) throws X {
        return false;
    }
}
