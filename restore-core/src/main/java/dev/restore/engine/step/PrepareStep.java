package dev.restore.engine.step;

import dev.restore.catalog.TableName;
import dev.restore.dialect.Scope;
import dev.restore.engine.content.ContentCheck;
import dev.restore.outcome.Phase;
import java.sql.SQLException;
import java.util.Map;

/** Begins the transaction in which tables are emptied: writes the safety backup, looks at what stays, and empties them. */
public final class PrepareStep {

    private final RunContext run;
    private final SafetyStep safety;
    private final ContentCheck content;

    public PrepareStep(RunContext run, SafetyStep safety, ContentCheck content) {
        this.run = run;
        this.safety = safety;
        this.content = content;
    }

    /**
     * Does it.
     *
     * @return how many rows of each table stay
     */
    public Map<TableName, Long> prepare() throws SQLException {
        Scope scope = run.plan().scope();
        run.session().begin(scope, run.plan().measure());
        safety.write();
        Map<TableName, Long> rowsBefore = run.rowsBefore();
        content.rememberRows();
        run.watch().check(Phase.PREPARE);
        run.session().clear(scope);
        return rowsBefore;
    }
}
