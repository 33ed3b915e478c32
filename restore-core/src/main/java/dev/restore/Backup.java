package dev.restore;

import dev.restore.backup.BackupSource;
import dev.restore.engine.BackupRun;
import dev.restore.engine.ConnectionSource;
import dev.restore.outcome.BackupReport;
import dev.restore.plan.BackupOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private Backup(ConnectionSource database, BackupOptions options) {
        this.database = database;
        this.options = options;
    }

    /** Starts from a database. A connection is taken for each backup and given back as it was. */
    public static Backup of(DataSource database) {
        Objects.requireNonNull(database, "database");
        return new Backup(database::getConnection, BackupOptions.defaults());
    }

    /** Starts from a database. A connection is taken for each backup and given back as it was. */
    public static Backup of(Jdbi database) {
        Objects.requireNonNull(database, "database");
        return new Backup(() -> database.open().getConnection(), BackupOptions.defaults());
    }

    /**
     * Starts from a connection, which stays open. If it is in auto-commit mode the backup has a transaction of its own on it.
     * Otherwise it sees what the transaction sees that is open there, and ends it not: that all tables are of one moment is then up
     * to the isolation of that transaction. Nobody else may use the connection meanwhile.
     */
    public static Backup of(Connection connection) {
        Objects.requireNonNull(connection, "connection");
        return new Backup(ConnectionSource.lending(connection), BackupOptions.defaults());
    }

    /** Begins the verification of a backup: a file or directory. */
    public static BackupVerification verify(Path backup) {
        return verify(BackupSource.of(backup));
    }

    /** Begins the verification of a backup from any source. */
    public static BackupVerification verify(BackupSource backup) {
        return new BackupVerification(Objects.requireNonNull(backup, "backup"), null, null);
    }

    private Backup with(BackupOptions changed) {
        return new Backup(database, changed);
    }

    /** Sets the schema whose tables are written. Default: the connection's own. */
    public Backup schema(String schema) {
        Objects.requireNonNull(schema, "schema");
        return with(new BackupOptions(
                schema,
                options.only(),
                options.except(),
                options.conditions(),
                options.compressed(),
                options.partBytes()));
    }

    /**
     * Writes these tables only, beside those that were named before. Default: all.
     *
     * @param patterns names in which {@code *} stands for any characters and {@code ?} for one; case does not matter. One that fits
     *     no table ends {@link #write} with a {@link dev.restore.outcome.PlanException}
     */
    public Backup only(String... patterns) {
        return with(new BackupOptions(
                options.schema(),
                joined(options.only(), patterns),
                options.except(),
                options.conditions(),
                options.compressed(),
                options.partBytes()));
    }

    /**
     * Leaves these tables out, beside those that were named before. Default: none.
     *
     * @param patterns names as for {@link #only}
     */
    public Backup except(String... patterns) {
        return with(new BackupOptions(
                options.schema(),
                options.only(),
                joined(options.except(), patterns),
                options.conditions(),
                options.compressed(),
                options.partBytes()));
    }

    /**
     * Writes only those rows of a table that meet a condition. Default: all rows.
     *
     * @param table a name or pattern as for {@link #only}
     * @param condition what may stand behind WHERE, in the SQL of the database. It is not checked: never take it from a source that
     *     you do not trust
     */
    public Backup where(String table, String condition) {
        Map<String, String> conditions = new LinkedHashMap<>(options.conditions());
        conditions.put(table, condition);
        return with(new BackupOptions(
                options.schema(),
                options.only(),
                options.except(),
                conditions,
                options.compressed(),
                options.partBytes()));
    }

    /** Gzips the files of rows in a directory or plain {@code .tar}. Packages that are compressed as a whole stay as they are. */
    public Backup compress() {
        return with(new BackupOptions(
                options.schema(), options.only(), options.except(), options.conditions(), true, options.partBytes()));
    }

    /** Sets how many bytes of rows a file holds at most, before compression: from 1 KiB to 1 GiB. Default 64 MiB. */
    public Backup partBytes(long bytes) {
        return with(new BackupOptions(
                options.schema(), options.only(), options.except(), options.conditions(), options.compressed(), bytes));
    }

    private static List<String> joined(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }

    /**
     * Writes the backup. It gets its name in the last step, when all of it is on the disk: whatever happens, there is a whole backup
     * under that name or none. What a killed process leaves behind is called {@code .NAME.XXXXXXXX.unfinished}.
     *
     * @param target where it will be, and by the ending of its name what: {@code .zip}, {@code .tar}, {@code .tar.gz} or
     *     {@code .tgz}, otherwise a directory. Nothing may be there yet
     * @return what was written
     * @throws dev.restore.outcome.RestoreException when it did not succeed: a {@link dev.restore.outcome.PlanException} where the
     *     description does not fit the database, a {@link dev.restore.outcome.DatabaseException} where that cannot be read, a
     *     {@link dev.restore.outcome.BackupWriteException} where the backup cannot be written
     */
    public BackupReport write(Path target) {
        Objects.requireNonNull(target, "target");
        return new BackupRun(database, options).write(target);
    }
}
