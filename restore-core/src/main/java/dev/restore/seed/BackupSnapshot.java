package dev.restore.seed;

import dev.restore.Restore;
import dev.restore.dialect.Obstacle;
import dev.restore.dialect.StateReset;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.RestoreException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A state kept as a backup in a file, which is restored whole: for databases of which nothing better is known. */
final class BackupSnapshot implements Snapshot {

    private final StateBackup backup;
    private @Nullable Restore restore;

    BackupSnapshot(StateBackup backup) {
        this.backup = backup;
    }

    @Override
    public StateReset reset(DataSource database) {
        if (backup.tables().isEmpty()) {
            return StateReset.of(List.of());
        }
        Restore known = restore;
        if (known == null) {
            known = backup.restore(database);
            restore = known;
        }
        try {
            Patience.with(known::run);
            // A backup without a single row empties nothing.
            return backup.compare(database).agrees()
                    ? StateReset.of(backup.tables())
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

    @Override
    public void remove(DataSource database) {
        backup.delete();
    }
}
