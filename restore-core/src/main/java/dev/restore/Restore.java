package dev.restore;

import dev.restore.backup.Age;
import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.backup.RowShape;
import dev.restore.engine.options.ChildField;
import dev.restore.engine.options.Contradictions;
import dev.restore.engine.options.OptionsText;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.options.RunControl;
import dev.restore.engine.restore.RestoreRun;
import dev.restore.engine.restore.RunMemory;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Connections;
import dev.restore.history.RunHistory;
import dev.restore.history.RunRequest;
import dev.restore.outcome.RestoreListener;
import dev.restore.outcome.RestoreReport;
import dev.restore.outcome.RunObserver;
import dev.restore.plan.BinaryText;
import dev.restore.plan.ConflictPolicy;
import dev.restore.plan.EpochUnit;
import dev.restore.plan.GenericReference;
import dev.restore.plan.MergePlan.Existing;
import dev.restore.plan.Mode;
import dev.restore.plan.OrphanPolicy;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.RowErrors;
import dev.restore.plan.SafetyBackup;
import dev.restore.plan.Triggers;
import dev.restore.plan.UnknownColumns;
import dev.restore.plan.Verify;
import java.net.URL;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Puts a JSON backup into a database.
 *
 * <pre>{@code
 * RestoreReport report = Restore.from(Path.of("backups/nightly.tar.gz")).into(dataSource).run();
 * }</pre>
 *
 * <p>Immutable: each method returns a new description, and {@link #plan()} and {@link #run()} can be called any number of
 * times and from any thread. A value out of its range is refused by the method that sets it, and options that contradict each other
 * by {@link #plan()} and {@link #run()}, whatever order they were set in, both with an {@link IllegalArgumentException}.
 *
 * <p>A value that is used again is faster: it keeps what its runs have learnt of the backup and the target, and looks only whether that
 * still holds. What a method returns is a new value, which has learnt nothing yet.
 */
public final class Restore {

    private final BackupSource source;
    private final @Nullable ConnectionSource target;
    /** What the target is, without its address, in which there may be a password. */
    private final String targetWords;

    private final RestoreOptions options;
    private final RunControl control;
    private final RunMemory memory = new RunMemory();

    private Restore(
            BackupSource source,
            @Nullable ConnectionSource target,
            String targetWords,
            RestoreOptions options,
            RunControl control) {
        this.source = source;
        this.target = target;
        this.targetWords = targetWords;
        this.options = options;
        this.control = control;
    }

    private Restore with(RestoreOptions changed) {
        return new Restore(source, target, targetWords, changed, control);
    }

    private Restore with(RunControl changed) {
        return new Restore(source, target, targetWords, options, changed);
    }

    /** Starts from a file or directory. */
    public static Restore from(Path backup) {
        return from(BackupSource.of(backup));
    }

    /** Starts from what a URL points to. */
    public static Restore from(URL backup) {
        return from(BackupSource.of(backup));
    }

    /** Starts from any source. */
    public static Restore from(BackupSource backup) {
        return new Restore(
                Objects.requireNonNull(backup, "backup"),
                null,
                "no database yet",
                RestoreOptions.defaults(),
                RunControl.none());
    }

    /**
     * Starts the way back from a restore: puts the tables of its safety backup back as they were, rows, sequences and identities, in
     * replace mode, with every value verified ({@link Verify#CONTENT}) and without firing triggers where those can be suppressed, so
     * that also what triggers have set is as it was; the plan says where they cannot. What was changed in these tables since is lost; other
     * tables are not touched, and a row of theirs that refers to what will be deleted is a problem of the plan as always. It ends
     * an unfinished {@link #resumable()} restore that this backup was written for.
     *
     * <pre>{@code
     * Restore.from(backup).into(dataSource).safetyBackup(Path.of("before.tar.gz")).run();
     * Restore.undo(Path.of("before.tar.gz")).into(dataSource).run();
     * }</pre>
     *
     * @param safetyBackup what {@link #safetyBackup(Path)} has written
     */
    public static Restore undo(Path safetyBackup) {
        Restore restore = from(safetyBackup).verify(Verify.CONTENT);
        return restore.with(restore.control.undo());
    }

    /**
     * Sets the database. A connection is taken for each run and given back as it was.
     *
     * <p>A data source that hands out the connection of a transaction which the caller has begun, because it is bound to the thread,
     * makes the restore join that transaction as {@link #into(Connection)} does; plan and report say so. Such a transaction is told
     * from a pool whose auto-commit is off by the same connection being handed out twice. A data source that knows nothing of the
     * caller's transaction gives another connection, which waits for what that transaction holds: give its connection to {@link
     * #into(Connection)} then.
     */
    public Restore into(DataSource database) {
        Objects.requireNonNull(database, "database");
        return into(
                Connections.of(database), "a DataSource (" + database.getClass().getSimpleName() + ")");
    }

    /**
     * Sets the database. A connection is taken for each run and given back the way it came. Within a transaction of a callback of
     * this Jdbi, and where it hands out a connection that is in a transaction of the caller's, the restore joins that transaction.
     */
    public Restore into(Jdbi database) {
        Objects.requireNonNull(database, "database");
        return into(Connections.of(database), "a Jdbi");
    }

    /**
     * Joins the transaction that is open on a connection. It is neither committed nor closed, and rolled back only when the
     * restore fails, and then only to where it was before; the caller's commit makes the rows last. Locks are held until
     * then. There is no {@link dev.restore.outcome.RestoreEvent.Committed}, and the outcome says that the rows are in the
     * transaction. Such a restore can be run once at a time, and nobody else may use the connection meanwhile.
     *
     * <p>On H2 tables on a circle of foreign keys cannot be restored so, and on SQLite tables that others outside the backup
     * refer to with a cascade; the plan says so.
     *
     * @param connection a connection whose auto-commit is off; {@link #run()} throws an {@link IllegalStateException} when
     *     it is on
     */
    public Restore into(Connection connection) {
        Objects.requireNonNull(connection, "connection");
        return into(Connections.joining(connection), "a Connection of the caller's");
    }

    /**
     * Opens an encrypted backup. The whole of it is decrypted and read once before anything is changed, and again for each further
     * reading; what is decrypted is never on the disk. Default: a backup that is encrypted is refused.
     *
     * @param age a passphrase or identities; a backup that is not encrypted is then refused
     * @throws IllegalArgumentException if they are recipients, which open nothing
     */
    public Restore decrypt(Age age) {
        Objects.requireNonNull(age, "age");
        return new Restore(source.decrypted(age), target, targetWords, options, control);
    }

    /** Opens an encrypted backup with the identities in a file: short for {@link #decrypt} with {@link Age#identitiesIn}. */
    public Restore ageIdentity(Path file) {
        return decrypt(Age.identitiesIn(file));
    }

    /**
     * Says where the rows are in the files of an envelope that is not recognised by itself. Default: files are one of the known
     * shapes, or refused with what was seen in them.
     *
     * @throws IllegalArgumentException if a shape was given already
     */
    public Restore shape(RowShape shape) {
        Objects.requireNonNull(shape, "shape");
        return new Restore(source.shaped(shape), target, targetWords, options, control);
    }

    /** Sets what happens to the rows that are there. Default {@link Mode#REPLACE}. */
    public Restore mode(Mode mode) {
        return with(options.rows(rows -> rows.mode(mode)));
    }

    /**
     * Names what tells the rows of a table apart whatever numbers a database has given them. A row of the backup is one of the target's
     * when their natural keys are equal, in {@link Mode#MERGE}; references that are written as natural keys are found by them in any
     * mode. Default: what is known of Django's own models, and a table's one unique key where its primary key is a number or UUID.
     *
     * @param table the table's name in the target
     * @param paths columns of the table, or {@code relation.column} for a column of the row that a foreign key leads to, for instance
     *     {@code "content_type.app_label"}: a relation is called as its column, with or without {@code _id}, or as its constraint
     * @throws IllegalArgumentException if no path is given
     */
    public Restore naturalKey(String table, String... paths) {
        return with(options.merging(merging -> merging.naturalKey(table, List.of(paths))));
    }

    /**
     * Says to which table a column refers that has no foreign key. Its references are led like those of foreign keys. Default: none.
     *
     * @param column the column, as {@code table.column}
     * @param table the table that it refers to, by its primary key of one column
     * @throws IllegalArgumentException if the column is not written like that
     */
    public Restore reference(String column, String table) {
        return with(options.merging(merging -> merging.reference(column, table)));
    }

    /**
     * Says how each row names the table to which one of its columns refers. Its references are led to where the rows of these tables are
     * in the end, where keys are mapped: in {@link Mode#MERGE}, and where the backup has natural keys. One of a type that names no table,
     * or to a row that is nowhere, stays as it is and is counted in the report's warnings, unless {@link #orphans(String, OrphanPolicy)}
     * says otherwise of the column. Default: none.
     *
     * @param column the column, as {@code table.column}: a number, a UUID or their text
     * @param by how rows name the table
     * @throws IllegalArgumentException if the column is not written like that
     */
    public Restore reference(String column, GenericReference by) {
        return with(options.merging(merging -> merging.reference(column, by)));
    }

    /**
     * Sets what becomes of the rows of one table that are in the target already, in {@link Mode#MERGE}. Default:
     * {@link Existing#UPDATE}; {@link Existing#SKIP} for the content types and permissions of Django.
     *
     * @param table the table's name in the target
     */
    public Restore onMatch(String table, Existing existing) {
        return with(options.merging(merging -> merging.existing(table, existing)));
    }

    /**
     * Sets what happens to rows whose references lead nowhere. Applies where keys are mapped: in {@link Mode#MERGE}, and where the
     * backup has natural keys. Default {@link OrphanPolicy#FAIL}.
     */
    public Restore orphans(OrphanPolicy policy) {
        return with(options.merging(merging -> merging.orphans(policy)));
    }

    /**
     * Sets what happens to rows whose references by one column lead nowhere.
     *
     * @param column the column, as {@code table.column}
     * @throws IllegalArgumentException if it is not written like that
     */
    public Restore orphans(String column, OrphanPolicy policy) {
        return with(options.merging(merging -> merging.orphans(column, policy)));
    }

    /** Has rows of these tables created where a reference leads to none: {@link OrphanPolicy#CREATE} for all references to them. */
    public Restore createMissing(String... tables) {
        return with(options.merging(merging -> merging.createMissing(List.of(tables))));
    }

    /**
     * Gives new rows of these tables keys of their own, UUIDs or numbers, although those of the backup are free, in {@link Mode#MERGE}:
     * where a copy of rows must not have the keys of the rows that it is one of. All references to them go along. Default: none.
     */
    public Restore freshKeys(String... tables) {
        return with(options.merging(merging -> merging.fresh(List.of(tables))));
    }

    /**
     * Has rows get the keys that the map of an earlier merge says ({@link #mapping}), in {@link Mode#MERGE}: a row that it holds is the
     * row of the target with that key, or a new one with it where the target has none. Rows that it does not hold are found as always,
     * and tables that the backup does not hold are passed over. A row whose natural key is another one than that of the row with its
     * key is a bad row. Default: none.
     */
    public Restore mappingFrom(Path file) {
        return with(options.merging(merging -> merging.given(file)));
    }

    /**
     * Has the map of keys written to a file, one line of JSON for each row whose key was mapped. Written before the commit, and kept
     * only if that succeeds. Default: none.
     */
    public Restore mapping(Path file) {
        return with(options.merging(merging -> merging.mapping(file)));
    }

    /** Sets the schema to restore into. Default: the connection's own. */
    public Restore schema(String schema) {
        return with(options.mapping(mapping -> mapping.schema(schema)));
    }

    /** Sets the zone of times that come without one. Default UTC. */
    public Restore zone(ZoneId zone) {
        return with(options.values(values -> values.zone(zone)));
    }

    /** Restores these tables of the backup only, by the backup's names. Default: all. */
    public Restore only(String... tables) {
        return with(options.selection(selection -> selection.only(List.of(tables))));
    }

    /**
     * Leaves these tables of the backup out, by the backup's names or those of their files, damaged and other files among them.
     * Default: none.
     */
    public Restore except(String... tables) {
        return with(options.selection(selection -> selection.except(List.of(tables))));
    }

    /** Sends a table of the backup into a table of another name, which may be {@code schema.table}. */
    public Restore map(String backupTable, String table) {
        return with(options.mapping(mapping -> mapping.table(backupTable, table)));
    }

    /** Sends a field of a backup's table into a column of another name. */
    public Restore map(String backupTable, String field, String column) {
        return with(options.mapping(mapping -> mapping.column(backupTable, field, column)));
    }

    /** Gives a column a value in every row that does not carry it: a String, Boolean or Number, or null. */
    public Restore defaultValue(String table, String column, @Nullable Object value) {
        return with(options.mapping(mapping -> mapping.defaultValue(table, column, value)));
    }

    /**
     * Reads what stands in a field of rows as rows of another table: an array of objects, or one object. They come after the row
     * around them, and a field {@code column} of theirs gets that row's key, unless they have it. They may have children themselves.
     * Default: such a field goes into a column of its name, as JSON.
     *
     * @param field the field, {@code lines}, in whatever table has it; or that of one table, {@code orders.lines}
     * @param table the table of the rows inside, which {@link #map(String, String)} may send elsewhere as one of the backup
     * @param column the column of that table that refers to the row around
     * @throws IllegalArgumentException if one of them is blank
     */
    public Restore children(String field, String table, String column) {
        ChildField child = new ChildField(field, table, column);
        return with(options.mapping(mapping -> mapping.child(child)));
    }

    /** Sets what happens to fields without a column. Default {@link UnknownColumns#FAIL}. */
    public Restore unknownColumns(UnknownColumns unknownColumns) {
        return with(options.mapping(mapping -> mapping.unknownColumns(unknownColumns)));
    }

    /** Sets the most rows in a batch, from 1 to 1,000,000. Default 50,000. */
    public Restore batchRows(int rows) {
        return with(options.loading(loading -> loading.batchRows(rows)));
    }

    /**
     * Sets the most bytes in a batch, from 1 to 256 MiB. Default 4 MiB, or a 32nd of the largest heap where that is less. About eight
     * batches are in memory at once; with {@link #parallel} each connection has its share of that, and a few hundred KiB of buffers.
     */
    public Restore batchBytes(int bytes) {
        return with(options.loading(loading -> loading.batchBytes(bytes)));
    }

    /**
     * Allows tables outside the backup to be emptied when they refer to rows that will be deleted: those named here, or
     * all of them when none is named. Default: none, and such a table is a problem.
     */
    public Restore cascade(String... tables) {
        return with(options.rows(rows -> rows.cascade(List.of(tables))));
    }

    /**
     * Sets what happens to rows whose key is taken, with {@link Mode#APPEND}. Default {@link ConflictPolicy#fail()}. Skipped and
     * updated rows are counted in the report; nothing is ever deleted.
     */
    public Restore onConflict(ConflictPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return with(options.rows(rows -> rows.conflict(policy)));
    }

    /** Sets what happens to rows of one table whose key is taken; the table by its name in the backup or in the target. */
    public Restore onConflict(String table, ConflictPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return with(options.rows(rows -> rows.conflict(table, policy)));
    }

    /** Sets what is verified before the commit. Default {@link Verify#COUNTS}; {@link Verify#CONTENT} where no dialect knows the database. */
    public Restore verify(Verify verify) {
        return with(options.safety(safety -> safety.verify(verify)));
    }

    /**
     * Commits as it goes, with a checkpoint in the target (table {@code restore_checkpoint}, which is dropped in the end), so that a
     * run that failed or was killed is continued by running it again with the same backup and settings; every row is loaded once.
     * Until the end the target is incomplete, and other restores into it are refused. A failure leaves what was committed:
     * {@link dev.restore.outcome.RestoreException#committed()} says so. Without it a restore is all or nothing.
     *
     * <p>Needs a backup in files, and a connection of its own. Tables are committed parents before children; those that refer to
     * each other or themselves in a circle go in whole, each circle in one transaction. With {@link Verify#CONTENT} the checksums of
     * what is in are kept with the place.
     */
    public Restore resumable() {
        return with(options.safety(safety -> safety.resumable(true)));
    }

    /**
     * Allows a {@link #resumable()} restore to load over several connections side by side, from 1 to 64. Default 1. Tables of which
     * none refers to another are loaded at once, and so are the files of one table; children come after their parents were
     * committed, so that foreign keys stay enforced, and tables on a circle are loaded by the first connection alone. The backup must
     * be a directory or {@code .zip} of files of one table each: from others one connection loads, and the plan says so.
     *
     * <p>Several connections cannot commit as one, therefore only together with {@link #resumable()}: a failure on one of them ends
     * the others at their next batch and leaves what was committed, and the same call goes on, with any number of connections. All
     * connections are opened before anything is changed, never more than are of use. {@link #batchBytes} is divided among them. Not
     * with {@link #into(Connection)}, and not on SQLite, which has one writer, nor on H2, which may keep half of a transaction when it
     * crashes while several connections write: the plan says so.
     *
     * <p>Listeners are called by the thread that has something to tell, but only one at a time.
     */
    public Restore parallel(int connections) {
        return with(options.loading(loading -> loading.parallel(connections)));
    }

    /**
     * Gives up some safety for speed, for databases that can simply be restored again: of a test suite, or a copy. Foreign keys,
     * accounting, the count of the rows and all or nothing stay as they are, also when the run fails or its process is killed.
     *
     * <p>What it gives up: on SQLite the run does not wait for the disk ({@code PRAGMA synchronous = OFF} on the connection taken
     * for it, put back afterwards), so that a power failure or a crash of the operating system during the run or shortly after it
     * can damage the database file. On PostgreSQL ({@code synchronous_commit = off} for its transaction) and H2 (no
     * {@code CHECKPOINT SYNC} after it) the commit does not wait for the disk either; a crash in the moments after it can undo
     * the whole run, and damages nothing. In the caller's transaction, and on other databases, nothing. Not together with
     * {@link #resumable()} or {@link Verify#CONTENT}.
     */
    public Restore quick() {
        return with(options.safety(safety -> safety.quick(true)));
    }

    /**
     * Writes the tables that the restore will empty or change into a backup before its first change, those emptied by
     * {@link #cascade} among them, in the same transaction and after locks, so that nothing slips in between. It is on the disk and
     * counted before a row is deleted; when it cannot be written, the run ends and nothing is changed. The plan and the report name
     * it, and {@link #undo} goes back to it. With {@link Mode#APPEND} it also holds the tables that refer to these. It stays when
     * the restore fails. A resumable restore writes it once, when it begins.
     *
     * <p>Within the caller's transaction it sees what that sees, which must be READ COMMITTED on PostgreSQL; on H2 it is then up to
     * nobody else to write to these tables. Not together with {@link #quick()}. Default: none.
     *
     * @param path where, and by the ending of its name what: {@code .zip}, {@code .tar}, {@code .tar.gz} or {@code .tgz}, otherwise a
     *     directory. Nothing may be there yet, which is a problem of the plan otherwise
     */
    public Restore safetyBackup(Path path) {
        return safetyBackup(SafetyBackup.to(path));
    }

    /** Writes a safety backup as {@link #safetyBackup(Path)} does, where there is something to go back to or always. */
    public Restore safetyBackup(SafetyBackup safetyBackup) {
        Objects.requireNonNull(safetyBackup, "safetyBackup");
        return with(options.safety(safety -> safety.safetyBackup(safetyBackup)));
    }

    /**
     * Sets whether the triggers of the tables fire for what the restore does to them. Default {@link Triggers#FIRE}; for a safety backup
     * that is gone back to ({@link #undo}) {@link Triggers#SUPPRESS}, where the database and the rights of the user allow that.
     *
     * <p>PostgreSQL suppresses them for the owner of the tables, with its rules, and with a lock after which others read and do not
     * write; a {@link #parallel} restore then loads over one connection. SQLite drops them and creates them again within the
     * transaction. On H2 and other databases it is a problem of the plan where there are any.
     */
    public Restore triggers(Triggers triggers) {
        Objects.requireNonNull(triggers, "triggers");
        return with(options.objects(objects -> objects.triggers(triggers)));
    }

    /**
     * Makes a value that the database would keep although its column is declared for another kind, as SQLite does with a text in an
     * integer column, an error of the row. Default: such values are counted in the report's warnings.
     */
    public Restore strictTypes() {
        return with(options.values(values -> values.strictTypes(true)));
    }

    /** Says how the texts in all columns of bytes are written. Default: as they show, and a column that shows both is a problem. */
    public Restore binaryText(BinaryText text) {
        Objects.requireNonNull(text, "text");
        return with(options.values(values -> values.binaryText(text)));
    }

    /** Says how the texts in one column of bytes are written, by the target's names. */
    public Restore binaryText(String table, String column, BinaryText text) {
        Objects.requireNonNull(text, "text");
        return with(options.values(values -> values.binaryText(table, column, text)));
    }

    /** Says what numbers count in all columns of days and times. Default: seconds or milliseconds, by their size. */
    public Restore epochUnit(EpochUnit unit) {
        Objects.requireNonNull(unit, "unit");
        return with(options.values(values -> values.epochUnit(unit)));
    }

    /** Says what numbers count in one column of days or times, by the target's names. */
    public Restore epochUnit(String table, String column, EpochUnit unit) {
        Objects.requireNonNull(unit, "unit");
        return with(options.values(values -> values.epochUnit(table, column, unit)));
    }

    /** Names the sequence that numbers a column which does not own it; it is set past the rows. */
    public Restore sequence(String sequence, String table, String column) {
        return with(options.objects(objects -> objects.sequence(sequence, table, column)));
    }

    /** Sets how much the backup may ask for before it is refused. Default {@link ReadLimits#forThisHeap()}. */
    public Restore limits(ReadLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return with(options.limits(limits));
    }

    /** Sets what happens when the database refuses a row. Default {@link RowErrors#abort()}. */
    public Restore onRowError(RowErrors policy) {
        return with(options.badRows(badRows -> badRows.policy(policy)));
    }

    /**
     * Sets the directory for rejected rows, created when the first one comes; it must be empty or not exist. It is a backup
     * itself: repaired, its rows go in with the same settings and {@link Mode#APPEND}. Beside them, in {@code reasons}, stands
     * why. Default: none, and the report tells the first of them.
     */
    public Restore rejectsTo(Path directory) {
        return with(options.badRows(badRows -> badRows.directory(directory)));
    }

    /**
     * Restores the files that the backup holds beside its rows: those that {@link Backup#files} has put there, or in another
     * format those of a folder {@code media} or {@code files} beside the tables. Default: they are left out, and a warning says so.
     *
     * <p>They are staged in a directory beside the given one and checked before anything is changed, and put in its place
     * after the commit, as a whole: what was there is deleted then. When that last step fails the rows are in all the same, and the
     * report says where the staged files lie. A process that is killed in it leaves the old or the new files under the name, or
     * in the moment between the two renames both beside it, each whole.
     *
     * <p>Needs room for both. Not in the caller's transaction, whose commit is not known, and not with {@link Mode#APPEND}.
     *
     * @param directory where they will be; its parent must exist, and it must not be a mount point
     */
    public Restore files(Path directory) {
        Objects.requireNonNull(directory, "directory");
        return with(options.files(files -> files.directory(directory)));
    }

    /** Leaves out the files that the backup holds beside its rows, without a warning. */
    public Restore noFiles() {
        return with(options.files(files -> files.leftOut(true)));
    }

    /**
     * Cancels a run that takes longer than this, measured from its start by a clock that does not jump: more than zero, at
     * most 366 days. It then ends with a {@link dev.restore.outcome.RestoreCancelledException}. Default: none.
     */
    public Restore deadline(Duration deadline) {
        Objects.requireNonNull(deadline, "deadline");
        return with(control.deadline(deadline));
    }

    /**
     * Shows the plan to a predicate before anything is changed, for instance to ask the user. When it returns false the run
     * ends with a {@link dev.restore.outcome.RestoreCancelledException}. Default: every plan without problems is run.
     */
    public Restore approval(Predicate<RestorePlan> approval) {
        return with(control.approval(approval));
    }

    /** Adds a listener, told after those that were added before. */
    public Restore listener(RestoreListener listener) {
        return with(control.listener(listener));
    }

    /**
     * Keeps what becomes of each run in a history, as {@link #history(RunHistory, RunRequest)} does for the user of the operating
     * system. Default: no history.
     */
    public Restore history(RunHistory history) {
        return history(history, RunRequest.byThisUser());
    }

    /**
     * Keeps what becomes of each run in a history: one entry, which is written before anything else happens and closed when the run has
     * ended. When the history cannot be written then, the run ends with a {@link dev.restore.outcome.HistoryException}; when it fails
     * later, the run goes on, and a warning in the report says so.
     *
     * @param request by whom it is asked for; with a key that is taken the run ends with a {@link
     *     dev.restore.outcome.DuplicateRunException}, and the one that has the key counts
     */
    public Restore history(RunHistory history, RunRequest request) {
        Objects.requireNonNull(history, "history");
        Objects.requireNonNull(request, "request");
        return with(control.records(control.records().history(history, request)));
    }

    /** Adds an observer, which measures and traces each run. Default: none. */
    public Restore observer(RunObserver observer) {
        Objects.requireNonNull(observer, "observer");
        return with(control.records(control.records().observer(observer)));
    }

    /**
     * Reads the backup and the catalog and decides everything. Changes nothing.
     *
     * @return the plan, which may have problems
     * @throws dev.restore.outcome.RestoreException when the backup cannot be read or the database not reached; {@linkplain
     *     dev.restore.outcome.RestoreException#retryable retryable} when somebody else holds what has to be looked at
     */
    public RestorePlan plan() {
        return open(control).plan();
    }

    /**
     * Restores, in one transaction.
     *
     * @return the report; its outcome is never one of failure
     * @throws dev.restore.outcome.RestoreException when it did not succeed; the database is as it was before. It is {@linkplain
     *     dev.restore.outcome.RestoreException#retryable retryable} when only others are in the way, and says who
     */
    public RestoreReport run() {
        return open(control).run();
    }

    /**
     * Restores in a daemon thread of its own. What the logs of this thread say of its work (SLF4J's MDC) goes along; a transaction that
     * is bound to this thread does not.
     *
     * @return the running job
     */
    public RestoreJob start() {
        return start(RunJob.thread("restore"));
    }

    /**
     * Restores in a thread of an executor.
     *
     * @param executor runs one task, which takes as long as the restore
     * @return the job, which may not have begun yet
     * @throws java.util.concurrent.RejectedExecutionException when the executor takes no tasks
     * @throws dev.restore.outcome.HistoryException when it is to be kept in a history, which this thread writes first, and that cannot be
     *     written
     * @throws dev.restore.outcome.DuplicateRunException when there is a run with the same key
     */
    public RestoreJob start(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return RestoreJob.start(listener -> open(control.listener(listener)), executor);
    }

    private Restore into(ConnectionSource connections, String words) {
        return new Restore(source, connections, words, options, control);
    }

    /** Returns what is restored into what and how, on one line, without secrets. */
    @Override
    public String toString() {
        String settings;
        try {
            settings = OptionsText.of(Contradictions.noneIn(options));
        } catch (IllegalArgumentException e) {
            settings = "settings that contradict each other";
        }
        return "restore of " + source.name() + " into " + targetWords + ": " + settings;
    }

    RestoreOptions options() {
        return options;
    }

    private RestoreRun open(RunControl wished) {
        if (target == null) {
            throw new IllegalStateException("into(...) was not called: there is no database to restore into");
        }
        return new RestoreRun(source, target, options, wished, memory);
    }
}
