package dev.restore.engine.cycle;

import dev.restore.engine.cycle.CycleSnapshot.Rows;
import dev.restore.engine.options.BackupOptions;
import dev.restore.engine.options.Merging;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.TemporaryFiles;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.ReinitReport;
import dev.restore.outcome.ReinitReport.CycledTable;
import dev.restore.plan.MergePlan;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.MergePlan.TableMerge;
import dev.restore.plan.RestorePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One cycle: back up, re-initialise, merge, compare. */
public final class ReinitRun {

    private final ConnectionSource database;
    private final BackupOptions options;
    private final @Nullable Path backup;
    private final Instant startedAt = Instant.now();
    private final long startedNanos = System.nanoTime();

    /** What is done to the database. */
    public interface Steps {

        /** Writes the backup. */
        void backUp(Path target);

        /** Says how rows will be merged. */
        Merging merging(Path source);

        /** Re-initialises the database. */
        void reinitialise();

        /** Merges the rows of the backup, and returns how that was planned. */
        RestorePlan merge(Path source);
    }

    /**
     * Creates a run, to be used once and by one thread.
     *
     * @param options which tables are backed up
     * @param backup where the backup is written and stays, or null for a temporary one
     */
    public ReinitRun(ConnectionSource database, BackupOptions options, @Nullable Path backup) {
        this.database = database;
        this.options = options;
        this.backup = backup;
    }

    /** Goes through the cycle. */
    public ReinitReport run(Steps steps) {
        Path directory;
        try {
            directory = Files.createTempDirectory("restore-reinit");
        } catch (IOException e) {
            throw unwritable(e);
        }
        Path source = backup == null ? directory.resolve("rows.tar.gz") : backup;
        boolean needed = false;
        try {
            Path compared = Files.createDirectory(directory.resolve("compared"));
            SnapshotReading reading =
                    new SnapshotReading(database, options.selection().schema(), steps.merging(source), compared);
            CycleSnapshot before = reading.read(options, "before");
            steps.backUp(source);
            needed = true;
            steps.reinitialise();
            CycleSnapshot reinitialised = reading.read(before.tables().keySet(), "reinitialised");
            RestorePlan plan = steps.merge(source);
            CycleSnapshot after = reading.read(before.tables().keySet(), "after");
            List<CycledTable> tables = compare(before, reinitialised, after, plan.merge());
            needed = !tables.stream().allMatch(CycledTable::passed);
            return new ReinitReport(
                    before.dialect(),
                    startedAt,
                    Duration.ofNanos(System.nanoTime() - startedNanos),
                    needed || backup != null ? source.toString() : null,
                    plan.describe(),
                    tables);
        } catch (IOException e) {
            throw unwritable(e);
        } catch (RuntimeException | Error e) {
            if (needed) {
                e.addSuppressed(new IllegalStateException("The rows as they were are in the backup " + source));
            }
            throw e;
        } finally {
            TemporaryFiles.delete(
                    needed && backup == null ? directory.resolve("compared") : directory,
                    "the temporary files of a cycle");
        }
    }

    private static BackupWriteException unwritable(IOException e) {
        return new BackupWriteException(
                Phase.PREPARE,
                "There is no place for the backup and the rows to compare: " + e.getMessage()
                        + "; let the directory for temporary files be one with space",
                e);
    }

    private static List<CycledTable> compare(
            CycleSnapshot before, CycleSnapshot reinitialised, CycleSnapshot after, @Nullable MergePlan merge)
            throws IOException {
        List<CycledTable> tables = new ArrayList<>();
        for (Map.Entry<String, Rows> entry : before.tables().entrySet()) {
            String name = entry.getKey();
            ComparedTable table = entry.getValue().table();
            SortedRows none = new SortedRows(Path.of(""), name, table.labels().size());
            Optional<SortedRows> rows = after.rows(name, table);
            boolean leavesAlone = Optional.ofNullable(merge)
                    .flatMap(decided -> decided.table(table.table().name()))
                    .map(TableMerge::existing)
                    .filter(existing -> existing == Existing.SKIP)
                    .isPresent();
            CycledTable compared = new CycleComparison(table, leavesAlone)
                    .compare(
                            name,
                            entry.getValue().rows(),
                            reinitialised.rows(name, table).orElse(none),
                            rows.orElse(none));
            tables.add(rows.isPresent() ? compared : withNote(compared, "the table is gone or has other columns"));
        }
        return tables;
    }

    private static CycledTable withNote(CycledTable table, String note) {
        List<String> notes = new ArrayList<>(table.notes());
        notes.add(note);
        return new CycledTable(
                table.table(),
                table.key(),
                table.before(),
                table.reinitialised(),
                table.after(),
                table.missing(),
                table.changed(),
                table.left(),
                table.added(),
                table.unexpected(),
                table.differences(),
                notes);
    }
}
