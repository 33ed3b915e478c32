package dev.restore.engine.restore;

import dev.restore.engine.session.BorrowedConnection;
import dev.restore.engine.session.TargetName;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.RestoreReport;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what became of the rows of a run that has succeeded, and where they are. */
final class RunLog {

    private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

    private String target = "";
    private boolean joined;

    /** Notes where the run restores to. */
    void begun(BorrowedConnection borrowed) throws SQLException {
        target = TargetName.of(borrowed.connection().getMetaData().getURL());
        joined = borrowed.callersTransaction();
    }

    /** A loss is a warning, and what the caller has yet to commit is not called restored. */
    void ended(String backup, RestoreReport report) {
        String what = joined ? "loaded, not yet committed by the caller:" : "restored";
        long rows = report.totals().inserted() + report.totals().updated();
        long millis = report.duration().toMillis();
        if (report.outcome() == Outcome.COMPLETE_WITH_LOSS) {
            LOG.warn(
                    "{} {} into {} with loss: {} rows in {} ms, {} rows rejected",
                    what,
                    backup,
                    target,
                    rows,
                    millis,
                    report.totals().rejected());
        } else {
            LOG.info("{} {} into {}: {} rows in {} ms", what, backup, target, rows, millis);
        }
    }
}
