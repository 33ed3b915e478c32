package dev.restore.seed;

import dev.restore.dialect.StateReset;
import dev.restore.dialect.StateScope;
import dev.restore.outcome.VerifyReport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A snapshot whose contents are compared with a backup of it after each reset. */
final class VerifiedSnapshot implements Snapshot {

    private final Snapshot snapshot;
    private final StateBackup backup;

    private VerifiedSnapshot(Snapshot snapshot, StateBackup backup) {
        this.snapshot = snapshot;
        this.backup = backup;
    }

    static Snapshot of(Snapshot snapshot, DataSource database, StateScope scope, @Nullable String schema) {
        return scope.tables().isEmpty()
                ? snapshot
                : new VerifiedSnapshot(snapshot, StateBackup.of(database, scope, schema));
    }

    @Override
    public StateReset reset(DataSource database) {
        StateReset reset = snapshot.reset(database);
        if (reset.obstacles().isEmpty() && !reset.lost()) {
            VerifyReport report = backup.compare(database);
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
        backup.delete();
        snapshot.remove(database);
    }
}
