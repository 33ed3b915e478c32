package dev.restore.backup;

import dev.restore.outcome.BackupFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;

/** Reads the parts of an archive one after the other, in its order and to its end. */
final class ArchiveReader implements BackupReader {

    private final String source;
    private final Archive archive;
    private final Layout layout;
    private final JsonFactory json;
    private final ReadLimits limits;
    private final Meter meter = new Meter();

    ArchiveReader(String source, Archive archive, Layout layout, JsonFactory json, ReadLimits limits) {
        this.source = source;
        this.archive = archive;
        this.layout = layout;
        this.json = json;
        this.limits = limits;
    }

    @Override
    public String format() {
        return layout.format();
    }

    @Override
    public Survey survey(long budget, boolean tolerant) {
        SurveyBuilder seen = new SurveyBuilder();
        Map<String, Long> expected = new HashMap<>(layout.expectedRows());
        boolean complete = true;
        try (Reading reading = new Reading(table -> true, expected)) {
            for (Part part = reading.nextPart(); part != null; part = reading.nextPart()) {
                boolean limited = part.shape().oneTable() && !archive.sequential();
                PartRows rows = reading.rows();
                if (part.shape().oneTable()) {
                    seen.table(part.table());
                }
                while (rows.next()) {
                    SurveyBuilder.TableSeen table = seen.table(rows.table().name());
                    DamagedRow damaged = rows.damaged();
                    if (damaged != null) {
                        if (!tolerant) {
                            throw rows.failure();
                        }
                        table.damaged(rows.failure());
                        continue;
                    }
                    if (limited && table.bytes() >= budget) {
                        table.cutShort();
                        complete = false;
                        break;
                    }
                    table.add(rows.row(), rows.rowBytes());
                }
            }
            for (String empty : reading.tables.names()) {
                seen.table(empty);
            }
        }
        return new Survey(layout.format(), layout.django(), seen.build(), size(), complete, expected);
    }

    @Override
    public <X extends Exception> void read(Predicate<String> tables, RowSink<X> sink) throws X {
        try (Reading reading = new Reading(tables, new HashMap<>())) {
            while (reading.nextPart() != null) {
                PartRows rows = reading.rows();
                while (rows.next()) {
                    DamagedRow damaged = rows.damaged();
                    if (damaged == null) {
                        sink.row(rows.table().name(), rows.row());
                    } else if (!sink.damaged(rows.table().name(), damaged)) {
                        throw rows.failure();
                    }
                }
            }
        }
    }

    @Override
    public long position() {
        return meter.position();
    }

    @Override
    public long size() {
        return archive.sequential() || archive.single() ? archive.storedSize() : layout.storedSize();
    }

    @Override
    public void close() {
        archive.close();
    }

    /** One time through the archive. */
    private final class Reading implements AutoCloseable {
        private final TableTally.Register tables;
        private final Map<String, Long> expected;
        private final Archive.Cursor files;
        private @Nullable PartRows rows;
        private Archive.@Nullable Cursor again;
        private long storedBefore;
        private long partStart;

        Reading(Predicate<String> wanted, Map<String, Long> expected) {
            this.tables = new TableTally.Register(wanted);
            this.expected = expected;
            meter.set(0);
            try {
                this.files = archive.open(meter);
            } catch (IOException e) {
                throw failure(e);
            }
        }

        /** Opens the next file of rows that are wanted, null at the very end. */
        @Nullable
        Part nextPart() {
            closeRows();
            try {
                for (Archive.Entry file = files.next(); file != null; file = files.next()) {
                    Part part = layout.parts().get(file.name());
                    if (part == null) {
                        continue;
                    }
                    if (!archive.sequential()) {
                        meter.set(storedBefore);
                        partStart = storedBefore;
                        storedBefore += Math.max(0, file.storedSize());
                    }
                    if (!part.shape().oneTable() || tables.get(part.table()).wanted()) {
                        rows = open(part, file);
                        return part;
                    }
                }
                if (!archive.sequential() && size() >= 0) {
                    meter.set(size());
                }
                archive.checkUnchanged();
                return null;
            } catch (IOException e) {
                throw failure(e);
            }
        }

        PartRows rows() {
            if (rows == null) {
                throw new IllegalStateException("no file is open");
            }
            return rows;
        }

        private PartRows open(Part part, Archive.Entry file) {
            String location = LayoutFinder.location(source, archive, part.name());
            InputStream in;
            try {
                in = Recognizer.unpacked(file.open(), limits);
            } catch (IOException e) {
                throw new BackupFormatException(JsonInput.messageOf(e), location, -1, e);
            }
            PartCursors cursors = new PartCursors(json, limits, part, location, tables, expected);
            return new PartRows(in, cursors, () -> reopen(part), tables, location, limits);
        }

        /** Opens a file once more by going through the archive once more, as some can only be read so. */
        private InputStream reopen(Part part) throws IOException {
            closeAgain();
            meter.set(partStart);
            Archive.Cursor all = archive.open(meter);
            again = all;
            for (Archive.Entry file = all.next(); file != null; file = all.next()) {
                if (file.name().equals(part.name())) {
                    return new BufferedInputStream(Recognizer.unpacked(file.open(), limits), 1 << 16);
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

    private BackupFormatException failure(IOException e) {
        return new BackupFormatException(JsonInput.messageOf(e), source, -1, e);
    }
}
