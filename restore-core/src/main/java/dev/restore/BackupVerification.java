package dev.restore;

import dev.restore.backup.Age;
import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import dev.restore.engine.options.RunRecords;
import dev.restore.engine.options.ValueRules;
import dev.restore.engine.session.ConnectionSource;
import dev.restore.engine.session.Connections;
import dev.restore.engine.verify.VerifyRun;
import dev.restore.history.RunHistory;
import dev.restore.history.RunRequest;
import dev.restore.outcome.RunObserver;
import dev.restore.outcome.VerifyReport;
import dev.restore.plan.BinaryText;
import dev.restore.plan.EpochUnit;
import java.sql.Connection;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a backup, of any format that is read. Begun by {@link Backup#verify}.
 *
 * <pre>{@code
 * boolean same = Backup.verify(Path.of("nightly.tar.gz")).against(dataSource).run().agrees();
 * }</pre>
 *
 * <p>Changes nothing. Immutable: each method returns a new description.
 */
public final class BackupVerification {

    private final BackupSource source;
    private final @Nullable ConnectionSource database;
    private final @Nullable String schema;
    private final ReadLimits limits;
    private final ValueRules rules;
    private final RunRecords records;

    BackupVerification(
            BackupSource source,
            @Nullable ConnectionSource database,
            @Nullable String schema,
            ReadLimits limits,
            ValueRules rules,
            RunRecords records) {
        this.limits = limits;
        this.rules = rules;
        this.records = records;
        this.source = source;
        this.database = database;
        this.schema = schema;
    }

    /** Holds the backup against a database, row by row and as that is at one moment. Default: against none. */
    public BackupVerification against(DataSource database) {
        Objects.requireNonNull(database, "database");
        return new BackupVerification(source, Connections.of(database), schema, limits, rules, records);
    }

    /** Holds the backup against a database, row by row and as that is at one moment. Default: against none. */
    public BackupVerification against(Jdbi database) {
        Objects.requireNonNull(database, "database");
        return new BackupVerification(source, Connections.of(database), schema, limits, rules, records);
    }

    /** Holds the backup against what is seen on a connection, which stays open, and a transaction on it as it is. */
    public BackupVerification against(Connection connection) {
        Objects.requireNonNull(connection, "connection");
        return new BackupVerification(source, Connections.lending(connection), schema, limits, rules, records);
    }

    /**
     * Opens an encrypted backup.
     *
     * @param age a passphrase or identities; a backup that is not encrypted is then refused
     * @throws IllegalArgumentException if they are recipients, which open nothing
     */
    public BackupVerification decrypt(Age age) {
        return new BackupVerification(
                source.decrypted(Objects.requireNonNull(age, "age")), database, schema, limits, rules, records);
    }

    /** Sets the schema of the database. Default: the connection's own. */
    public BackupVerification schema(String schema) {
        Objects.requireNonNull(schema, "schema");
        return new BackupVerification(source, database, schema, limits, rules, records);
    }

    /** Sets the zone of times that come without one. Default: UTC. */
    public BackupVerification zone(ZoneId zone) {
        return meaning(rules.zone(zone));
    }

    /** Says how all columns of bytes are written. Default: as their texts show; what is not clear is not compared. */
    public BackupVerification binaryText(BinaryText text) {
        return meaning(rules.binaryText(Objects.requireNonNull(text, "text")));
    }

    /** Says how one column of bytes is written, by its name in the database. */
    public BackupVerification binaryText(String table, String column, BinaryText text) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(column, "column");
        return meaning(rules.binaryText(table, column, Objects.requireNonNull(text, "text")));
    }

    /** Says what numbers count in all columns of days and times. Default: seconds or milliseconds, by their size. */
    public BackupVerification epochUnit(EpochUnit unit) {
        return meaning(rules.epochUnit(Objects.requireNonNull(unit, "unit")));
    }

    /** Says what numbers count in one column of days or times, by its name in the database. */
    public BackupVerification epochUnit(String table, String column, EpochUnit unit) {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(column, "column");
        return meaning(rules.epochUnit(table, column, Objects.requireNonNull(unit, "unit")));
    }

    private BackupVerification meaning(ValueRules meant) {
        return new BackupVerification(source, database, schema, limits, meant, records);
    }

    private BackupVerification with(RunRecords kept) {
        return new BackupVerification(source, database, schema, limits, rules, kept);
    }

    /** Sets how much the backup may ask for before it is refused. Default {@link ReadLimits#forThisHeap()}. */
    public BackupVerification limits(ReadLimits limits) {
        return new BackupVerification(
                source, database, schema, Objects.requireNonNull(limits, "limits"), rules, records);
    }

    /**
     * Keeps what becomes of each run in a history, as {@link #history(RunHistory, RunRequest)} does for the user of the operating
     * system. Default: no history.
     */
    public BackupVerification history(RunHistory history) {
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
    public BackupVerification history(RunHistory history, RunRequest request) {
        Objects.requireNonNull(history, "history");
        Objects.requireNonNull(request, "request");
        return with(records.history(history, request));
    }

    /** Adds an observer, which measures and traces each run. Default: none. */
    public BackupVerification observer(RunObserver observer) {
        Objects.requireNonNull(observer, "observer");
        return with(records.observer(observer));
    }

    /**
     * Reads the backup to its end: every checksum, every row, every count. Then compares, if there is a database: rows are told
     * apart by the primary key, and where there is none by all their values. Values are the same when the column keeps them as the
     * same value, however they are written. Tables of the database that are not in the backup do not matter.
     *
     * <p>Memory: one row of each side, up to 512 KiB for each table, and where there are differences the rows of up to 64 parts of
     * 65536 of a table.
     *
     * @return what was found; differences are in it and no exception
     * @throws dev.restore.outcome.BackupFormatException when the backup is damaged or cannot be read
     * @throws dev.restore.outcome.DatabaseException when the database cannot be read
     */
    public VerifyReport run() {
        return open().run();
    }

    /** Does so in a daemon thread of its own; otherwise as {@link #start(Executor)}. */
    public VerificationJob start() {
        return start(RunJob.thread("verification"));
    }

    /**
     * Does so in a thread of an executor.
     *
     * @param executor runs one task, which takes as long as the verification
     * @return the job, which may not have begun yet
     * @throws java.util.concurrent.RejectedExecutionException when the executor takes no tasks
     * @throws dev.restore.outcome.HistoryException when it is to be kept in a history, which this thread writes first, and that cannot be
     *     written
     * @throws dev.restore.outcome.DuplicateRunException when there is a run with the same key
     */
    public VerificationJob start(Executor executor) {
        return VerificationJob.start(open(), Objects.requireNonNull(executor, "executor"));
    }

    private VerifyRun open() {
        return new VerifyRun(source, database, schema, limits, rules, records);
    }
}
