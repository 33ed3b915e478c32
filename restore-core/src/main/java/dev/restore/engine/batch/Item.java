package dev.restore.engine.batch;

import dev.restore.backup.reading.ReadPosition;
import dev.restore.catalog.TableName;
import dev.restore.outcome.RowError;
import java.util.Map;

/** What a thread that reads hands over to the thread that loads. */
public sealed interface Item {

    /** The end: wakes a loading thread that waits, and nothing comes after it. */
    record Over() implements Item {}

    /**
     * A record that cannot be put into a batch: it is damaged, or its fields do not fit the table.
     *
     * @param account the account of its table
     * @param source the table's name in the backup
     * @param error where it is and what is wrong with it
     * @param bytes the record as it stands in the backup, a copy
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared or shown
    record Refused(Account account, String source, RowError error, byte[] bytes) implements Item {}

    /**
     * A place in the backup before which everything was handed over.
     *
     * @param position the place
     * @param read how many rows were read for each table
     */
    record Barrier(ReadPosition position, Map<TableName, Long> read) implements Item {
        public Barrier {
            read = Map.copyOf(read);
        }
    }

    /**
     * A full batch.
     *
     * @param set what it is for
     * @param batch its rows
     * @param position how far the backup was read when every row before that point is in this batch or an earlier one
     */
    record Parcel(ColumnSet set, RowBatch batch, long position) implements Item {}
}
