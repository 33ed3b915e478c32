package dev.restore.backup.format;

import dev.restore.backup.AttachedFile;
import dev.restore.backup.LeftOut;
import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.ManifestPart;
import dev.restore.backup.Survey;
import dev.restore.backup.Survey.Undecided;
import dev.restore.backup.archive.Archive;
import dev.restore.backup.files.FileReading;
import dev.restore.backup.layout.Layout;
import dev.restore.backup.layout.OpenArchive;
import dev.restore.backup.layout.Part;
import dev.restore.backup.layout.PartReadings;
import dev.restore.backup.layout.Shape;
import dev.restore.backup.layout.UnreadableFile;
import dev.restore.backup.names.EntryNames;
import dev.restore.backup.names.ShardNames;
import dev.restore.backup.reading.BackupFile;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.ChildTable;
import dev.restore.backup.reading.DamagedRow;
import dev.restore.backup.reading.EventTable;
import dev.restore.backup.reading.FileSink;
import dev.restore.backup.reading.ReadPosition;
import dev.restore.backup.reading.RowSink;
import dev.restore.backup.rows.LastStates;
import dev.restore.backup.rows.PartRows;
import dev.restore.backup.rows.StateFinder;
import dev.restore.backup.rows.TableTally;
import dev.restore.backup.stream.Meter;
import dev.restore.backup.stream.Sha256;
import dev.restore.outcome.BackupFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the parts of an archive one after the other, in its order and to its end. */
final class ArchiveReader implements BackupReader {

    /** How much is read of a table that cannot be read as a whole: more tells little more, and is read again by the load. */
    private static final long SAMPLE_BYTES = 4 << 20;

    private final OpenArchive opened;
    private final Archive archive;
    private final Layout layout;
    private final boolean owner;
    private final Meter meter = new Meter();
    private @Nullable ArchiveReading current;

    /** How files are read where only the target tells. */
    private volatile PartReadings readings = PartReadings.none();

    private volatile LastStates lastStates = LastStates.none();

    ArchiveReader(OpenArchive opened) {
        this(opened, true);
    }

    private ArchiveReader(OpenArchive opened, boolean owner) {
        this.opened = opened;
        this.archive = opened.archive();
        this.layout = opened.layout();
        this.owner = owner;
    }

    @Override
    public String format() {
        return layout.format();
    }

    @Override
    public Survey survey(long budget, boolean tolerant, Set<String> except) {
        requireReadable(file -> !file.named(except));
        Set<String> excepted = excepted(except);
        SurveyBuilder seen = new SurveyBuilder(opened.limits());
        manifest()
                .ifPresent(manifest -> manifest.tables()
                        .forEach(table -> seen.table(table.name()).certain()));
        Map<String, Long> expected = new HashMap<>(layout.expectedRows());
        Map<String, Long> sizes = new HashMap<>();
        parts().forEach(part -> sizes.merge(part.table(), Math.max(0, part.storedSize()), Long::sum));
        boolean complete = true;
        List<LeftOut> leftOut = new ArrayList<>();
        Predicate<String> wanted = table -> !excepted.contains(table);
        try (ArchiveReading reading =
                new ArchiveReading(opened, meter, register(wanted, null, true), expected, null, null, readings)) {
            for (Part part = reading.nextPart(); part != null; part = reading.nextPart()) {
                boolean limited = part.shape().oneTable() && !archive.sequential() && !archive.encrypted();
                long most = sizes.getOrDefault(part.table(), 0L) > budget ? Math.min(budget, SAMPLE_BYTES) : budget;
                // Further tables may follow the rows of one, which say no more than the first of them and are passed
                // over.
                boolean mixed = part.shape() instanceof Shape.Declared
                        && !part.shape().oneTable()
                        && readings.children().isEmpty();
                long enough = part.storedSize() > budget ? Math.min(budget, SAMPLE_BYTES) : budget;
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
                    if (limited && table.bytes() >= most && !rows.isInside()) {
                        table.cutShort();
                        readings.children()
                                .forEach(child -> seen.table(child.table()).cutShort());
                        complete = false;
                        break;
                    }
                    table.add(rows.row(), rows.rowBytes());
                    if (mixed && table.bytes() >= enough) {
                        table.cutShort();
                        complete = false;
                        rows.table().enough();
                    }
                }
            }
            for (TableTally tally : reading.tables()) {
                seen.table(tally.name()).describe(tally);
            }
            leftOut.addAll(reading.leftOut());
        } catch (BackupFormatException e) {
            throw withRemedy(e);
        }
        leftOut.addAll(layout.leftOut());
        layout.unreadable()
                .forEach(file -> leftOut.add(new LeftOut(
                        file.name(), "not readable: it " + file.failure().reason(), List.of(file.table()))));
        return new Survey(
                layout.format(), layout.django(), seen.build(), size(), complete, expected, leftOut, undecided());
    }

    /** Returns the tables that are left out, those among them whose files are named. */
    private Set<String> excepted(Set<String> except) {
        Set<String> excepted = new HashSet<>(except);
        for (Part part : layout.parts().values()) {
            if (part.shape().oneTable() && EntryNames.named(part.name(), part.table(), except)) {
                excepted.add(part.table());
            }
        }
        return excepted;
    }

    private List<Undecided> undecided() {
        List<Undecided> undecided = new ArrayList<>();
        for (Part part : layout.parts().values()) {
            boolean decided = readings.oneRow().contains(part.name())
                    || readings.envelopes().contains(part.name());
            if (part.undecided() && !decided) {
                Shape.Tables shape = (Shape.Tables) part.shape();
                undecided.add(new Undecided(part.name(), part.table(), shape.fields(), shape.names(), part.envelope()));
            }
        }
        return undecided;
    }

    private void requireReadable(Predicate<UnreadableFile> wanted) {
        layout.unreadable().stream().filter(wanted).findFirst().ifPresent(file -> {
            throw withRemedy(file.failure());
        });
    }

    /** Says that one of several files can be left out. Those of the library's own format belong together. */
    private BackupFormatException withRemedy(BackupFormatException failure) {
        String file = failure.location();
        boolean several = layout.parts().size() + layout.unreadable().size() > 1;
        if (!several
                || file == null
                || layout.manifest() != null
                || failure.reason().contains("except")) {
            return failure;
        }
        return new BackupFormatException(
                failure.reason() + "; correct it, or leave it out (except, --except) by " + EntryNames.tableOf(file),
                file,
                failure.offset(),
                failure.getCause());
    }

    @Override
    public void readAsOneRow(Set<String> files) {
        readings = new PartReadings(files, readings.envelopes(), readings.shards(), readings.children());
    }

    @Override
    public void readAsEnvelopes(Set<String> files) {
        readings = new PartReadings(readings.oneRow(), files, readings.shards(), readings.children());
    }

    private List<Part> parts() {
        return layout.parts().values().stream().map(readings::of).toList();
    }

    @Override
    public Map<String, String> shards() {
        return ShardNames.tables(tablesOfFiles());
    }

    @Override
    public Map<String, String> tablesOfFiles() {
        Map<String, String> files = new HashMap<>();
        for (Part part : layout.parts().values()) {
            if (part.shape().oneTable() && part.stated() == null) {
                files.put(part.name(), part.table());
            }
        }
        return files;
    }

    @Override
    public void readAsShards(Map<String, String> files) {
        readings = new PartReadings(readings.oneRow(), readings.envelopes(), files, readings.children());
    }

    @Override
    public void readInside(List<ChildTable> children) {
        readings = new PartReadings(readings.oneRow(), readings.envelopes(), readings.shards(), children);
    }

    @Override
    public void readLastStates(List<EventTable> tables, Runnable check) {
        try (StateFinder finder = new StateFinder(tables, layout.parts().keySet());
                ArchiveReading reading = new ArchiveReading(
                        opened, meter, register(finder::wants, null, true), new HashMap<>(), null, null, readings)) {
            lastStates = LastStatesReading.find(reading, finder, check);
        } catch (IOException e) {
            throw opened.failure(e);
        }
    }

    private TableTally.Register register(Predicate<String> wanted, @Nullable ReadPosition from, boolean takesChanges) {
        return new TableTally.Register(
                wanted,
                readings.children(),
                from == null ? Map.of() : from.rows(),
                opened.limits(),
                takesChanges,
                lastStates);
    }

    @Override
    public <X extends Exception> void read(Predicate<String> tables, @Nullable ReadPosition from, RowSink<X> sink)
            throws X {
        requireReadable(file -> tables.test(file.table()));
        try (ArchiveReading reading = new ArchiveReading(
                opened, meter, register(tables, from, false), new HashMap<>(), from, null, readings)) {
            read(reading, sink);
        }
    }

    @Override
    public <X extends Exception> void read(BackupFile file, @Nullable ReadPosition from, RowSink<X> sink) throws X {
        ReadPosition begin =
                from == null ? new ReadPosition(file.name(), 0, Map.of(file.table(), file.rowsBefore())) : from;
        try (ArchiveReading reading = new ArchiveReading(
                opened, meter, register(table -> true, begin, false), new HashMap<>(), begin, file.name(), readings)) {
            read(reading, sink);
        }
    }

    private <X extends Exception> void read(ArchiveReading reading, RowSink<X> sink) throws X {
        try {
            current = reading;
            while (reading.nextPart() != null) {
                PartRows rows = reading.rows();
                while (reading.next()) {
                    DamagedRow damaged = rows.damaged();
                    if (reading.passesOver()) {
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

    @Override
    public List<BackupFile> rowFiles() {
        if (archive.sequential()
                || !readings.children().isEmpty()
                || !lastStates.isEmpty()
                || !layout.parts().values().stream()
                        .allMatch(part -> part.shape().oneTable()
                                || readings.oneRow().contains(part.name())
                                || readings.envelopes().contains(part.name()))) {
            return List.of();
        }
        List<BackupFile> files = new ArrayList<>();
        Map<String, Long> rows = new HashMap<>();
        for (Part part : parts()) {
            files.add(
                    new BackupFile(part.name(), part.table(), rows.getOrDefault(part.table(), 0L), part.storedSize()));
            ManifestPart stated = part.stated();
            rows.merge(part.table(), stated == null ? 0 : stated.rows(), Long::sum);
        }
        return files;
    }

    @Override
    public BackupReader another() {
        ArchiveReader another = new ArchiveReader(opened, false);
        another.readings = readings;
        another.lastStates = lastStates;
        return another;
    }

    @Override
    public ReadPosition here() {
        if (current == null) {
            throw new IllegalStateException("no record is being read");
        }
        return current.here();
    }

    @Override
    public boolean isInside() {
        return current != null && current.rows().isInside();
    }

    @Override
    public Optional<Manifest> manifest() {
        return Optional.ofNullable(layout.manifest());
    }

    @Override
    public Optional<List<AttachedFile>> files() {
        Map<String, AttachedFile> held = layout.files();
        return held == null ? Optional.empty() : Optional.of(List.copyOf(held.values()));
    }

    @Override
    public void readFiles(FileSink sink) throws IOException {
        Map<String, AttachedFile> held = layout.files();
        if (held != null) {
            FileReading.readAll(opened.source(), archive, meter, held, sink);
        }
    }

    @Override
    public boolean stream() {
        return archive.identity() == null;
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
        return Optional.ofNullable(opened.stamps());
    }

    @Override
    public long position() {
        return meter.position();
    }

    @Override
    public long size() {
        return opened.size();
    }

    @Override
    public void close() {
        if (owner) {
            archive.close();
        }
    }
}
