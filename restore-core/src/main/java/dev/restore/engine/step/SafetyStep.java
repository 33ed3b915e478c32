package dev.restore.engine.step;

import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.WayBack;
import dev.restore.backup.write.BackupWriter;
import dev.restore.catalog.Catalog;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.NextValue;
import dev.restore.dialect.RowChanges;
import dev.restore.dialect.Scope;
import dev.restore.dialect.SessionException;
import dev.restore.engine.export.BackupChoice;
import dev.restore.engine.export.BackupRun;
import dev.restore.engine.export.TableExport;
import dev.restore.engine.planning.NumberedTables;
import dev.restore.engine.planning.SafetyScope;
import dev.restore.outcome.BackupListener;
import dev.restore.outcome.BackupReport.WrittenTable;
import dev.restore.outcome.BackupWriteException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreEvent;
import dev.restore.plan.BackupFormat;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.SafetyBackup;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes down the rows that a restore will delete or change, in its own transaction, behind the locks that keep others from changing
 * them meanwhile, and before its first change.
 */
public final class SafetyStep {

    private static final long PART_BYTES = 64L << 20;

    private final RunContext run;
    private final RestorePlan plan;
    private final Dialect.Session session;
    private final Catalog catalog;
    private final Set<Table> seen = new LinkedHashSet<>();
    private Set<Table> covered = Set.of();
    private Map<TableName, RowChanges> before = Map.of();
    private @Nullable Written written;

    public SafetyStep(RunContext run) {
        this.run = run;
        this.plan = run.plan();
        this.session = run.session();
        this.catalog = plan.scope().catalog();
    }

    /**
     * A safety backup that was written.
     *
     * @param path where it is
     * @param id what its manifest calls it
     * @param seen the tables that were taken into it because triggers were seen to change them
     */
    public record Written(String path, String id, Set<TableName> seen) {

        public Written {
            seen = Set.copyOf(seen);
        }
    }

    /**
     * Writes the backup, which is on the disk and has its name when this returns. Called right after the transaction was begun.
     *
     * @return null when none is wanted
     * @throws BackupWriteException when it cannot be written
     */
    @Nullable
    public Written write() throws SQLException {
        SafetyBackup wish = run.options().safety().safetyBackup();
        if (wish == null || changesNothing()) {
            return null;
        }
        covered = SafetyScope.tables(plan.scope(), plan.mode(), seen);
        BackupChoice.Chosen chosen = BackupChoice.of(catalog, covered);
        session.writeGuard()
                .hold(new Scope(catalog, chosen.tables(), plan.scope().cleared(), 0));
        if (!wish.always() && session.reading().counts(chosen.tables()).stream().allMatch(rows -> rows == 0)) {
            return null;
        }
        Path target = wish.path().toAbsolutePath();
        try {
            Path directory = target.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            written = write(target, chosen);
            before = session.writeGuard().rowChanges();
            run.watch().check(Phase.PREPARE);
            return written;
        } catch (IOException e) {
            throw new BackupWriteException(
                    Phase.PREPARE,
                    "The safety backup was not written, and nothing was changed: " + BackupRun.describe(target, e),
                    e);
        }
    }

    /**
     * Returns the tables that are not in the backup and of which rows were changed since it was written, and those that got rows
     * which refer to what the way back empties. Triggers do so in ways that no text tells: through functions, views, rules and
     * statements that are put together when they run.
     */
    public Set<Table> missed() throws SQLException {
        if (written == null) {
            return Set.of();
        }
        return missed(catalog, covered, before, session.writeGuard().rowChanges());
    }

    /**
     * Returns the tables of which rows were changed between two readings, and those that got rows which refer to what the way back
     * empties, without those that the safety backup covers.
     */
    public static Set<Table> missed(
            Catalog catalog, Set<Table> covered, Map<TableName, RowChanges> before, Map<TableName, RowChanges> now) {
        Set<Table> missed = new LinkedHashSet<>();
        Set<TableName> emptied = covered.stream().map(Table::name).collect(Collectors.toSet());
        for (Table table : catalog.tables()) {
            RowChanges changes = now.getOrDefault(table.name(), RowChanges.NONE);
            RowChanges earlier = before.getOrDefault(table.name(), RowChanges.NONE);
            boolean changed = changes.changed() > earlier.changed();
            boolean grown = changes.inserted() > earlier.inserted();
            if ((changed || (grown && table.refersToAny(emptied))) && !isCovered(catalog, covered, table)) {
                missed.add(table);
            }
        }
        return missed;
    }

    /** Returns the tables that a safety backup of this plan covers. */
    static Set<Table> covered(RestorePlan plan, Written written) {
        Set<Table> seen = plan.scope().catalog().tables().stream()
                .filter(table -> written.seen().contains(table.name()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return SafetyScope.tables(plan.scope(), plan.mode(), seen);
    }

    /** Returns those of some tables that may be read now, and emptied and filled again on the way back. */
    public Set<Table> permitted(Set<Table> tables) throws SQLException {
        return permitted(plan, session, tables);
    }

    public static Set<Table> permitted(RestorePlan plan, Dialect.Session session, Set<Table> tables)
            throws SQLException {
        Set<Table> permitted = new LinkedHashSet<>();
        for (Table table : tables) {
            Scope alone = new Scope(plan.scope().catalog(), List.of(table), List.of(table), 0);
            if (session.obstacles(alone, plan.measure()).isEmpty()) {
                permitted.add(table);
            }
        }
        return permitted;
    }

    /** Says that rows of tables were changed that no safety backup holds. */
    public static String notExact(RunContext run, Set<Table> missed) {
        return "The way back from this restore is not exact: what fires has changed rows of "
                + String.join(", ", run.names(List.copyOf(missed)))
                + ", which are not in the safety backup.";
    }

    /** Takes these tables into the next backup, too. */
    public void include(Set<Table> tables) {
        seen.addAll(tables);
    }

    private static boolean isCovered(Catalog catalog, Set<Table> covered, Table table) {
        return covered.contains(table)
                || (table.kind() == Table.Kind.PARTITION
                        && covered.stream()
                                .anyMatch(other ->
                                        catalog.descendants(other.name()).contains(table)));
    }

    /** Returns what was written, null for nothing. */
    @Nullable
    public Written written() {
        return written;
    }

    /**
     * Takes the backup away again, after a rollback: nothing has changed, but others may change the rows before the next attempt locks
     * them, so that it has to write its own.
     */
    public void discard() {
        Written gone = written;
        written = null;
        if (gone == null) {
            return;
        }
        try {
            BackupWriter.delete(Path.of(gone.path()));
        } catch (IOException e) {
            throw new BackupWriteException(
                    Phase.PREPARE,
                    "The safety backup " + gone.path()
                            + " must be written anew, and the first one cannot be taken away: "
                            + e.getClass().getSimpleName() + "; nothing was changed",
                    e);
        }
    }

    private boolean changesNothing() {
        return plan.scope().cleared().isEmpty()
                && plan.survey().complete()
                && plan.scope().expectedRows() == 0;
    }

    private Written write(Path target, BackupChoice.Chosen chosen) throws SQLException, IOException {
        try (BackupWriter writer = BackupWriter.create(target, BackupWriter.Form.PARTS, false, PART_BYTES, null)) {
            TableExport export = new TableExport(
                    session,
                    catalog,
                    chosen,
                    BackupFormat.RESTORE,
                    Phase.PREPARE,
                    run.watch(),
                    BackupListener.none(),
                    run.options().limits());
            export.write(writer);
            List<WrittenTable> tables = export.written();
            requireAll(chosen.tables(), tables);
            String id = UUID.randomUUID().toString();
            Manifest manifest = export.manifest(
                    Instant.now(), run.connection(), plan.dialect(), null, wayBack(id, chosen.tables()), false);
            run.watch().check(Phase.PREPARE);
            writer.finish(manifest);
            run.events().accept(new RestoreEvent.Saved(target.toString(), manifest.rows()));
            return new Written(
                    target.toString(), id, seen.stream().map(Table::name).collect(Collectors.toSet()));
        }
    }

    private void requireAll(List<Table> tables, List<WrittenTable> written) throws SQLException {
        List<Long> rows = session.reading().counts(tables);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i) != written.get(i).rows()) {
                throw new SessionException("table " + tables.get(i).name() + " has " + rows.get(i) + " rows and "
                        + written.get(i).rows() + " are in the safety backup: somebody changes it; start again");
            }
        }
    }

    private WayBack wayBack(String id, List<Table> tables) throws SQLException {
        List<Table> numbered = NumberedTables.of(catalog, tables);
        Map<String, Map<String, BigInteger>> values = new LinkedHashMap<>();
        Map<String, Map<String, String>> sequences = new LinkedHashMap<>();
        for (NextValue next : session.numbering().next(numbered)) {
            String table = catalog.spell(next.table().name());
            String column = next.column().name();
            values.computeIfAbsent(table, name -> new LinkedHashMap<>()).put(column, next.next());
            if (next.column().sequence() != null) {
                sequences
                        .computeIfAbsent(table, name -> new LinkedHashMap<>())
                        .put(column, next.column().sequence().name().toString());
            }
        }
        return new WayBack(id, values, sequences);
    }
}
