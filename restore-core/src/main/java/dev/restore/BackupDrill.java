package dev.restore;

import dev.restore.backup.BackupSource;
import dev.restore.engine.DrillRun;
import dev.restore.outcome.DrillReport;
import java.nio.file.Path;
import java.util.Objects;
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
 * there are no keys to check. Definitions that a backup does not hold (checks, triggers, computed columns) are not tried.
 *
 * <p>Immutable: each method returns a new description.
 */
public final class BackupDrill {

    private final BackupSource source;
    private final @Nullable Path directory;

    BackupDrill(BackupSource source, @Nullable Path directory) {
        this.source = source;
        this.directory = directory;
    }

    /**
     * Sets the directory in which the database is made. Default: the one for temporary files. It takes about twice the space of the
     * rows, and is taken away in the end.
     */
    public BackupDrill in(Path directory) {
        return new BackupDrill(source, Objects.requireNonNull(directory, "directory"));
    }

    /**
     * Restores, in one transaction and with every value verified, and then reads every row again and compares it with the backup.
     *
     * @return the evidence; rows that did not come back are in it and no exception
     * @throws dev.restore.outcome.BackupFormatException when the backup is damaged or cannot be read
     * @throws dev.restore.outcome.PlanException when there is no embedded database on the class path
     * @throws dev.restore.outcome.RestoreException when the backup cannot be restored
     */
    public DrillReport run() {
        return new DrillRun(source, directory).run();
    }
}
