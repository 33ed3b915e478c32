package dev.restore.engine;

import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.TableReport;
import dev.restore.plan.RestorePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A restore in one transaction, its own or the caller's: all of it or nothing. */
final class AtomicRestore implements Transactions {

    private final RunContext run;
    private final RestorePlan plan;
    private final Connection connection;
    private final Dialect.Session session;
    private final boolean callersTransaction;

    AtomicRestore(RunContext run, boolean callersTransaction) {
        this.run = run;
        this.plan = run.plan();
        this.connection = run.connection();
        this.session = run.session();
        this.callersTransaction = callersTransaction;
    }

    @Override
    public Result run() throws SQLException {
        Savepoint callers = callersTransaction ? connection.setSavepoint() : null;
        try {
            return inTransaction(callers);
        } catch (Throwable e) {
            run.watch().leaveAlone();
            rollback(callers, e);
            throw e;
        }
    }

    private Result inTransaction(@Nullable Savepoint callers) throws SQLException {
        run.enter(Phase.PREPARE);
        session.begin(plan.scope(), plan.measure());
        Map<TableName, Long> rowsBefore = run.rowsBefore();
        ContentCheck content = new ContentCheck(plan, run.options(), session, run.watch());
        content.rememberRows();
        run.watch().check(Phase.PREPARE);
        session.clear(plan.scope());
        run.events().accept(new RestoreEvent.Cleared(run.names(plan.scope().cleared())));

        run.enter(Phase.LOAD);
        run.rejects().begin(plan);
        WholeLoad load = new WholeLoad(run, content, plan.scope(), Passes.of(plan));
        long rows = load.load();
        Map<TableName, Account> accounts = load.accounts();

        run.enter(Phase.FINISH);
        FinishStep finish = new FinishStep(plan, run.options(), session, accounts, rowsBefore);
        run.rejects().checkShare(accounts.values());
        finish.verify();
        List<String> warnings = content.compare();
        run.events().accept(new RestoreEvent.Verified(rows));
        warnings.addAll(finish.restartIdentities());
        Optional<String> mark = callers == null ? session.mark() : Optional.empty();
        run.watch().beginCommit(Phase.FINISH);
        if (callers == null) {
            warnings.addAll(run.commits().commit(connection, mark));
        } else {
            connection.releaseSavepoint(callers);
        }
        return new Result(accounts.values().stream().map(Account::complete).toList(), warnings);
    }

    private void rollback(@Nullable Savepoint callers, Throwable because) {
        try {
            if (callers == null) {
                connection.rollback();
            } else {
                connection.rollback(callers);
            }
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public @Nullable Checkpoint committed() {
        return null;
    }

    @Override
    public List<TableReport> committedTables() {
        return List.of();
    }
}
