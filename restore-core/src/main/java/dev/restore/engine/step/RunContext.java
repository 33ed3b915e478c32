package dev.restore.engine.step;

import dev.restore.backup.reading.BackupReader;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Scope;
import dev.restore.engine.batch.Account;
import dev.restore.engine.batch.Counters;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.reject.Rejects;
import dev.restore.engine.session.HeapPeak;
import dev.restore.engine.session.Messages;
import dev.restore.engine.session.Watchdog;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreEvent;
import dev.restore.plan.RestorePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the steps of one run share.
 *
 * @param plan what is done
 * @param options the caller's wishes
 * @param reader the opened backup
 * @param connection the connection
 * @param session the dialect's session on it
 * @param commits commits its transactions
 * @param rejects takes bad rows
 * @param heap watches the memory
 * @param watch ends the run when it is to end
 * @param phases is told which step comes next
 * @param events is told what happens
 */
public record RunContext(
        RestorePlan plan,
        RestoreOptions options,
        BackupReader reader,
        Connection connection,
        Dialect.Session session,
        CommitStep commits,
        Rejects rejects,
        HeapPeak heap,
        Watchdog watch,
        Consumer<Phase> phases,
        Consumer<RestoreEvent> events) {

    /** Returns the same with another plan. */
    public RunContext with(RestorePlan other) {
        return new RunContext(
                other, options, reader, connection, session, commits, rejects, heap, watch, phases, events);
    }

    /** Goes to a step, unless the run is to end. */
    public void enter(Phase phase) {
        phases.accept(phase);
        watch.check(phase);
    }

    /** Returns the same run on another connection, with a reader of its own. */
    public RunContext on(
            BackupReader ownReader, Connection other, Dialect.Session otherSession, CommitStep otherCommits) {
        return new RunContext(
                plan, options, ownReader, other, otherSession, otherCommits, rejects, heap, watch, phases, events);
    }

    /** Returns the same run with rejected rows going elsewhere. */
    public RunContext rejectingTo(Rejects other) {
        return new RunContext(plan, options, reader, connection, session, commits, other, heap, watch, phases, events);
    }

    /** Begins one of several transactions. */
    public void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        watch.check(Phase.LOAD);
        session.begin(scope, measure);
    }

    /**
     * Commits one of several transactions, and nobody interrupts that.
     *
     * @return warnings
     */
    public List<String> commit() throws SQLException {
        watch.check(Phase.LOAD);
        session.triggers().resume();
        watch.leaveAlone(session);
        List<String> warnings = commits.commit(connection, session.commits().mark());
        session.close();
        watch.guard(session);
        return warnings;
    }

    /** Rolls back what is not committed, because something has failed. */
    public void rollback(Throwable because) {
        watch.leaveAlone(session);
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            because.addSuppressed(messages().redacted(e));
        }
    }

    /** Returns how many rows of each table that is loaded stay. Called before the tables are emptied. */
    public Map<TableName, Long> rowsBefore() throws SQLException {
        Map<TableName, Long> rows = new LinkedHashMap<>();
        for (Table table : plan.scope().loaded()) {
            rows.put(
                    table.name(),
                    plan.scope().cleared().contains(table)
                            ? 0
                            : session.reading().count(table));
        }
        return rows;
    }

    /** Returns what says what the driver of its connection said. */
    public Messages messages() {
        return new Messages(session, plan.scope().catalog());
    }

    /**
     * Returns the accounts of tables, in their order.
     *
     * @param counted what is counted already, for some of them
     */
    public Map<TableName, Account> accounts(Collection<Table> tables, Map<TableName, Counters> counted) {
        Map<TableName, Account> accounts = new LinkedHashMap<>();
        for (Table table : tables) {
            Account account = new Account(table, plan.scope().catalog().spell(table.name()));
            Counters counters = counted.get(table.name());
            if (counters != null) {
                account.resume(counters);
            }
            accounts.put(table.name(), account);
        }
        return accounts;
    }

    /** Returns the names of tables for people. */
    public List<String> names(List<Table> tables) {
        return tables.stream()
                .map(table -> plan.scope().catalog().spell(table.name()))
                .toList();
    }
}
