package dev.restore.backup;

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
}
