package dev.restore.backup.format;

import dev.restore.backup.LeftOut;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.archive.Archive;
import dev.restore.backup.archive.Compression;
import dev.restore.backup.files.CheckedPart;
import dev.restore.backup.layout.OpenArchive;
import dev.restore.backup.layout.Part;
import dev.restore.backup.layout.PartReadings;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.names.IoMessages;
import dev.restore.backup.reading.DamagedRow;
import dev.restore.backup.reading.ReadPosition;
import dev.restore.backup.rows.PartCursors;
import dev.restore.backup.rows.PartRows;
import dev.restore.backup.rows.RowCursor;
import dev.restore.backup.rows.TableTally;
import dev.restore.backup.stream.Meter;
import dev.restore.outcome.BackupFormatException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One time through the rows of an archive, file by file. */
final class ArchiveReading implements AutoCloseable {

    private final OpenArchive opened;
    private final Archive archive;
    private final Meter meter;
    private final TableTally.Register tables;
    private final Map<String, Long> expected;
    private final Archive.Cursor files;
    private @Nullable PartRows rows;
    private Archive.@Nullable Cursor again;
    private long storedBefore;
    private long partStart;
    private @Nullable Part part;
    private Map<String, Long> rowsBefore = Map.of();
    private final Map<String, String> latest = new HashMap<>();
    private final Set<String> read = new HashSet<>();
    private long records;
    private boolean whole = true;

    /** Where to begin, null for the beginning. */
    private final @Nullable ReadPosition from;

    private final PartReadings readings;

    /** The one file that is read, null for all. */
    private final @Nullable String only;

    /**
     * Begins to read.
     *
     * @param opened the archive
     * @param meter told how far the reading is
     * @param tables the tables that are read
     * @param expected how many rows each table must have, where that is known
     * @param from where to begin, null for the beginning
     * @param only the one file to read, null for all
     * @param readings how files are read where only the target tells
     */
    ArchiveReading(
            OpenArchive opened,
            Meter meter,
            TableTally.Register tables,
            Map<String, Long> expected,
            @Nullable ReadPosition from,
            @Nullable String only,
            PartReadings readings) {
        this.readings = readings;
        this.opened = opened;
        this.archive = opened.archive();
        this.meter = meter;
        this.from = from;
        this.only = only;
        this.tables = tables;
        this.expected = expected;
        meter.set(0);
        try {
            this.files = archive.open(meter);
        } catch (IOException e) {
            throw opened.failure(e);
        }
    }

    /** Returns the tables that were seen so far. */
    Iterable<TableTally> tables() {
        return tables.all();
    }

    /** Returns what was not a table in the objects of tables that were read so far. */
    Collection<LeftOut> leftOut() {
        return tables.leftOut();
    }

    /** Opens the next file of rows that are wanted, null at the very end. */
    @Nullable
    Part nextPart() {
        closeRows();
        try {
            for (Archive.Entry file = files.next(); file != null; file = files.next()) {
                Part found = opened.layout().parts().get(file.name());
                if (found == null || isAnother(found)) {
                    continue;
                }
                Part part = readings.of(found);
                if (!archive.sequential()) {
                    meter.set(storedBefore);
                    partStart = storedBefore;
                    storedBefore += Math.max(0, file.storedSize());
                }
                if (isBefore(part)) {
                    continue;
                }
                if (!part.shape().oneTable() || tables.get(part.table()).wanted()) {
                    requireOrder(part);
                    this.part = part;
                    records = 0;
                    rowsBefore = tables.rows();
                    read.add(file.name());
                    rows = open(part, file);
                    return part;
                }
            }
            if (from != null && this.part == null) {
                throw new IOException("no longer holds " + from.part() + ", where the reading was to go on");
            }
            checkEnd();
            return null;
        } catch (IOException e) {
            throw opened.failure(e);
        }
    }

    private void checkEnd() throws IOException {
        if (only == null && !archive.sequential() && opened.size() >= 0) {
            meter.set(opened.size());
        }
        archive.checkUnchanged(read);
    }

    /** Goes to the next record of the open file, false after the last, when there were as many as there must be. */
    boolean next() {
        if (rows().next()) {
            records += rows().isInside() ? 0 : 1;
            return true;
        }
        Part open = part;
        ManifestPart stated = open == null ? null : open.stated();
        if (stated != null && whole && records != stated.rows()) {
            throw new BackupFormatException(
                    "holds " + records + " rows, and the manifest states " + stated.rows(),
                    opened.location(stated.path()),
                    -1,
                    null);
        }
        return false;
    }

    /** The rows of a table come in the order in which they were written. */
    private void requireOrder(Part candidate) {
        String before = candidate.stated() == null ? null : latest.put(candidate.table(), candidate.name());
        if (before != null && before.compareTo(candidate.name()) > 0) {
            throw new BackupFormatException(
                    "stands after " + EntryNames.printable(before) + "; pack the files in the order of their names",
                    opened.location(candidate.name()),
                    -1,
                    null);
        }
    }

    private boolean isAnother(Part candidate) {
        return only != null && !candidate.name().equals(only);
    }

    private boolean isBefore(Part candidate) {
        return from != null && part == null && !candidate.name().equals(from.part());
    }

    /** Returns whether the record was read before, in a file that can only be read from its start. */
    boolean passesOver() {
        ReadPosition place = from;
        return place != null
                && part != null
                && part.name().equals(place.part())
                && !part.shape().alike()
                && offset() < place.offset();
    }

    ReadPosition here() {
        Part open = part;
        if (open == null) {
            throw new IllegalStateException("no file is open");
        }
        if (!open.shape().alike()) {
            return new ReadPosition(open.name(), offset(), rowsBefore);
        }
        Map<String, Long> before = tables.rows();
        before.merge(rows().table().name(), -1L, Long::sum);
        return new ReadPosition(open.name(), offset(), before);
    }

    private long offset() {
        DamagedRow damaged = rows().damaged();
        return damaged == null ? rows().row().offset() : damaged.offset();
    }

    PartRows rows() {
        if (rows == null) {
            throw new IllegalStateException("no file is open");
        }
        return rows;
    }

    private PartRows open(Part part, Archive.Entry file) {
        String location = opened.location(part.name());
        InputStream in;
        try {
            in = part.text(Compression.unpacked(stored(part, file), opened.limits()));
        } catch (IOException e) {
            throw new BackupFormatException(IoMessages.of(e), location, -1, e);
        }
        PartCursors cursors = new PartCursors(opened.json(), opened.limits(), part, location, tables, expected);
        ReadPosition place = from;
        RowCursor first;
        whole = true;
        if (place != null && place.part().equals(part.name()) && part.shape().alike() && place.offset() > 0) {
            whole = false;
            passOver(in, place.offset(), location);
            first = cursors.from(in, place.offset());
        } else {
            first = cursors.over(in, 0, null, null);
        }
        return new PartRows(
                cursors,
                () -> reopen(part),
                tables,
                location,
                opened.limits(),
                opened.json(),
                readings.children(),
                opened.placeholders(),
                first);
    }

    private InputStream stored(Part part, Archive.Entry file) throws IOException {
        return part.stated() == null ? file.open() : new CheckedPart(file.open(), part.stated());
    }

    private void passOver(InputStream in, long bytes, String location) {
        try {
            in.skipNBytes(bytes);
        } catch (EOFException e) {
            throw new BackupFormatException("ends before the place where the reading was to go on", location, bytes, e);
        } catch (IOException e) {
            throw new BackupFormatException(IoMessages.of(e), location, bytes, e);
        }
    }

    /** Opens a file once more by going through the archive once more, as some can only be read so. */
    private InputStream reopen(Part part) throws IOException {
        closeAgain();
        meter.set(partStart);
        Archive.Cursor all = archive.open(meter);
        again = all;
        for (Archive.Entry file = all.next(); file != null; file = all.next()) {
            if (file.name().equals(part.name())) {
                return new BufferedInputStream(
                        part.text(Compression.unpacked(stored(part, file), opened.limits())), 1 << 16);
            }
        }
        throw new IOException("is no longer there: the backup changed while it was read");
    }

    private void closeAgain() throws IOException {
        if (again != null) {
            again.close();
            again = null;
        }
    }

    private void closeRows() {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }

    @Override
    public void close() {
        closeRows();
        try {
            closeAgain();
            files.close();
        } catch (IOException e) {
            // The reading is over: it was complete, or failed with a better message.
            return;
        }
    }
}
