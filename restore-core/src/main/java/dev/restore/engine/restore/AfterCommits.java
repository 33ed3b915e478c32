package dev.restore.engine.restore;

import dev.restore.engine.step.Committed;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.DatabaseException;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.PlanException;
import dev.restore.outcome.Problem;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreException;
import dev.restore.outcome.RowError;
import dev.restore.outcome.UnexpectedException;
import dev.restore.outcome.VerificationException;
import java.sql.SQLException;
import java.util.Locale;

/** Says of a failure that rows were committed before it, and how to go on. */
final class AfterCommits {

    private AfterCommits() {}

    /** Returns what is said of a failure that no restore foresees. */
    static RestoreException of(Phase phase, Throwable failure, Committed committed) {
        return new UnexpectedException(
                phase,
                "Something failed that should not, " + failure.getClass().getSimpleName()
                        + "; please report it with its stack trace." + hint(committed),
                failure);
    }

    private static String hint(Committed committed) {
        String hint = String.format(
                Locale.ROOT,
                committed.whole()
                        ? " The restore itself is committed: %,d rows are in."
                        : " What was committed before stays: %,d rows are in and the target is incomplete. Run it again"
                                + " with the same backup and settings to go on.",
                committed.rows());
        if (committed.safetyBackup() != null) {
            hint += " To go back instead, restore " + committed.safetyBackup()
                    + " (Restore.undo): it holds these tables as they were.";
        }
        return hint;
    }

    static RestoreException of(RestoreException failure, Committed committed) {
        String hint = hint(committed);
        String message = failure.getMessage() + hint;
        if (failure instanceof LoadException load) {
            RowError row = load.row();
            return new LoadException(row.withReason(row.reason() + "." + hint), true, load);
        }
        if (failure instanceof VerificationException verification) {
            return new VerificationException(message, true, verification.violations(), verification.rows());
        }
        if (failure instanceof RestoreCancelledException cancelled) {
            RestoreCancelledException told =
                    new RestoreCancelledException(cancelled.phase(), true, cancelled.reason(), message);
            told.addSuppressed(cancelled.redacted());
            return told;
        }
        if (failure instanceof BackupFormatException backup) {
            return new BackupFormatException(message, true, backup);
        }
        if (failure instanceof DatabaseException database && database.getCause() instanceof SQLException cause) {
            Problem busy = database.problems().stream().findFirst().orElse(null);
            return new DatabaseException(database.phase(), true, message, cause, busy);
        }
        if (failure instanceof PlanException || failure instanceof DatabaseException) {
            return failure;
        }
        return of(failure.phase(), failure, committed);
    }
}
