package dev.restore;

import dev.restore.backup.Age;
import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.engine.export.BackupRun;
import dev.restore.engine.options.BackupControl;
import dev.restore.engine.options.BackupOptions;
import dev.restore.engine.options.RunRecords;
import dev.restore.engine.options.ValueRules;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Connections;
import dev.restore.engine.verify.InspectRun;
import dev.restore.history.RunHistory;
import dev.restore.history.RunRequest;
import dev.restore.outcome.BackupListener;
import dev.restore.outcome.BackupReport;
import dev.restore.outcome.Inspection;
import dev.restore.outcome.RunObserver;
import dev.restore.plan.BackupFormat;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * Writes the rows of a database into a backup, from which {@link Restore} puts back the same values.
 *
 * <pre>{@code
 * BackupReport report = Backup.of(dataSource).write(Path.of("backups/nightly.tar.gz"));
 * }</pre>
 *
 * <p>All tables are read in one transaction that sees one moment, whatever others write meanwhile, row by row and in the order of
 * their primary keys, so that two backups of the same data have the same files of rows, byte for byte. Views and computed columns
 * are not written; the rows of partitions come with their partitioned table.
 *
 * <p>Memory: one row, a batch of rows of about 1 MiB, and buffers. Immutable: each method returns a new description, and
 * {@link #write} can be called any number of times and from any thread.
 */
public final class Backup {

    private final ConnectionSource database;
    private final BackupOptions options;
    private final BackupControl control;

    private Backup(ConnectionSource database, BackupOptions options, BackupControl control) {
        this.database = database;
        this.options = options;
        this.control = control;
    }

    /** Starts from a database. A connection is taken for each backup and given back as it was. */
    public static Backup of(DataSource database) {
        Objects.requireNonNull(database, "database");
        return new Backup(Connections.of(database), BackupOptions.defaults(), BackupControl.none());
    }

    static Backup of(DataSource database, BackupOptions options) {
        return new Backup(Connections.of(database), options, BackupControl.none());
    }

    /** Starts from a database. A connection is taken for each backup and given back as it was. */
    public static Backup of(Jdbi database) {
        Objects.requireNonNull(database, "database");
        return new Backup(Connections.of(database), BackupOptions.defaults(), BackupControl.none());
    }

    /**
     * Starts from a connection, which stays open. If it is in auto-commit mode the backup has a transaction of its own on it.
     * Otherwise it sees what the transaction sees that is open there, and ends it not: that all tables are of one moment is then up
     * to the isolation of that transaction. Nobody else may use the connection meanwhile.
     */
    public static Backup of(Connection connection) {
        Objects.requireNonNull(connection, "connection");
        return new Backup(Connections.lending(connection), BackupOptions.defaults(), BackupControl.none());
    }

    /**
     * Reads a backup to its end, a file or directory, and says what is in it. Needs no database, and checks as reading does: all
     * checksums of the rows, and that every row can be read. Memory: one row, and the names of fields.
     *
     * @throws dev.restore.outcome.BackupFormatException when it is damaged or cannot be read
     */
    public static Inspection inspect(Path backup) {
        return inspect(BackupSource.of(backup), ReadLimits.forThisHeap());
    }

    /**
     * Reads a backup to its end and says what is in it, as {@link #inspect(Path)} does.
     *
     * @param backup from any source; {@link BackupSource#decrypted} opens an encrypted one
     * @param limits how much it may ask for before it is refused
     * @throws dev.restore.outcome.BackupFormatException when it is damaged or cannot be read
     */
    public static Inspection inspect(BackupSource backup, ReadLimits limits) {
        return InspectRun.inspect(Objects.requireNonNull(backup, "backup"), Objects.requireNonNull(limits, "limits"));
    }

    /**
     * Looks for the tables in a backup, no further than it takes to find them: whole files are read only where their tables stand one
     * after the other. Needs no database.
     *
     * @param backup from any source; {@link BackupSource#decrypted} opens an encrypted one
     * @param limits how much it may ask for before it is refused
     * @param except the names of tables and files at which it does not look, damaged ones among them
     * @return their names, as {@link Restore#map(String, String)} takes them, in the order of the backup
     * @throws dev.restore.outcome.BackupFormatException when it is no backup, or is damaged where it is read
     */
    public static List<String> tables(BackupSource backup, ReadLimits limits, Set<String> except) {
        return InspectRun.tables(
                Objects.requireNonNull(backup, "backup"), Objects.requireNonNull(limits, "limits"), Set.copyOf(except));
    }

    /** Begins the verification of a backup: a file or directory. */
    public static BackupVerification verify(Path backup) {
        return verify(BackupSource.of(backup));
    }

    /** Begins the verification of a backup from any source. */
    public static BackupVerification verify(BackupSource backup) {
        return new BackupVerification(
                Objects.requireNonNull(backup, "backup"),
                null,
                null,
                ReadLimits.forThisHeap(),
                ValueRules.defaults(),
                RunRecords.none());
    }

    /** Begins a restore drill: a backup is restored into a database that is made for it and thrown away. */
    public static BackupDrill drill(Path backup) {
        return drill(BackupSource.of(backup));
    }

    /** Begins a restore drill of a backup from any source. */
    public static BackupDrill drill(BackupSource backup) {
        return new BackupDrill(
                Objects.requireNonNull(backup, "backup"),
                null,
                null,
                null,
                ReadLimits.forThisHeap(),
                RunRecords.none());
    }

    private Backup with(BackupOptions changed) {
        return new Backup(database, changed, control);
    }

    private Backup with(BackupControl changed) {
        return new Backup(database, options, changed);
    }

    /** Sets the schema whose tables are written. Default: the connection's own. */
    public Backup schema(String schema) {
        Objects.requireNonNull(schema, "schema");
        return with(options.selection(selection -> selection.schema(schema)));
    }

    /**
     * Writes these tables only, beside those that were named before. Default: all.
     *
     * @param patterns names in which {@code *} stands for any characters and {@code ?} for one; case does not matter. One that fits
     *     no table ends {@link #write} with a {@link dev.restore.outcome.PlanException}
     */
    public Backup only(String... patterns) {
        return with(options.selection(selection -> selection.only(List.of(patterns))));
    }

    /**
     * Leaves these tables out, beside those that were named before. Default: none.
     *
     * @param patterns names as for {@link #only}
     */
    public Backup except(String... patterns) {
        return with(options.selection(selection -> selection.except(List.of(patterns))));
    }

    /**
     * Writes only those rows of a table that meet a condition. Default: all rows.
     *
     * @param table a name or pattern as for {@link #only}
     * @param condition what may stand after WHERE, in the SQL of the database. It is not checked: never take it from a source that
     *     you do not trust
     */
    public Backup where(String table, String condition) {
        return with(options.selection(selection -> selection.condition(table, condition)));
    }

    /**
     * Writes references as the natural keys of the rows they lead to, wherever one is known: one of {@link #naturalKey}, that of a
     * model of Django's own, or the only unique key, without nulls, of a table whose primary key is a number or UUID. Such a backup finds its rows
     * again in a database that was initialised anew and has given them other numbers. References to other tables keep their values,
     * and {@link BackupReport#warnings} names these tables. In the Django format unique keys are not taken for natural ones, because
     * {@code loaddata} knows those of the models only. Default: references are the values of their columns. Not with
     * {@link BackupFormat#TABLES}.
     */
    public Backup naturalKeys() {
        return with(options.references(references -> references.byNaturalKey(true)));
    }

    /**
     * Says what tells the rows of a table apart whatever their numbers, and writes references to it so. May be called for several
     * tables. Where the database has no such table or columns {@link #write} ends with a {@link dev.restore.outcome.PlanException}, and
     * also where several rows have one key. Default: none. Not with {@link BackupFormat#TABLES}.
     *
     * @param table its name
     * @param paths at least one: columns, or {@code relation.column} for a column of the row that a foreign key leads to, which is
     *     called like its column, with or without {@code _id}, or by its own name
     */
    public Backup naturalKey(String table, String... paths) {
        return with(options.references(references -> references.naturalKey(table, List.of(paths))));
    }

    /** Gzips the files of rows in a directory or plain {@code .tar}. Packages that are compressed as a whole stay as they are. */
    public Backup compress() {
        return with(options.form(form -> form.compressed(true)));
    }

    /** Sets how many bytes of rows a file holds at most, before compression: from 1 KiB to 1 GiB. Default 64 MiB. */
    public Backup partBytes(long bytes) {
        return with(options.form(form -> form.partBytes(bytes)));
    }

    /**
     * Sets what is written. Default: {@link BackupFormat#RESTORE}, of which alone damage and gaps are always seen, and which alone
     * takes {@link #files}.
     */
    public Backup format(BackupFormat format) {
        Objects.requireNonNull(format, "format");
        return with(options.form(form -> form.format(format)));
    }

    /**
     * Puts the files of a directory into the backup beside the rows, for instance what users have uploaded: their paths and bytes, and
     * nothing else of them. They are read after the rows, so that a file that a row names is there. Default: none.
     *
     * @param directory what it holds must be files and directories: a link, a device or a name that not every system can have
     *     ends {@link #write} with a {@link dev.restore.outcome.BackupWriteException}, as a backup that leaves something out would be
     *     none. Empty directories are left out
     */
    public Backup files(Path directory) {
        Objects.requireNonNull(directory, "directory");
        return with(options.files(directory));
    }

    /**
     * Encrypts the backup as a whole, as a standard age file: a {@code .tar} where the name, without {@code .age}, says so and
     * otherwise a {@code .tar.gz}. Nothing is on the disk in the clear, not even for a moment. Default: not encrypted.
     *
     * @param age a passphrase or recipients
     * @throws IllegalArgumentException if they are identities, which only open
     */
    public Backup encrypt(Age age) {
        Objects.requireNonNull(age, "age");
        return with(options.form(form -> form.encryption(age)));
    }

    /** Encrypts the backup for one recipient, {@code age1...}: short for {@link #encrypt} with {@link Age#recipients}. */
    public Backup recipient(String recipient) {
        return encrypt(Age.recipients(recipient));
    }

    /**
     * Cancels a backup that takes longer than this, measured from its start by a clock that does not jump: more than zero, at most
     * 366 days. It then ends with a {@link dev.restore.outcome.RestoreCancelledException}, and nothing stands under its name.
     * Default: none.
     */
    public Backup deadline(Duration deadline) {
        Objects.requireNonNull(deadline, "deadline");
        return with(control.deadline(deadline));
    }

    /** Adds a listener, told after those that were added before. */
    public Backup listener(BackupListener listener) {
        Objects.requireNonNull(listener, "listener");
        return with(control.listener(listener));
    }

    /**
     * Keeps what becomes of each run in a history, as {@link #history(RunHistory, RunRequest)} does for the user of the operating
     * system. Default: no history.
     */
    public Backup history(RunHistory history) {
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
    public Backup history(RunHistory history, RunRequest request) {
        Objects.requireNonNull(history, "history");
        Objects.requireNonNull(request, "request");
        return with(control.records(control.records().history(history, request)));
    }

    /** Adds an observer, which measures and traces each run. Default: none. */
    public Backup observer(RunObserver observer) {
        Objects.requireNonNull(observer, "observer");
        return with(control.records(control.records().observer(observer)));
    }

    /**
     * Writes the backup. It gets its name in the last step, when all of it is on the disk: whatever happens, there is a whole backup
     * under that name or none. What a killed process leaves behind is called {@code .NAME.XXXXXXXX.unfinished}, for a tar package also
     * {@code .NAME.XXXXXXXX.unfinished.spool}, and is never read as a backup.
     *
     * @param target where it will be, and by the ending of its name what: {@code .zip}, {@code .tar}, {@code .tar.gz} or
     *     {@code .tgz}, otherwise a directory; in the Django format also a file {@code .json} or {@code .json.gz}; for one that is
     *     encrypted see {@link #encrypt}. Nothing may be there yet
     * @return what was written
     * @throws dev.restore.outcome.RestoreException when it did not succeed: a {@link dev.restore.outcome.PlanException} where the
     *     description does not fit the database, a {@link dev.restore.outcome.DatabaseException} where that cannot be read, a
     *     {@link dev.restore.outcome.BackupWriteException} where the backup cannot be written, a
     *     {@link dev.restore.outcome.RestoreCancelledException} where an interrupt of the thread, the deadline or {@link BackupJob#cancel}
     *     ended it
     */
    public BackupReport write(Path target) {
        Objects.requireNonNull(target, "target");
        return new BackupRun(database, options, control, target).run();
    }

    /**
     * Writes the backup in a daemon thread of its own.
     *
     * @param target as for {@link #write}
     * @return the running job
     */
    public BackupJob start(Path target) {
        return start(target, RunJob.thread("backup"));
    }

    /**
     * Writes the backup in a thread of an executor.
     *
     * @param target as for {@link #write}
     * @param executor runs one task, which takes as long as the backup
     * @return the job, which may not have begun yet
     * @throws java.util.concurrent.RejectedExecutionException when the executor takes no tasks
     * @throws dev.restore.outcome.HistoryException when it is to be kept in a history, which this thread writes first, and that cannot be
     *     written
     * @throws dev.restore.outcome.DuplicateRunException when there is a run with the same key
     */
    public BackupJob start(Path target, Executor executor) {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(executor, "executor");
        return BackupJob.start(
                listener -> new BackupRun(database, options, control.listener(listener), target), executor);
    }
}
