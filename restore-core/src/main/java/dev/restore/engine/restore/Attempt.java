package dev.restore.engine.restore;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Scope;
import dev.restore.engine.batch.Account;
import dev.restore.engine.content.ContentCheck;
import dev.restore.engine.load.GivenUpException;
import dev.restore.engine.load.Load;
import dev.restore.engine.load.LoadProgress;
import dev.restore.engine.load.Passes;
import dev.restore.engine.load.WholeLoad;
import dev.restore.engine.merge.StagedLoad;
import dev.restore.engine.step.PrepareStep;
import dev.restore.engine.step.RunContext;
import dev.restore.engine.step.SafetyStep;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreEvent;
import dev.restore.plan.MergePlan;
import dev.restore.plan.RestorePlan;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One attempt of a restore in one transaction: begins it, writes the safety backup, empties the tables and loads them. Where
 * the plan hopes for good rows and they defeat it, it is given up: which rows are to blame, and what becomes of them, is for
 * the safe strategy to say.
 */
final class Attempt {

    private final RunContext run;
    private final RestorePlan plan;
    private final Scope scope;
    private final Dialect.Session session;
    private final SafetyStep safety;

    Attempt(RunContext run, SafetyStep safety) {
        this.safety = safety;
        this.run = run;
        this.plan = run.plan();
        this.scope = plan.scope();
        this.session = run.session();
    }

    /**
     * What is in the database now, not yet committed.
     *
     * @param rows how many rows went in
     * @param accounts the accounts of the tables
     * @param rowsBefore how many rows were there and stay
     * @param content what the rows should look like
     * @param load what has loaded it
     */
    record Loaded(
            long rows,
            Map<TableName, Account> accounts,
            Map<TableName, Long> rowsBefore,
            ContentCheck content,
            Load load) {}

    /**
     * Loads everything and checks the foreign keys.
     *
     * @throws GivenUpException when the safe strategy may lead to the end where this one does not
     */
    Loaded load() throws SQLException {
        run.enter(Phase.PREPARE);
        MergePlan merge = plan.merge();
        ContentCheck content = merge == null
                ? new ContentCheck(plan, run.options().safety(), session, run.watch())
                : ContentCheck.none(plan, session, run.watch());
        Map<TableName, Long> rowsBefore = prepare(content);
        run.events().accept(new RestoreEvent.Cleared(run.names(scope.cleared())));

        run.enter(Phase.LOAD);
        long size = run.reader().size();
        Load load;
        if (merge == null) {
            List<Set<TableName>> passes = Passes.of(plan);
            long bytes = size < 0 ? -1 : size * passes.size();
            load = new WholeLoad(run, content, scope, passes, () -> new LoadProgress(run.events(), bytes));
        } else {
            load = new StagedLoad(run, merge, () -> new LoadProgress(run.events(), size));
        }
        long rows;
        try {
            rows = load(load);
        } catch (Throwable e) {
            load.failed();
            throw e;
        }
        load.removed().forEach((table, gone) -> rowsBefore.merge(table, -gone, Long::sum));
        return new Loaded(rows, load.accounts(), rowsBefore, content, load);
    }

    private Map<TableName, Long> prepare(ContentCheck content) throws SQLException {
        try {
            return new PrepareStep(run, safety, content).prepare();
        } catch (SQLException e) {
            if (plan.measure().optimistic() || !scope.rebuilt().isEmpty()) {
                GivenUpException.throwIfRowsMayBeToBlame("the tables could not be prepared", e, !emptiesAllRebuilt());
            }
            throw e;
        }
    }

    /** Others who hold on to a table that is emptied are in the way whatever the strategy. */
    private boolean emptiesAllRebuilt() {
        Set<TableName> cleared = scope.cleared().stream().map(Table::name).collect(Collectors.toSet());
        return scope.rebuilt().stream().allMatch(rebuilt -> cleared.contains(rebuilt.table()));
    }

    private long load(Load load) throws SQLException {
        long rows;
        try {
            rows = load.load();
        } catch (LoadException e) {
            if (plan.measure().optimistic()) {
                throw new GivenUpException("a row was refused", e);
            }
            throw e;
        }
        if (plan.measure().optimistic() && run.rejects().any()) {
            throw new GivenUpException("rows were refused", null);
        }
        return rows;
    }
}
