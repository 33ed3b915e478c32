package dev.restore.backup;

import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.outcome.BackupFormatException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final boolean owner;
    private final Meter meter = new Meter();
    private @Nullable Reading current;

    ArchiveReader(String source, Archive archive, Layout layout, JsonFactory json, ReadLimits limits) {
        this(source, archive, layout, json, limits, true);
    }

    private ArchiveReader(
            String source, Archive archive, Layout layout, JsonFactory json, ReadLimits limits, boolean owner) {
        this.source = source;
        this.archive = archive;
        this.layout = layout;
        this.json = json;
        this.limits = limits;
        this.owner = owner;
    }

    @Override
    public String format() {
        return layout.format();
    }

    @Override
    public Survey survey(long budget, boolean tolerant) {
        SurveyBuilder seen = new SurveyBuilder();
        manifest().ifPresent(manifest -> manifest.tables().forEach(table -> seen.table(table.name())));
        Map<String, Long> expected = new HashMap<>(layout.expectedRows());
        boolean complete = true;
        try (Reading reading = new Reading(table -> true, expected, null, null)) {
            for (Part part = reading.nextPart(); part != null; part = reading.nextPart()) {
                boolean limited = part.shape().oneTable() && !archive.sequential() && !archive.encrypted();
                PartRows rows = reading.rows();
                if (part.shape().oneTable()) {
                    seen.table(part.table());
                }
                while (reading.next()) {
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
    public <X extends Exception> void read(Predicate<String> tables, @Nullable ReadPosition from, RowSink<X> sink)
            throws X {
        try (Reading reading = new Reading(tables, new HashMap<>(), from, null)) {
            read(reading, sink);
        }
    }

    @Override
    public <X extends Exception> void read(BackupFile file, @Nullable ReadPosition from, RowSink<X> sink) throws X {
        ReadPosition begin =
                from == null ? new ReadPosition(file.name(), 0, Map.of(file.table(), file.rowsBefore())) : from;
        try (Reading reading = new Reading(table -> true, new HashMap<>(), begin, file.name())) {
            read(reading, sink);
        }
    }

    private <X extends Exception> void read(Reading reading, RowSink<X> sink) throws X {
        try {
            current = reading;
            while (reading.nextPart() != null) {
                PartRows rows = reading.rows();
                while (reading.next()) {
                    DamagedRow damaged = rows.damaged();
                    if (reading.passesOver(offset(rows))) {
                        continue;
                    }
                    if (damaged == null) {
                        sink.row(rows.table().name(), rows.row());
                    } else if (!sink.damaged(rows.table().name(), damaged)) {
                        throw rows.failure();
                    }
                }
            }
        } finally {
            current = null;
        }
    }

    private static long offset(PartRows rows) {
        DamagedRow damaged = rows.damaged();
        return damaged == null ? rows.row().offset() : damaged.offset();
    }

    @Override
    public List<BackupFile> rowFiles() {
        if (archive.sequential()
                || !layout.parts().values().stream()
                        .allMatch(part -> part.shape().oneTable())) {
            return List.of();
        }
        List<BackupFile> files = new ArrayList<>();
        Map<String, Long> rows = new HashMap<>();
        for (Part part : layout.parts().values()) {
            files.add(
                    new BackupFile(part.name(), part.table(), rows.getOrDefault(part.table(), 0L), part.storedSize()));
            ManifestPart stated = part.stated();
            rows.merge(part.table(), stated == null ? 0 : stated.rows(), Long::sum);
        }
        return files;
    }

    @Override
    public BackupReader another() {
        return new ArchiveReader(source, archive, layout, json, limits, false);
    }

    @Override
    public ReadPosition here() {
        if (current == null) {
            throw new IllegalStateException("no record is being read");
        }
        return current.here();
    }

    @Override
    public Optional<Manifest> manifest() {
        return Optional.ofNullable(layout.manifest());
    }

    @Override
    public Optional<List<HeldFile>> files() {
        Map<String, HeldFile> held = layout.files();
        return held == null ? Optional.empty() : Optional.of(List.copyOf(held.values()));
    }

    @Override
    public void readFiles(FileSink sink) throws IOException {
        Map<String, HeldFile> held = layout.files();
        if (held != null) {
            FileReading.readAll(source, archive, meter, held, sink);
        }
    }

    @Override
    public Optional<String> fingerprint() {
        String identity = archive.identity();
        return identity == null
                ? Optional.empty()
                : Optional.of(Sha256.of((layout.format() + '\n' + identity).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<String> stamps() {
        return Optional.ofNullable(archive.stamps());
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
        if (owner) {
            archive.close();
        }
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
        private @Nullable Part part;
        private Archive.@Nullable Entry open;
        private Map<String, Long> rowsBefore = Map.of();
        private final Map<String, String> latest = new HashMap<>();
        private long records;
        private boolean whole = true;

        /** Where to begin, null for the beginning. */
        private final @Nullable ReadPosition from;

        /** The one file that is read, null for all. */
        private final @Nullable String only;

        Reading(
                Predicate<String> wanted,
                Map<String, Long> expected,
                @Nullable ReadPosition from,
                @Nullable String only) {
            this.from = from;
            this.only = only;
            this.tables = new TableTally.Register(wanted, from == null ? Map.of() : from.rows());
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
                    if (part == null || isAnother(part)) {
                        continue;
                    }
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
                        open = file;
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
                throw failure(e);
            }
        }

        private void checkEnd() throws IOException {
            Archive.Entry file = open;
            if (only != null && file != null) {
                file.checkUnchanged();
                return;
            }
            if (!archive.sequential() && size() >= 0) {
                meter.set(size());
            }
            archive.checkUnchanged();
        }

        /** Goes to the next record of the open file, false behind the last, when there were as many as there must be. */
        boolean next() {
            if (rows().next()) {
                records++;
                return true;
            }
            Part open = part;
            ManifestPart stated = open == null ? null : open.stated();
            if (stated != null && whole && records != stated.rows()) {
                throw new BackupFormatException(
                        "holds " + records + " rows, and the manifest states " + stated.rows(),
                        LayoutFinder.location(source, archive, stated.path()),
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
                        "stands behind " + EntryNames.printable(before)
                                + "; pack the files in the order of their names",
                        LayoutFinder.location(source, archive, candidate.name()),
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

        /** Returns whether a record was read before, in a file that can only be read from its start. */
        boolean passesOver(long offset) {
            ReadPosition place = from;
            return place != null
                    && part != null
                    && part.name().equals(place.part())
                    && !part.shape().alike()
                    && offset < place.offset();
        }

        ReadPosition here() {
            Part open = part;
            if (open == null) {
                throw new IllegalStateException("no file is open");
            }
            if (!open.shape().alike()) {
                return new ReadPosition(open.name(), offset(rows()), rowsBefore);
            }
            Map<String, Long> before = tables.rows();
            before.merge(rows().table().name(), -1L, Long::sum);
            return new ReadPosition(open.name(), offset(rows()), before);
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
                in = Recognizer.unpacked(stored(part, file), limits);
            } catch (IOException e) {
                throw new BackupFormatException(JsonInput.messageOf(e), location, -1, e);
            }
            PartCursors cursors = new PartCursors(json, limits, part, location, tables, expected);
            ReadPosition place = from;
            RowCursor first;
            whole = true;
            if (place != null
                    && place.part().equals(part.name())
                    && part.shape().alike()
                    && place.offset() > 0) {
                whole = false;
                passOver(in, place.offset(), location);
                first = cursors.from(in, place.offset());
            } else {
                first = cursors.over(in, 0, null, null);
            }
            return new PartRows(cursors, () -> reopen(part), tables, location, limits, first);
        }

        private InputStream stored(Part part, Archive.Entry file) throws IOException {
            return part.stated() == null ? file.open() : new CheckedPart(file.open(), part.stated());
        }

        private void passOver(InputStream in, long bytes, String location) {
            try {
                in.skipNBytes(bytes);
            } catch (EOFException e) {
                throw new BackupFormatException(
                        "ends before the place where the reading was to go on", location, bytes, e);
            } catch (IOException e) {
                throw new BackupFormatException(JsonInput.messageOf(e), location, bytes, e);
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
                    return new BufferedInputStream(Recognizer.unpacked(stored(part, file), limits), 1 << 16);
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
