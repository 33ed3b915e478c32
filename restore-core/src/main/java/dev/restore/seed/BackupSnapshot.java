package dev.restore.seed;

import dev.restore.Backup;
import dev.restore.BackupVerification;
import dev.restore.Restore;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.StateReset;
import dev.restore.dialect.StateScope;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreException;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A state kept as a backup in a file, which is restored whole: for databases of which nothing better is known. */
final class BackupSnapshot implements Snapshot {

    private final SeedFiles files;
    private final Path backup;
    private final List<TableName> tables;
    private final @Nullable String schema;
    private @Nullable Restore restore;

    private BackupSnapshot(SeedFiles files, Path backup, List<TableName> tables, @Nullable String schema) {
        this.files = files;
        this.backup = backup;
        this.tables = tables;
        this.schema = schema;
    }

    static BackupSnapshot of(DataSource database, StateScope scope, @Nullable String schema) {
        SeedFiles files = SeedFiles.create();
        List<TableName> tables = scope.tables().stream().map(Table::name).toList();
        Path backup = files.path("state.tar");
        write(database, tables, schema, backup);
        return new BackupSnapshot(files, backup, tables, schema);
    }

    /** Writes the rows of tables. */
    static void write(DataSource database, List<TableName> tables, @Nullable String schema, Path backup) {
        Backup writing =
                Backup.of(database).only(tables.stream().map(TableName::name).toArray(String[]::new));
        (schema == null ? writing : writing.schema(schema)).write(backup);
    }

    @Override
    public StateReset reset(DataSource database) {
        if (tables.isEmpty()) {
            return StateReset.of(List.of());
        }
        Restore known = restore;
        if (known == null) {
            known = Restore.undo(backup).into(database);
            known = schema == null ? known : known.schema(schema);
            restore = known;
        }
        try {
            known.run();
            // A backup without a single row empties nothing.
            return comparison(database).run().agrees()
                    ? StateReset.of(tables)
                    : StateReset.impossible(new Obstacle(
                            null,
                            "the tables hold other rows than their state, as after a state without any row",
                            "seed at least one row, or empty the tables in the test"));
        } catch (PlanException e) {
            return new StateReset(
                    List.of(),
                    e.problems().stream()
                            .map(problem -> new Obstacle(null, problem.message(), problem.remedy()))
                            .toList(),
                    false);
        } catch (RestoreException e) {
            throw new SeedException("The state of the seed cannot be put back: " + e.getMessage(), e);
        }
    }

    private BackupVerification comparison(DataSource database) {
        BackupVerification verification = Backup.verify(backup).against(database);
        return schema == null ? verification : verification.schema(schema);
    }

    @Override
    public void remove(DataSource database) {
        files.delete();
    }
}
