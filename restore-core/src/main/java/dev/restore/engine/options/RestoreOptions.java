package dev.restore.engine.options;

import dev.restore.backup.ReadLimits;
import dev.restore.dialect.standard.StandardDialect;
import dev.restore.outcome.RestoreListener;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.RowErrors;
import dev.restore.plan.SafetyBackup;
import dev.restore.plan.Triggers;
import dev.restore.plan.UnknownColumns;
import dev.restore.plan.Verify;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The caller's wishes: the only place where settings are checked, and checked against each other. Immutable.
 *
 * @param mode what happens to the rows that are there
 * @param schema the schema to restore into, or null for the connection's own
 * @param zone the zone of times without one
 * @param only backup tables to restore, empty for all
 * @param except backup tables to leave out
 * @param tableNames target tables by backup table
 * @param columnNames target columns by {@code backupTable.field}
 * @param defaults values by {@code table.column} of the target, for rows that do not carry the column: a
 *     {@code String}, {@code Boolean}, {@code Integer}, {@code Long}, {@code BigInteger} or {@code BigDecimal}
 * @param unknownColumns what happens to fields without a column
 * @param batchRows the most rows in a batch, from 1 to 1,000,000
 * @param batchBytes the most bytes in a batch, from 1 to 256 MiB; a single larger row still makes a batch
 * @param cascade whether every table outside the backup that refers to rows that will be deleted is emptied too
 * @param cascadeTables the tables outside the backup that may be emptied for that reason
 * @param conflict what happens to a row whose key is taken
 * @param conflicts the same for single tables, by their names in the backup or in the target
 * @param verify what is verified before the commit; null for {@link Verify#COUNTS}, or {@link Verify#CONTENT} where no dialect knows
 *     the database
 * @param resumable whether the run commits as it goes and can be continued when it ended too early
 * @param parallel over how many connections a resumable run may load side by side, from 1 to 64
 * @param quick whether less is done for the safety of a run whose backup can simply be restored again: see {@link Builder#quick}
 * @param rowErrors what happens when the database refuses a row
 * @param rejectsDir where rejected rows are written, a directory that is created and must be empty, or null for nowhere
 * @param filesDir the directory that the files beside the rows will be, or null for not restoring them
 * @param noFiles whether the files beside the rows are left out on purpose
 * @param deadline how long a run may take before it is cancelled, more than zero; null for as long as it takes
 * @param safetyBackup where the rows that the restore will delete or change are written first, or null for nowhere
 * @param triggers whether the triggers of the tables fire for what the restore does to them, or null for what suits the backup: they
 *     fire, except for a safety backup in replace mode where they can be suppressed
 * @param values what values mean where that is not certain
 * @param sequences the sequences that number columns which do not own them, by {@code table.column} of the target
 * @param limits how much the backup may ask for before it is refused
 * @param approval is shown the plan before anything is changed, and ends the run by returning false
 * @param listener is told how the run goes
 */
public record RestoreOptions(
        Mode mode,
        @Nullable String schema,
        ZoneId zone,
        Set<String> only,
        Set<String> except,
        Map<String, String> tableNames,
        Map<String, String> columnNames,
        Map<String, Object> defaults,
        UnknownColumns unknownColumns,
        int batchRows,
        int batchBytes,
        boolean cascade,
        Set<String> cascadeTables,
        ConflictPolicy conflict,
        Map<String, ConflictPolicy> conflicts,
        @Nullable Verify verify,
        boolean resumable,
        int parallel,
        boolean quick,
        RowErrors rowErrors,
        @Nullable Path rejectsDir,
        @Nullable Path filesDir,
        boolean noFiles,
        @Nullable Duration deadline,
        @Nullable SafetyBackup safetyBackup,
        @Nullable Triggers triggers,
        ValueRules values,
        Map<String, String> sequences,
        ReadLimits limits,
        Predicate<RestorePlan> approval,
        RestoreListener listener) {

    private static final int DEFAULT_BATCH_BYTES = 4 << 20;

    /** About eight batches may be in memory at once, being filled, waiting, loaded and encoded. */
    private static final int HEAP_SHARE = 32;

    private static final int MAX_PARALLEL = 64;
    private static final int MAX_BATCH_ROWS = 1_000_000;
    private static final int MAX_BATCH_BYTES = 256 << 20;
    private static final Duration LONGEST = Duration.ofDays(366);

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is out of its range or contradicts another
     */
    public RestoreOptions {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(unknownColumns, "unknownColumns");
        Objects.requireNonNull(conflict, "conflict");
        Objects.requireNonNull(rowErrors, "rowErrors");
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(approval, "approval");
        Objects.requireNonNull(listener, "listener");
        only = Set.copyOf(only);
        except = Set.copyOf(except);
        tableNames = Map.copyOf(tableNames);
        columnNames = Map.copyOf(columnNames);
        defaults = Map.copyOf(defaults);
        cascadeTables = Set.copyOf(cascadeTables);
        conflicts = Map.copyOf(conflicts);
        sequences = Map.copyOf(sequences);
        Set<String> both = new HashSet<>(only);
        both.retainAll(except);
        if (!both.isEmpty()) {
            throw new IllegalArgumentException("only and except both name " + both);
        }
        if (batchRows < 1 || batchRows > MAX_BATCH_ROWS) {
            throw new IllegalArgumentException("batchRows must be from 1 to " + MAX_BATCH_ROWS + ", not " + batchRows);
        }
        if (batchBytes < 1 || batchBytes > MAX_BATCH_BYTES) {
            throw new IllegalArgumentException(
                    "batchBytes must be from 1 to " + MAX_BATCH_BYTES + ", not " + batchBytes);
        }
        if (rejectsDir != null && !rowErrors.rejects()) {
            throw new IllegalArgumentException(
                    "a rejects directory has no meaning when the first bad row ends the run");
        }
        if (filesDir != null && noFiles) {
            throw new IllegalArgumentException("files and noFiles contradict each other");
        }
        if (filesDir != null && mode == Mode.APPEND) {
            throw new IllegalArgumentException(
                    "files has no meaning in append mode: a directory is replaced as a whole, and the rows that stay may"
                            + " refer to files in it");
        }
        if (deadline != null && (deadline.isNegative() || deadline.isZero() || deadline.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("deadline must be more than zero and at most a year, not " + deadline);
        }
        if (mode == Mode.APPEND && (cascade || !cascadeTables.isEmpty())) {
            throw new IllegalArgumentException("cascade has no meaning in append mode, which empties nothing");
        }
        if (parallel < 1 || parallel > MAX_PARALLEL) {
            throw new IllegalArgumentException("parallel must be from 1 to " + MAX_PARALLEL + ", not " + parallel);
        }
        if (parallel > 1 && !resumable) {
            throw new IllegalArgumentException(
                    "parallel needs resumable: several connections cannot commit as one, so that a"
                            + " parallel restore is not all or nothing");
        }
        if (quick && (resumable || verify == Verify.CONTENT)) {
            throw new IllegalArgumentException("quick contradicts "
                    + (resumable ? "resumable, which must outlast a crash" : "the verification of content"));
        }
        if (quick && safetyBackup != null) {
            throw new IllegalArgumentException(
                    "quick contradicts a safety backup: it is for databases that can simply be" + " restored again");
        }
        boolean keepsRows = conflict.action() != ConflictPolicy.Action.FAIL
                || conflicts.values().stream().anyMatch(policy -> policy.action() != ConflictPolicy.Action.FAIL);
        if (mode == Mode.REPLACE && keepsRows) {
            throw new IllegalArgumentException(
                    "skipping or updating rows has no meaning in replace mode, which empties the tables first: use append");
        }
    }

    /** Returns the most bytes in a batch on each of the connections, so that all together take no more memory than one would. */
    public int batchBytesEach() {
        return Math.max(1, batchBytes / parallel);
    }

    /**
     * Returns what is verified on a database.
     *
     * @param dialect the id of the dialect that takes it
     */
    public Verify verifyOn(String dialect) {
        if (verify != null) {
            return verify;
        }
        return dialect.equals(StandardDialect.ID) && !quick ? Verify.CONTENT : Verify.COUNTS;
    }

    /** Collects wishes; nothing is checked before {@link #build}. Not safe to share between threads. */
    public static final class Builder {

        private Mode mode = Mode.REPLACE;
        private @Nullable String schema;
        private ZoneId zone = ZoneOffset.UTC;
        private final Set<String> only = new LinkedHashSet<>();
        private final Set<String> except = new LinkedHashSet<>();
        private final Map<String, String> tableNames = new LinkedHashMap<>();
        private final Map<String, String> columnNames = new LinkedHashMap<>();
        private final Map<String, Object> defaults = new LinkedHashMap<>();
        private UnknownColumns unknownColumns = UnknownColumns.FAIL;
        private int batchRows = 50_000;
        private int batchBytes = batchBytesForThisHeap();
        private boolean cascade;
        private final Set<String> cascadeTables = new LinkedHashSet<>();
        private ConflictPolicy conflict = ConflictPolicy.fail();
        private final Map<String, ConflictPolicy> conflicts = new LinkedHashMap<>();
        private @Nullable Verify verify;
        private boolean resumable;
        private int parallel = 1;
        private boolean quick;
        private RowErrors rowErrors = RowErrors.abort();
        private @Nullable Path rejectsDir;
        private @Nullable Path filesDir;
        private boolean noFiles;
        private @Nullable Duration deadline;
        private @Nullable SafetyBackup safetyBackup;
        private @Nullable Triggers triggers;
        private ValueRules values = ValueRules.none();
        private final Map<String, String> sequences = new LinkedHashMap<>();
        private ReadLimits limits = ReadLimits.forThisHeap();
        private Predicate<RestorePlan> approval = plan -> true;
        private RestoreListener listener = RestoreListener.none();

        /**
         * Starts from what applies when nothing is said: replace, the connection's schema, UTC, all tables, unknown
         * columns fail, batches of at most 50,000 rows and 4 MiB (a 32nd of the heap where that is less), no cascade, counts verified, the first bad row ends the run, no listener.
         */
        public Builder() {}

        private static int batchBytesForThisHeap() {
            return (int) Math.min(DEFAULT_BATCH_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
        }

        /** Returns a copy that can be changed without changing this one. */
        public Builder copy() {
            Builder copy = new Builder();
            copy.mode = mode;
            copy.schema = schema;
            copy.zone = zone;
            copy.only.addAll(only);
            copy.except.addAll(except);
            copy.tableNames.putAll(tableNames);
            copy.columnNames.putAll(columnNames);
            copy.defaults.putAll(defaults);
            copy.unknownColumns = unknownColumns;
            copy.batchRows = batchRows;
            copy.batchBytes = batchBytes;
            copy.cascade = cascade;
            copy.cascadeTables.addAll(cascadeTables);
            copy.conflict = conflict;
            copy.conflicts.putAll(conflicts);
            copy.verify = verify;
            copy.resumable = resumable;
            copy.parallel = parallel;
            copy.quick = quick;
            copy.rowErrors = rowErrors;
            copy.rejectsDir = rejectsDir;
            copy.filesDir = filesDir;
            copy.noFiles = noFiles;
            copy.deadline = deadline;
            copy.safetyBackup = safetyBackup;
            copy.triggers = triggers;
            copy.values = values;
            copy.sequences.putAll(sequences);
            copy.limits = limits;
            copy.approval = approval;
            copy.listener = listener;
            return copy;
        }

        /** Sets {@link RestoreOptions#mode}. */
        public Builder mode(Mode value) {
            mode = value;
            return this;
        }

        /** Sets {@link RestoreOptions#schema}. */
        public Builder schema(@Nullable String value) {
            schema = value;
            return this;
        }

        /** Sets {@link RestoreOptions#zone}. */
        public Builder zone(ZoneId value) {
            zone = value;
            return this;
        }

        /** Adds to {@link RestoreOptions#only}. */
        public Builder only(Collection<String> tables) {
            only.addAll(tables);
            return this;
        }

        /** Adds to {@link RestoreOptions#except}. */
        public Builder except(Collection<String> tables) {
            except.addAll(tables);
            return this;
        }

        /** Adds to {@link RestoreOptions#tableNames}. */
        public Builder tableName(String backupTable, String table) {
            tableNames.put(backupTable, table);
            return this;
        }

        /** Adds to {@link RestoreOptions#columnNames}. */
        public Builder columnName(String backupTable, String field, String column) {
            columnNames.put(backupTable + "." + field, column);
            return this;
        }

        /** Adds to {@link RestoreOptions#defaults}. */
        public Builder defaultValue(String table, String column, Object value) {
            defaults.put(table + "." + column, value);
            return this;
        }

        /** Sets {@link RestoreOptions#unknownColumns}. */
        public Builder unknownColumns(UnknownColumns value) {
            unknownColumns = value;
            return this;
        }

        /** Sets {@link RestoreOptions#batchRows}. */
        public Builder batchRows(int value) {
            batchRows = value;
            return this;
        }

        /** Sets {@link RestoreOptions#batchBytes}. */
        public Builder batchBytes(int value) {
            batchBytes = value;
            return this;
        }

        /** Sets {@link RestoreOptions#cascade} when no table is given, adds to {@link RestoreOptions#cascadeTables} otherwise. */
        public Builder cascade(Collection<String> tables) {
            cascade |= tables.isEmpty();
            cascadeTables.addAll(tables);
            return this;
        }

        /** Sets {@link RestoreOptions#conflict}. */
        public Builder conflict(ConflictPolicy value) {
            conflict = value;
            return this;
        }

        /** Adds to {@link RestoreOptions#conflicts}. */
        public Builder conflict(String table, ConflictPolicy value) {
            conflicts.put(table, value);
            return this;
        }

        /** Sets {@link RestoreOptions#verify}. */
        public Builder verify(Verify value) {
            verify = Objects.requireNonNull(value, "verify");
            return this;
        }

        /** Sets {@link RestoreOptions#resumable}. */
        public Builder resumable(boolean value) {
            resumable = value;
            return this;
        }

        /** Sets {@link RestoreOptions#parallel}. More than 1 only together with {@link #resumable}. */
        public Builder parallel(int value) {
            parallel = value;
            return this;
        }

        /**
         * Sets {@link RestoreOptions#quick}: the dialect may lower the durability of this run on a connection of its own. Not
         * together with {@link #resumable} or {@link Verify#CONTENT}.
         */
        public Builder quick(boolean value) {
            quick = value;
            return this;
        }

        /** Sets {@link RestoreOptions#rowErrors}. */
        public Builder rowErrors(RowErrors value) {
            rowErrors = value;
            return this;
        }

        /** Sets {@link RestoreOptions#rejectsDir}. */
        public Builder rejectsDir(@Nullable Path value) {
            rejectsDir = value;
            return this;
        }

        /** Sets {@link RestoreOptions#filesDir}. */
        public Builder filesDir(@Nullable Path value) {
            filesDir = value;
            return this;
        }

        /** Sets {@link RestoreOptions#noFiles}. */
        public Builder noFiles(boolean value) {
            noFiles = value;
            return this;
        }

        /** Sets {@link RestoreOptions#deadline}. */
        public Builder deadline(@Nullable Duration value) {
            deadline = value;
            return this;
        }

        /** Sets {@link RestoreOptions#safetyBackup}. Not together with {@link #quick}. */
        public Builder safetyBackup(@Nullable SafetyBackup value) {
            safetyBackup = value;
            return this;
        }

        /** Sets {@link RestoreOptions#triggers}. */
        public Builder triggers(@Nullable Triggers value) {
            triggers = value;
            return this;
        }

        /** Changes {@link RestoreOptions#values}. */
        public Builder values(UnaryOperator<ValueRules> change) {
            values = change.apply(values);
            return this;
        }

        /** Adds to {@link RestoreOptions#sequences}. */
        public Builder sequence(String sequence, String table, String column) {
            sequences.put(table + "." + column, sequence);
            return this;
        }

        /** Sets {@link RestoreOptions#limits}. */
        public Builder limits(ReadLimits value) {
            limits = value;
            return this;
        }

        /** Sets {@link RestoreOptions#approval}. */
        public Builder approval(Predicate<RestorePlan> value) {
            approval = value;
            return this;
        }

        /** Adds a listener behind those that are there. */
        public Builder listener(RestoreListener next) {
            listener = listener.andThen(next);
            return this;
        }

        /**
         * Checks the wishes.
         *
         * @throws IllegalArgumentException if one is out of its range or contradicts another
         */
        public RestoreOptions build() {
            return new RestoreOptions(
                    mode,
                    schema,
                    zone,
                    only,
                    except,
                    tableNames,
                    columnNames,
                    defaults,
                    unknownColumns,
                    batchRows,
                    batchBytes,
                    cascade,
                    cascadeTables,
                    conflict,
                    conflicts,
                    verify,
                    resumable,
                    parallel,
                    quick,
                    rowErrors,
                    rejectsDir,
                    filesDir,
                    noFiles,
                    deadline,
                    safetyBackup,
                    triggers,
                    values,
                    sequences,
                    limits,
                    approval,
                    listener);
        }
    }
}
