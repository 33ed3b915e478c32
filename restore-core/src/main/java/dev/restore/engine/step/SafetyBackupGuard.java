package dev.restore.engine.step;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.RowChanges;
import dev.restore.outcome.VerificationException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a resumable restore commits nothing that its safety backup cannot take back. What fires may change rows of tables
 * that no text names; what was not committed yet can be taken back without it. One for each connection.
 */
public final class SafetyBackupGuard {

    private final RunContext run;
    private final SafetyStep.@Nullable Written saved;
    private final Set<Table> covered;
    private Map<TableName, RowChanges> before = Map.of();

    /**
     * Creates a guard.
     *
     * @param saved the safety backup, null where there is none and hence nothing to guard
     */
    public SafetyBackupGuard(RunContext run, SafetyStep.@Nullable Written saved) {
        this.run = run;
        this.saved = saved;
        this.covered = saved == null ? Set.of() : SafetyStep.covered(run.plan(), saved);
    }

    /** Called when a transaction has begun. */
    public void begin() throws SQLException {
        if (saved != null) {
            before = run.session().writeGuard().rowChanges();
        }
    }

    /**
     * Called before it is committed.
     *
     * @param warnings takes which tables the safety backup cannot hold because the user may not read or write them
     * @throws VerificationException when rows were changed that the safety backup could hold and does not
     */
    public void check(Set<String> warnings) throws SQLException {
        if (saved == null) {
            return;
        }
        Set<Table> missed = SafetyStep.missed(
                run.plan().scope().catalog(),
                covered,
                before,
                run.session().writeGuard().rowChanges());
        if (missed.isEmpty()) {
            return;
        }
        Set<Table> permitted = SafetyStep.permitted(run.plan(), run.session(), missed);
        if (!permitted.isEmpty()) {
            throw new VerificationException(
                    "What fires has changed rows of " + String.join(", ", run.names(List.copyOf(permitted)))
                            + ", which are not in the safety backup " + saved.path()
                            + ": the way back would not be exact. These changes were rolled back. Go on with triggers"
                            + " suppressed (triggers, --triggers suppress), or go back and start again without resumable,"
                            + " which takes such tables into the safety backup.",
                    List.of());
        }
        warnings.add(SafetyStep.notExact(run, missed));
    }
}
