package dev.restore.backup.rows;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.json.RecordScan;
import dev.restore.backup.json.RowBuffer;
import dev.restore.backup.names.IoMessages;
import dev.restore.backup.reading.DamagedRow;
import dev.restore.outcome.BackupFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The rows and damaged records of one file, pulled one by one. Valid until the next call. */
public final class PartRows implements Closeable {

    /** Opens the file once more, from its start and unpacked. */
    public interface Reopener {
        InputStream open() throws IOException;
    }

    private final SlowRows.Cursors cursors;
    private final Reopener reopener;
    private final TableTally.Register tables;
    private final String location;
    private final int limit;
    private RowCursor rows;
    private @Nullable SlowRows slow;
    private @Nullable RecordScan scan;

    public PartRows(
            SlowRows.Cursors cursors,
            Reopener reopener,
            TableTally.Register tables,
            String location,
            ReadLimits limits,
            RowCursor rows) {
        this.cursors = cursors;
        this.reopener = reopener;
        this.tables = tables;
        this.location = location;
        this.limit = limits.rowBytes();
        this.rows = rows;
    }

    /** Goes to the next row or damaged record, false after the last one, when the file was read to its end. */
    public boolean next() {
        while (true) {
            if (slow == null) {
                try {
                    return rows.next();
                } catch (BackupFormatException e) {
                    slow = slowly(e);
                }
            }
            try {
                if (slow.next()) {
                    return true;
                }
                RowCursor tail = slow.tail();
                if (tail == null) {
                    return false;
                }
                rows = tail;
                slow = null;
            } catch (IOException e) {
                throw new BackupFormatException(IoMessages.of(e), location, -1, e);
            }
        }
    }

    private SlowRows slowly(BackupFormatException failure) {
        ResumePoint from = rows.resumePoint();
        if (from == null || failure.getCause() instanceof IOException) {
            throw failure;
        }
        rows.close();
        try {
            closeScan();
            RecordScan opened = new RecordScan(reopener.open(), from.offset(), limit);
            scan = opened;
            return new SlowRows(opened, from, cursors, tables, failure);
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    /** Returns the damaged record, null where there is a row. */
    @Nullable
    public DamagedRow damaged() {
        return slow == null ? null : slow.damaged();
    }

    /** Returns why the damaged record is none. */
    public BackupFormatException failure() {
        if (slow == null) {
            throw new IllegalStateException("nothing is damaged");
        }
        return slow.failure();
    }

    public TableTally table() {
        if (slow == null) {
            return rows.table();
        }
        return slow.damaged() == null ? slow.row().table() : slow.damagedTable();
    }

    public RowBuffer row() {
        return slow == null ? rows.row() : slow.row().row();
    }

    public long rowBytes() {
        return slow == null ? rows.rowBytes() : slow.row().rowBytes();
    }

    private void closeScan() throws IOException {
        if (scan != null) {
            scan.close();
            scan = null;
        }
    }

    @Override
    public void close() {
        rows.close();
        try {
            if (slow != null) {
                slow.close();
            }
            closeScan();
        } catch (IOException e) {
            // The file was read to its end or has failed with a better message.
            return;
        }
    }
}
