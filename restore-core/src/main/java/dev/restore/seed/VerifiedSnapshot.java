package dev.restore.seed;

import dev.restore.Backup;
import dev.restore.BackupVerification;
import dev.restore.catalog.Table;
import dev.restore.dialect.StateReset;
import dev.restore.dialect.StateScope;
import dev.restore.outcome.VerifyReport;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A snapshot whose contents are compared with a backup of it after each reset. */
final class VerifiedSnapshot implements Snapshot {

    private final Snapshot snapshot;
    private final SeedFiles files;
    private final Path backup;
    private final @Nullable String schema;

    private VerifiedSnapshot(Snapshot snapshot, SeedFiles files, Path backup, @Nullable String schema) {
        this.snapshot = snapshot;
        this.files = files;
        this.backup = backup;
        this.schema = schema;
    }

    static Snapshot of(Snapshot snapshot, DataSource database, StateScope scope, @Nullable String schema) {
        if (scope.tables().isEmpty()) {
            return snapshot;
        }
        SeedFiles files = SeedFiles.create();
        Path backup = files.path("compared.tar");
        BackupSnapshot.write(database, scope.tables().stream().map(Table::name).toList(), schema, backup);
        return new VerifiedSnapshot(snapshot, files, backup, schema);
    }

    @Override
    public StateReset reset(DataSource database) {
        StateReset reset = snapshot.reset(database);
        if (reset.obstacles().isEmpty() && !reset.lost()) {
            BackupVerification verification = Backup.verify(backup).against(database);
            VerifyReport report = (schema == null ? verification : verification.schema(schema)).run();
            if (!report.agrees()) {
                throw new SeedException(
                        "The database is not in the state of its seed after a reset:" + System.lineSeparator()
                                + report.text(),
                        null);
            }
        }
        return reset;
    }

    @Override
    public void remove(DataSource database) {
        files.delete();
        snapshot.remove(database);
    }
}
