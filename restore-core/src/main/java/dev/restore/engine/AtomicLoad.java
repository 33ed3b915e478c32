package dev.restore.engine;

import dev.restore.backup.BackupReader;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Scope;
import dev.restore.outcome.LoadException;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreEvent;
import dev.restore.plan.RestoreOptions;
import dev.restore.plan.RestorePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Begins the one transaction, empties the tables and loads them. A plan that hopes for good rows is tried first; when they
 * defeat it everything is rolled back, and the backup is read again on the careful road, which names or rejects the bad ones.
 */
final class AtomicLoad {

    private final RestoreOptions options;
    private final BackupReader reader;
    private final Connection connection;
    private final @Nullable Savepoint callers;
    private final Dialect.Session session;
    private final Rejects rejects;
    private final HeapPeak heap;
    private final Watch watch;
    private final Consumer<Phase> phases;
    private final Consumer<RestoreEvent> events;
    private final List<String> warnings = new ArrayList<>();

    /**
     * Creates a load.
     *
     * @param callers where to roll back to in a transaction of the caller's, null when the transaction is the restore's
     * @param phases is told the phases
     * @param events is told what happens
     */
    AtomicLoad(
            RestoreOptions options,
            BackupReader reader,
            Connection connection,
            @Nullable Savepoint callers,
            Dialect.Session session,
            Rejects rejects,
            HeapPeak heap,
            Watch watch,
            Consumer<Phase> phases,
            Consumer<RestoreEvent> events) {
        this.options = options;
        this.reader = reader;
        this.connection = connection;
        this.callers = callers;
        this.session = session;
        this.rejects = rejects;
        this.heap = heap;
        this.watch = watch;
        this.phases = phases;
        this.events = events;
    }

    /**
     * What is in the database now, not yet committed.
     *
     * @param rows how many rows went in
     * @param accounts the accounts of the tables
     * @param rowsBefore how many rows the tables had that were not emptied
     * @param content what the rows should look like
     */
    record Result(long rows, Map<TableName, Account> accounts, Map<TableName, Long> rowsBefore, ContentCheck content) {}

    /** Loads. */
    Result load(RestorePlan plan) throws SQLException {
        rejects.begin(plan);
        Rejects.Mark start = rejects.mark();
        try {
            return attempt(plan);
        } catch (GivenUpException e) {
            giveUp(e);
            rejects.restart(start);
            warnings.add("The quick road was given up: " + e.reason()
                    + ". That was rolled back, and the backup read again on the careful road.");
        }
        watch.check(Phase.LOAD);
        Scope careful = plan.scope().careful();
        return attempt(plan.with(careful, session.foreignKeyMeasure(careful)));
    }

    /** Returns what the user should know although all is well. */
    List<String> warnings() {
        return warnings;
    }

    private Result attempt(RestorePlan plan) throws SQLException {
        phases.accept(Phase.PREPARE);
        watch.check(Phase.PREPARE);
        Scope scope = plan.scope();
        Map<TableName, Long> rowsBefore;
        ContentCheck content = new ContentCheck(plan, options, session, watch);
        try {
            session.begin(scope, plan.measure());
            rowsBefore = rowsBefore(scope);
            content.rememberRows();
            watch.check(Phase.PREPARE);
            session.clear(scope);
        } catch (SQLException e) {
            if (plan.measure().optimistic() || !scope.rebuilt().isEmpty()) {
                throw new GivenUpException(Messages.firstLine(e), e);
            }
            throw e;
        }
        events.accept(new RestoreEvent.Cleared(scope.cleared().stream()
                .map(table -> scope.catalog().spell(table.name()))
                .toList()));
        phases.accept(Phase.LOAD);
        WholeLoad load = new WholeLoad(
                plan, options, reader, connection, session, rejects, content, heap, watch, scope, Passes.of(plan));
        long rows = load(plan, load);
        return new Result(rows, load.accounts(), rowsBefore, content);
    }

    /** Which rows are to blame, and what becomes of them, is for the careful road to say. */
    private long load(RestorePlan plan, WholeLoad load) throws SQLException {
        try {
            long rows = load.load();
            if (plan.measure().optimistic() && rejects.any()) {
                throw new GivenUpException("rows were refused", null);
            }
            return rows;
        } catch (LoadException e) {
            if (plan.measure().optimistic()) {
                throw new GivenUpException("a row was refused", e);
            }
            throw e;
        }
    }

    private Map<TableName, Long> rowsBefore(Scope scope) throws SQLException {
        Map<TableName, Long> rows = new HashMap<>();
        for (Table table : scope.loaded()) {
            if (!scope.cleared().contains(table)) {
                rows.put(table.name(), session.count(table));
            }
        }
        return rows;
    }

    /** Rolls back. Where even that fails, what failed before it is what the user should hear of. */
    private void giveUp(GivenUpException because) throws SQLException {
        watch.leaveAlone();
        try {
            if (callers == null) {
                connection.rollback();
            } else {
                connection.rollback(callers);
            }
            session.close();
        } catch (SQLException e) {
            if (because.getCause() instanceof SQLException cause) {
                cause.addSuppressed(e);
                throw cause;
            }
            throw e;
        }
        watch.guard(session);
    }
}
