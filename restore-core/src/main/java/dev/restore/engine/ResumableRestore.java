package dev.restore.engine;

import dev.restore.backup.ReadPosition;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Scope;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.TableReport;
import dev.restore.outcome.VerificationException;
import dev.restore.plan.RestorePlan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A restore that commits as it goes. With each commit goes the place in the backup from which the next run continues, so that
 * every row is loaded once however often it is killed. Parents are committed before their children, so that foreign keys stay
 * enforced; tables on a circle go in whole. Nothing of the schema is changed from one transaction to the next.
 */
final class ResumableRestore implements Transactions, Chunks {

    private static final ForeignKeyMeasure ENFORCED =
            new ForeignKeyMeasure(ForeignKeyMeasure.Kind.ENFORCE, false, "each part is committed by itself");

    private final RunContext run;
    private final RestorePlan plan;
    private final Dialect.Session session;
    private final Rejects rejects;
    private final CheckpointStore store;
    private final List<Passes.Pass> passes;
    private final Checkpoint.Work work;
    private final ContentCheck content;
    private final Map<TableName, Account> accounts = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable Checkpoint last;
    private SafetyStep.@Nullable Written saved;
    private @Nullable BatchLoader loader;

    ResumableRestore(RunContext run, Continuation continuation) {
        this.run = run;
        this.plan = run.plan();
        this.session = run.session();
        this.rejects = run.rejects();
        this.store = continuation.store();
        this.passes = continuation.passes();
        this.work = continuation.work();
        this.last = continuation.checkpoint().orElse(null);
        this.saved = last == null ? null : last.work().saved();
        this.content = new ContentCheck(plan, run.options(), session, run.watch());
        for (Table table : plan.scope().loaded()) {
            accounts.put(table.name(), new Account(table, plan.scope().catalog().spell(table.name())));
        }
    }

    @Override
    public Result run() throws SQLException {
        try {
            run.enter(Phase.PREPARE);
            rejects.begin(plan);
            prepare();
            run.events().accept(new RestoreEvent.Cleared(run.names(plan.scope().cleared())));
            run.enter(Phase.LOAD);
            load();
            run.enter(Phase.FINISH);
            finish();
        } catch (Throwable e) {
            run.watch().leaveAlone();
            rollback(e);
            throw e;
        }
        run.watch().leaveAlone();
        warnings.addAll(store.dropEmpty());
        return new Result(accounts.values().stream().map(Account::complete).toList(), warnings);
    }

    private void rollback(Throwable because) {
        try {
            if (!run.connection().getAutoCommit()) {
                run.connection().rollback();
            }
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public @Nullable Checkpoint committed() {
        return last;
    }

    @Override
    public @Nullable String safetyBackup() {
        return saved == null ? null : saved.path();
    }

    @Override
    public List<TableReport> committedTables() {
        Checkpoint checkpoint = last;
        List<TableReport> tables = new ArrayList<>();
        if (checkpoint == null) {
            return tables;
        }
        for (Account account : accounts.values()) {
            Account before = new Account(account.table(), account.name());
            Counters counters = checkpoint.tables().get(account.table().name());
            if (counters != null) {
                before.resume(counters);
            }
            tables.add(before.complete());
        }
        return tables;
    }

    /** Empties the tables, unless an earlier run has, and leaves the mark that says that the target is incomplete. */
    private void prepare() throws SQLException {
        Checkpoint from = last;
        if (from == null) {
            store.create();
            begin(plan.scope(), plan.measure());
            saved = new SafetyStep(run).write();
            Map<TableName, Long> rowsBefore = run.rowsBefore();
            content.rememberRows();
            session.clear(plan.scope());
            require(session.resumeForeignKeys(plan.scope()));
            from = Checkpoint.beginning(work.with(saved), rowsBefore, content.state());
            store.write(from);
            commit();
            last = from;
        } else {
            content.resume(from.content());
        }
        rejects.restart(new Rejects.Mark(from.rejected(), 0, from.rejectedLines()));
        from.tables().forEach((name, counters) -> {
            Account account = accounts.get(name);
            if (account != null) {
                account.resume(counters);
            }
        });
    }

    /** Loads the passes that are left. */
    private void load() throws SQLException {
        for (int i = checkpoint().pass(); i < passes.size(); i++) {
            Passes.Pass pass = passes.get(i);
            if (pass.whole()) {
                loadWhole(pass);
            } else {
                loadInChunks(pass);
            }
            advance(i + 1, null, Map.of());
        }
    }

    private void loadWhole(Passes.Pass pass) throws SQLException {
        Scope scope = pass.scope(plan.scope());
        begin(scope, session.foreignKeyMeasure(scope));
        WholeLoad load = new WholeLoad(run, content, scope, List.of(pass.tables()));
        load.load();
        accounts.putAll(load.accounts());
    }

    private void loadInChunks(Passes.Pass pass) throws SQLException {
        Exclusions none = new Exclusions(plan.scope().catalog());
        begin(pass.scope(plan.scope()), ENFORCED);
        try (BatchLoader opened = new BatchLoader(run.connection(), session, rejects, none, content, false)) {
            loader = opened;
            Map<TableName, Account> wanted = new HashMap<>(accounts);
            wanted.keySet().retainAll(pass.tables());
            new LoadStep(run, opened, wanted).load(pass.tables(), this);
        } finally {
            loader = null;
        }
    }

    @Override
    public @Nullable ReadPosition from() {
        return checkpoint().position();
    }

    @Override
    public void reached(ReadPosition position, Map<TableName, Long> read) throws SQLException {
        BatchLoader open = loader;
        if (open == null) {
            throw new IllegalStateException("no pass is being loaded in chunks");
        }
        // What a loader has prepared does not outlive its transaction on every database.
        open.close();
        int pass = checkpoint().pass();
        advance(pass, position, read);
        begin(passes.get(pass).scope(plan.scope()), ENFORCED);
    }

    private Checkpoint checkpoint() {
        Checkpoint known = last;
        if (known == null) {
            throw new IllegalStateException("nothing was prepared");
        }
        return known;
    }

    private void advance(int pass, @Nullable ReadPosition position, Map<TableName, Long> read) throws SQLException {
        Checkpoint before = checkpoint();
        Map<TableName, Counters> tables = new LinkedHashMap<>();
        accounts.forEach((name, account) -> {
            Counters counters = before.tables().get(name);
            tables.put(
                    name,
                    account.counters(
                            counters == null ? 0 : counters.before(), read.getOrDefault(name, account.read())));
        });
        rejects.sync();
        Checkpoint next = new Checkpoint(
                before.work(), pass, position, tables, rejects.mark().lines(), content.state());
        store.write(next);
        commit();
        last = next;
        run.events().accept(new RestoreEvent.Checkpointed(next.rows()));
    }

    /** Checks everything that is in, and removes the mark: the target is complete. */
    private void finish() throws SQLException {
        begin(plan.scope(), ENFORCED);
        FinishStep finish = new FinishStep(
                plan, run.options(), session, accounts, checkpoint().rowsBefore());
        rejects.checkShare(accounts.values());
        require(session.resumeForeignKeys(plan.scope()));
        finish.verify();
        warnings.addAll(content.compare());
        run.events()
                .accept(new RestoreEvent.Verified(
                        accounts.values().stream().mapToLong(Account::present).sum()));
        new WayBackNumbers(run).restart();
        warnings.addAll(finish.restartIdentities());
        store.clear();
        commit();
    }

    private void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        run.watch().check(Phase.LOAD);
        session.begin(scope, measure);
    }

    /** Commits, and nobody interrupts that. */
    private void commit() throws SQLException {
        run.watch().check(Phase.LOAD);
        run.watch().leaveAlone();
        for (String warning : run.commits().commit(run.connection(), session.mark())) {
            if (!warnings.contains(warning)) {
                warnings.add(warning);
            }
        }
        session.close();
        run.watch().guard(session);
    }

    private static void require(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new VerificationException(
                    violations.stream().map(Violation::describe).collect(Collectors.joining("; "))
                            + ". The backup does not hold the rows that are referred to.",
                    violations);
        }
    }
}
