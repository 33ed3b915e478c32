package dev.restore.engine;

import dev.restore.backup.Manifest;
import dev.restore.backup.Manifest.WayBack;
import dev.restore.catalog.Column;
import dev.restore.plan.RestoreOptions.Mode;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.TablePlan;
import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Optional;

/** Sets sequences and identities to where they stood when a safety backup was written, if it is one that is restored. */
final class WayBackNumbers {

    private final RunContext run;

    WayBackNumbers(RunContext run) {
        this.run = run;
    }

    /** Sets them. What lies behind the rows all the same is moved by the step that comes next, as after any restore. */
    void restart() throws SQLException {
        Optional<WayBack> known = run.reader().manifest().map(Manifest::wayBack);
        RestorePlan plan = run.plan();
        if (known.isEmpty() || plan.mode() != Mode.REPLACE) {
            return;
        }
        for (TablePlan table : plan.tables()) {
            for (Column column : table.target().columns()) {
                BigInteger next = known.get().next(table.source(), column.name());
                if (next != null && column.numbered()) {
                    run.session().restartIdentity(table.target(), column, next);
                }
            }
        }
    }
}
