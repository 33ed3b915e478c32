package dev.restore.backup.rows;

import dev.restore.backup.ReadLimits;
import dev.restore.backup.json.RecordScan;
import dev.restore.backup.reading.DamagedRow;
import dev.restore.outcome.BackupFormatException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a damaged file from the last whole one on, each cut out by its bytes and read as a document of its own:
 * slower than reading on, but what is damaged in one record cannot reach into the next.
 */
final class SlowRows implements Closeable {

    /** Makes a cursor over a document of the same shape as the file. */
    interface Cursors {
        /**
         * Makes one.
         *
         * @param base where in the file the stream would start
         * @param cut what to say where the stream ends too early, null for what is said of a whole file
         * @param table the table that the document is put in, null where none is put
         */
        RowCursor over(InputStream in, long base, @Nullable String cut, @Nullable String table);

        /** Reads the table that a damaged record names itself, null where that cannot be read. */
        @Nullable
        String tableOf(byte[] record);
    }

    private static final String CUT = "ends in the middle of its JSON text";

    private final RecordScan scan;
    private final ResumePoint from;
    private final Cursors cursors;
    private final TableTally.Register tables;
    private final byte[] opening;
    private final byte[] closing;
    private boolean first;
    private boolean explained;
    private @Nullable RowCursor record;
    private @Nullable DamagedRow damaged;
    private @Nullable TableTally damagedTable;
    private BackupFormatException failure;

    SlowRows(
            RecordScan scan,
            ResumePoint from,
            Cursors cursors,
            TableTally.Register tables,
            BackupFormatException failure) {
        this.scan = scan;
        this.from = from;
        this.cursors = cursors;
        this.tables = tables;
        this.failure = failure;
        this.first = from.first();
        this.opening = from.opening().getBytes(StandardCharsets.UTF_8);
        this.closing = from.closing().getBytes(StandardCharsets.UTF_8);
    }

    /** Goes to the next record, damaged or not; false when the array or the lines are at their end. */
    boolean next() throws IOException {
        damaged = null;
        damagedTable = null;
        while (true) {
            if (record != null) {
                if (record.next()) {
                    return true;
                }
                record.close();
                record = null;
            }
            if (!find()) {
                if (!explained) {
                    throw failure;
                }
                return false;
            }
            byte[] bytes = scan.bytes();
            InputStream document = new SequenceInputStream(Collections.enumeration(List.of(
                    new ByteArrayInputStream(opening),
                    new ByteArrayInputStream(bytes),
                    new ByteArrayInputStream(closing))));
            RowCursor alone = cursors.over(document, scan.start() - opening.length, CUT, from.table());
            try {
                if (alone.next()) {
                    record = alone;
                    return true;
                }
            } catch (BackupFormatException e) {
                damaged(bytes, e);
                return true;
            }
        }
    }

    private boolean find() throws IOException {
        if (from.lines()) {
            return scan.line();
        }
        if (first) {
            if (from.offset() == 0 && !scan.passed('[')) {
                throw uncertain();
            }
            first = false;
        } else {
            scan.skipBlanks();
            if (scan.current() == ']') {
                return false;
            }
            if (!scan.passed(',')) {
                throw uncertain();
            }
        }
        if (!scan.object()) {
            throw uncertain();
        }
        return true;
    }

    private BackupFormatException uncertain() {
        return explained
                ? new BackupFormatException(
                        "is damaged so that the next record cannot be told with certainty; repair it here",
                        failure.location(),
                        scan.start(),
                        failure)
                : failure;
    }

    private void damaged(byte[] bytes, BackupFormatException e) {
        if (scan.length() != bytes.length) {
            failure = new BackupFormatException(
                    "a record takes more bytes in the file than one row may" + ReadLimits.raise("rowBytes"),
                    e.location(),
                    scan.start(),
                    e);
        } else if (explained) {
            failure = e;
        }
        String table = from.table() == null ? cursors.tableOf(bytes) : from.table();
        if (table == null) {
            throw failure;
        }
        TableTally of = tables.get(table);
        damagedTable = of;
        explained = true;
        damaged = new DamagedRow(
                of.next(),
                String.valueOf(e.location()),
                scan.start(),
                scan.length(),
                failure.reason(),
                failure.offset(),
                bytes);
    }

    /** Returns the damaged record, null where the record is a row. */
    @Nullable
    DamagedRow damaged() {
        return damaged;
    }

    /** Returns why the damaged record is none. */
    BackupFormatException failure() {
        return failure;
    }

    /** Returns the table of the damaged record. */
    TableTally damagedTable() {
        if (damagedTable == null) {
            throw new IllegalStateException("nothing is damaged");
        }
        return damagedTable;
    }

    /** Returns the cursor that holds the row. */
    RowCursor row() {
        if (record == null) {
            throw new IllegalStateException("no row");
        }
        return record;
    }

    /** Makes the cursor over what follows the array, null after lines. */
    @Nullable
    RowCursor tail() {
        if (from.lines()) {
            return null;
        }
        InputStream document = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(opening),
                new ByteArrayInputStream(new byte[] {(byte) scan.current()}),
                scan.rest())));
        return cursors.over(document, scan.position() - opening.length, null, from.table());
    }

    @Override
    public void close() throws IOException {
        if (record != null) {
            record.close();
        }
        scan.close();
    }
}
