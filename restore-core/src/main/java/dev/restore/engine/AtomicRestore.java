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
    private final @Nullable CheckpointStore givenUp;
    private SafetyStep.@Nullable Written saved;

    /**
     * Creates a restore.
     *
     * @param givenUp the checkpoint of an unfinished restore that this is the way back from, or null
     */
    AtomicRestore(RunContext run, boolean callersTransaction, @Nullable CheckpointStore givenUp) {
        this.run = run;
        this.plan = run.plan();
        this.connection = run.connection();
        this.session = run.session();
        this.callersTransaction = callersTransaction;
        this.givenUp = givenUp;
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
        saved = new SafetyStep(run).write();
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
        new WayBackNumbers(run).restart();
        warnings.addAll(finish.restartIdentities());
        if (givenUp != null) {
            givenUp.clear();
        }
        Optional<String> mark = callers == null ? session.mark() : Optional.empty();
        run.watch().beginCommit(Phase.FINISH);
        if (callers == null) {
            warnings.addAll(run.commits().commit(connection, mark));
            if (givenUp != null) {
                warnings.addAll(drop(givenUp));
            }
        } else {
            connection.releaseSavepoint(callers);
        }
        return new Result(accounts.values().stream().map(Account::complete).toList(), warnings);
    }

    /** Some databases take a table away within a transaction only, which must not be this one. */
    private List<String> drop(CheckpointStore empty) {
        try {
            session.close();
            return empty.dropEmpty();
        } catch (SQLException e) {
            return List.of("The connection could not be put back as it was: " + Messages.firstLine(e));
        }
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
    public @Nullable String safetyBackup() {
        return saved == null ? null : saved.path();
    }

    @Override
    public List<TableReport> committedTables() {
        return List.of();
    }
}
