package dev.restore.backup.rows;

import dev.restore.backup.Placeholders;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.json.RecordScan;
import dev.restore.backup.json.RowBuffer;
import dev.restore.backup.names.IoMessages;
import dev.restore.backup.reading.ChildTable;
import dev.restore.backup.reading.DamagedRow;
import dev.restore.outcome.BackupFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;

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
    private final @Nullable ChildRows children;
    private final @Nullable FilledRows filled;
    private RowCursor rows;
    private @Nullable SlowRows slow;
    private @Nullable RecordScan scan;

    /**
     * Starts.
     *
     * @param children the tables whose rows stand inside the rows of others
     * @param placeholders what fills placeholders, null where there are none
     */
    public PartRows(
            SlowRows.Cursors cursors,
            Reopener reopener,
            TableTally.Register tables,
            String location,
            ReadLimits limits,
            JsonFactory json,
            List<ChildTable> children,
            @Nullable Placeholders placeholders,
            RowCursor rows) {
        this.filled = placeholders == null ? null : new FilledRows(placeholders);
        this.children = children.isEmpty() ? null : new ChildRows(children, tables, json, location, limits);
        this.cursors = cursors;
        this.reopener = reopener;
        this.tables = tables;
        this.location = location;
        this.limit = limits.rowBytes();
        this.rows = rows;
    }

    /** Goes to the next row or damaged record, false after the last one, when the file was read to its end. */
    public boolean next() {
        ChildRows inside = children;
        if (inside == null) {
            return filled == null ? record() : filledRecord(filled);
        }
        if (inside.next()) {
            return true;
        }
        while (filled == null ? record() : filledRecord(filled)) {
            if (slow != null && slow.damaged() != null) {
                return true;
            }
            TableTally of = table();
            inside.of(of, row());
            if (of.given() || inside.next()) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the row at hand stands inside another one, which came before it. */
    public boolean isInside() {
        return inside() != null;
    }

    /** Returns what gives the row at hand where it stands inside another one, null where it is a record. */
    private @Nullable ChildRows inside() {
        return children != null && children.isGiven() ? children : null;
    }

    private boolean filledRecord(FilledRows filling) {
        if (!record()) {
            return false;
        }
        if (slow == null) {
            filling.fill(rows.table().name(), rows.row());
        } else if (slow.damaged() == null) {
            filling.fill(slow.row().table().name(), slow.row().row());
        }
        return true;
    }

    private boolean record() {
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
        ChildRows inside = inside();
        if (inside != null) {
            return inside.damaged();
        }
        return slow == null ? null : slow.damaged();
    }

    /** Returns why the damaged record is none. */
    public BackupFormatException failure() {
        ChildRows inside = inside();
        if (inside != null) {
            return inside.failure();
        }
        if (slow == null) {
            throw new IllegalStateException("nothing is damaged");
        }
        return slow.failure();
    }

    public TableTally table() {
        ChildRows inside = inside();
        if (inside != null) {
            return inside.table();
        }
        if (slow == null) {
            return rows.table();
        }
        return slow.damaged() == null ? slow.row().table() : slow.damagedTable();
    }

    public RowBuffer row() {
        ChildRows inside = inside();
        if (inside != null) {
            return inside.row();
        }
        return slow == null ? rows.row() : slow.row().row();
    }

    /** Returns whether the record at hand says that its row is gone. */
    public boolean isDeletion() {
        return inside() == null && (slow == null ? rows : slow.row()).isDeletion();
    }

    public long rowBytes() {
        ChildRows inside = inside();
        if (inside != null) {
            return inside.rowBytes();
        }
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
