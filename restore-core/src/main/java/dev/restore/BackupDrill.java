package dev.restore;

import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.engine.drill.DrillRun;
import dev.restore.engine.options.RunRecords;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Connections;
import dev.restore.history.RunHistory;
import dev.restore.history.RunRequest;
import dev.restore.outcome.DrillReport;
import dev.restore.outcome.RunObserver;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Restores a backup, of any format that is read, into a database that is made for that and thrown away. Begun by
 * {@link Backup#drill}.
 *
 * <pre>{@code
 * DrillReport evidence = Backup.drill(Path.of("nightly.tar.gz")).run();
 * }</pre>
 *
 * <p>The database is H2 if that is on the class path, otherwise SQLite. Its tables are those of the backup's manifest: columns by their
 * types, primary, unique and foreign keys. A column that cannot hold a value there which the source's could, such as a date without
 * an end, is kept as text, and the evidence says so. Where there is no manifest the tables are such as the values fit into, and
 * there are no keys to check, unless they are taken from a database ({@link #against(DataSource)}). Lengths, checks, triggers and
 * computed columns are not tried.
 *
 * <p>Immutable: each method returns a new description.
 */
public final class BackupDrill {

    private final BackupSource source;
    private final @Nullable Path directory;
    private final @Nullable ConnectionSource database;
    private final @Nullable String schema;
    private final ReadLimits limits;
    private final RunRecords records;

    BackupDrill(
            BackupSource source,
            @Nullable Path directory,
            @Nullable ConnectionSource database,
            @Nullable String schema,
            ReadLimits limits,
            RunRecords records) {
        this.records = records;
        this.limits = limits;
        this.source = source;
        this.directory = directory;
        this.database = database;
        this.schema = schema;
    }

    /**
     * Sets the directory in which the database is made. Default: the one for temporary files. It takes about twice the space of the
     * rows, and is taken away in the end.
     */
    public BackupDrill in(Path directory) {
        return new BackupDrill(
                source, Objects.requireNonNull(directory, "directory"), database, schema, limits, records);
    }

    /**
     * Takes types, NOT NULL and keys from the tables of a database, so that the drill shows whether the backup would fit there. Only
     * its catalog is read. A foreign key to a table that is not in the backup is not checked; a list of keys of such a table (Django's
     * many-to-many) ends the drill, as there is nothing to restore it into. Default: what the backup itself says.
     */
    public BackupDrill against(DataSource database) {
        Objects.requireNonNull(database, "database");
        return new BackupDrill(source, directory, Connections.of(database), schema, limits, records);
    }

    /** Takes types, NOT NULL and keys from the tables of a database: as {@link #against(DataSource)}. */
    public BackupDrill against(Jdbi database) {
        Objects.requireNonNull(database, "database");
        return new BackupDrill(source, directory, Connections.of(database), schema, limits, records);
    }

    /** Sets the schema of the tables that are taken from a database. Default: the connection's own. */
    public BackupDrill schema(String schema) {
        return new BackupDrill(source, directory, database, Objects.requireNonNull(schema, "schema"), limits, records);
    }

    private BackupDrill with(RunRecords kept) {
        return new BackupDrill(source, directory, database, schema, limits, kept);
    }

    /** Sets how much the backup may ask for before it is refused. Default {@link ReadLimits#forThisHeap()}. */
    public BackupDrill limits(ReadLimits limits) {
        return new BackupDrill(source, directory, database, schema, Objects.requireNonNull(limits, "limits"), records);
    }

    /**
     * Keeps what becomes of each run in a history, as {@link #history(RunHistory, RunRequest)} does for the user of the operating
     * system. Default: no history.
     */
    public BackupDrill history(RunHistory history) {
        return history(history, RunRequest.byThisUser());
    }

    /**
     * Keeps what becomes of each run in a history: one entry, which is written before anything else happens and closed when the run has
     * ended. When the history cannot be written then, the run ends with a {@link dev.restore.outcome.HistoryException}; when it fails
     * later, the run goes on, and a note in the evidence says so.
     *
     * @param request by whom it is asked for; with a key that is taken the run ends with a {@link
     *     dev.restore.outcome.DuplicateRunException}, and the one that has the key counts
     */
    public BackupDrill history(RunHistory history, RunRequest request) {
        Objects.requireNonNull(history, "history");
        Objects.requireNonNull(request, "request");
        return with(records.history(history, request));
    }

    /** Adds an observer, which measures and traces each run. Default: none. */
    public BackupDrill observer(RunObserver observer) {
        Objects.requireNonNull(observer, "observer");
        return with(records.observer(observer));
    }

    /**
     * Restores, in one transaction and with every value verified, and then reads every row again and compares it with the backup.
     *
     * @return the evidence; rows that did not come back are in it and no exception
     * @throws dev.restore.outcome.BackupFormatException when the backup is damaged or cannot be read
     * @throws dev.restore.outcome.PlanException when there is no embedded database on the class path, or the database whose tables
     *     are taken lacks one of the backup
     * @throws dev.restore.outcome.RestoreException when the backup cannot be restored: a row breaks a key, for instance
     */
    public DrillReport run() {
        return open().run();
    }

    /** Does so in a daemon thread of its own; otherwise as {@link #start(Executor)}. */
    public DrillJob start() {
        return start(RunJob.thread("drill"));
    }

    /**
     * Does so in a thread of an executor.
     *
     * @param executor runs one task, which takes as long as the drill
     * @return the job, which may not have begun yet
     * @throws java.util.concurrent.RejectedExecutionException when the executor takes no tasks
     * @throws dev.restore.outcome.HistoryException when it is to be kept in a history, which this thread writes first, and that cannot be
     *     written
     * @throws dev.restore.outcome.DuplicateRunException when there is a run with the same key
     */
    public DrillJob start(Executor executor) {
        return DrillJob.start(open(), Objects.requireNonNull(executor, "executor"));
    }

    private DrillRun open() {
        return new DrillRun(source, directory, database, schema, limits, records);
    }
}
