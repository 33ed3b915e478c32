package dev.restore.engine.restore;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Scope;
import dev.restore.engine.batch.Account;
import dev.restore.engine.load.GivenUpException;
import dev.restore.engine.load.Load;
import dev.restore.engine.reject.Rejects;
import dev.restore.engine.resume.CheckpointStore;
import dev.restore.engine.step.Committed;
import dev.restore.engine.step.FinishStep;
import dev.restore.engine.step.RunContext;
import dev.restore.engine.step.SafetyStep;
import dev.restore.engine.step.Transactions;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.TableReport;
import dev.restore.plan.RestorePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A restore in one transaction, its own or the caller's: all of it or nothing. A plan that hopes for good rows is tried first;
 * when they defeat it, that is rolled back and the backup read again with the safe strategy.
 */
final class AtomicRestore implements Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(AtomicRestore.class);

    /** What one reading shows that triggers change may let them change something else in the next. */
    private static final int MAX_READINGS = 3;

    private final RunContext run;
    private final RestorePlan plan;
    private final Connection connection;
    private final Dialect.Session session;
    private final boolean callersTransaction;
    private final @Nullable CheckpointStore givenUp;
    private final SafetyStep safety;
    private @Nullable Load load;
    private @Nullable Committed committed;

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
        this.safety = new SafetyStep(run);
    }

    @Override
    public Result run() throws SQLException {
        Savepoint callers = callersTransaction ? connection.setSavepoint() : null;
        try {
            return inTransaction(callers);
        } catch (Throwable e) {
            run.watch().leaveAlone();
            if (committed == null) {
                rollback(callers, e);
                if (load != null) {
                    load.failed();
                }
            }
            throw e;
        }
    }

    private Result inTransaction(@Nullable Savepoint callers) throws SQLException {
        run.rejects().begin(plan);
        List<String> warnings = new ArrayList<>();
        Attempt.Loaded loaded = load(callers, warnings);
        load = loaded.load();
        Map<TableName, Account> accounts = loaded.accounts();
        warnings.addAll(loaded.load().notes());

        run.enter(Phase.FINISH);
        FinishStep finish = new FinishStep(run, accounts, loaded.rowsBefore(), loaded.content());
        warnings.addAll(finish.finish(loaded.rows()));
        // An account that does not add up must not be seen after the commit.
        List<TableReport> tables =
                accounts.values().stream().map(Account::complete).toList();
        if (givenUp != null) {
            givenUp.clear(connection);
        }
        Optional<String> mark = callers == null ? session.commits().mark() : Optional.empty();
        run.watch().beginCommit(Phase.FINISH);
        if (callers == null) {
            warnings.addAll(run.commits().commit(connection, mark));
            committed = new Committed(loaded.rows(), true, safetyBackup(), tables);
            if (givenUp != null) {
                warnings.addAll(drop(givenUp));
            }
        } else {
            connection.releaseSavepoint(callers);
        }
        loaded.load().committed(warnings);
        return new Result(tables, warnings, loaded.load().keys());
    }

    /** Some databases take a table away within a transaction only, which must not be this one. */
    private List<String> drop(CheckpointStore empty) {
        try {
            session.close();
            return empty.dropEmpty(connection);
        } catch (SQLException e) {
            return List.of("The connection could not be put back as it was: "
                    + run.messages().of(e));
        }
    }

    /**
     * Loads, and once more with a larger safety backup when triggers have changed rows that are not in it: what they would change
     * cannot be known before.
     */
    private Attempt.Loaded load(@Nullable Savepoint callers, List<String> warnings) throws SQLException {
        Rejects.Mark start = run.rejects().mark();
        for (int reading = 1; ; reading++) {
            List<String> told = new ArrayList<>();
            Attempt.Loaded loaded = loadOnce(callers, told);
            Set<Table> missed = safety.missed();
            Set<Table> wanted = reading == MAX_READINGS ? Set.of() : safety.permitted(missed);
            if (wanted.isEmpty()) {
                warnings.addAll(told);
                if (!missed.isEmpty()) {
                    warnings.add(SafetyStep.notExact(run, missed));
                }
                return loaded;
            }
            String reason = "what fires has changed rows of " + String.join(", ", run.names(List.copyOf(wanted)))
                    + ", which were not in the safety backup";
            LOG.debug("starting over: {}", reason);
            rollback(callers);
            session.close();
            safety.discard();
            safety.include(wanted);
            run.watch().guard(session);
            startOver(start, reason);
            warnings.add("To make the way back exact, the backup was read once more: " + reason + " and are now.");
        }
    }

    private void startOver(Rejects.Mark start, String reason) {
        run.rejects().restart(start);
        run.watch().check(Phase.LOAD);
        run.events().accept(new RestoreEvent.StartedOver(reason));
    }

    /** Loads, with the safe strategy when the plan hoped in vain. Nothing of what was given up is left, in no account either. */
    private Attempt.Loaded loadOnce(@Nullable Savepoint callers, List<String> warnings) throws SQLException {
        Rejects.Mark start = run.rejects().mark();
        String reason;
        try {
            return new Attempt(run, safety).load();
        } catch (GivenUpException e) {
            LOG.debug("the optimistic strategy is given up: {}", e.reason());
            giveUp(callers, e);
            reason = e.reason();
        }
        startOver(start, reason);
        warnings.add("The optimistic strategy was given up: " + reason
                + ". That was rolled back, and the backup read again with the safe one.");
        Scope safe = plan.scope().safe();
        return new Attempt(run.with(plan.with(safe, session.foreignKeyMeasure(safe))), safety).load();
    }

    /** Where not even a rollback is possible, what failed before it is what the user should hear of. */
    private void giveUp(@Nullable Savepoint callers, GivenUpException because) throws SQLException {
        run.watch().leaveAlone();
        try {
            rollback(callers);
            session.close();
            safety.discard();
        } catch (SQLException e) {
            if (because.getCause() instanceof SQLException cause) {
                cause.addSuppressed(e);
                throw cause;
            }
            throw e;
        }
        run.watch().guard(session);
    }

    private void rollback(@Nullable Savepoint callers) throws SQLException {
        if (callers == null) {
            connection.rollback();
        } else {
            connection.rollback(callers);
        }
    }

    private void rollback(@Nullable Savepoint callers, Throwable because) {
        try {
            rollback(callers);
        } catch (SQLException e) {
            because.addSuppressed(run.messages().redacted(e));
        }
    }

    @Override
    public @Nullable Committed committed() {
        return committed;
    }

    @Override
    public long rowsEarlier() {
        return 0;
    }

    @Override
    public @Nullable String safetyBackup() {
        SafetyStep.Written saved = safety.written();
        return saved == null ? null : saved.path();
    }
}
