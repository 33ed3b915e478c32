package dev.restore.engine.resume;

import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.catalog.Violation;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.Scope;
import dev.restore.engine.batch.Account;
import dev.restore.engine.batch.Counters;
import dev.restore.engine.content.ContentCheck;
import dev.restore.engine.keys.FollowedKeys;
import dev.restore.engine.keys.KeyFollowing;
import dev.restore.engine.load.DanglingRows;
import dev.restore.engine.load.LoadProgress;
import dev.restore.engine.load.Passes;
import dev.restore.engine.load.Portion;
import dev.restore.engine.load.WholeLoad;
import dev.restore.engine.reject.RejectBudget;
import dev.restore.engine.reject.Rejects;
import dev.restore.engine.step.Committed;
import dev.restore.engine.step.FinishStep;
import dev.restore.engine.step.PrepareStep;
import dev.restore.engine.step.RunContext;
import dev.restore.engine.step.SafetyBackupGuard;
import dev.restore.engine.step.SafetyStep;
import dev.restore.engine.step.Transactions;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreEvent;
import dev.restore.outcome.TableReport;
import dev.restore.plan.RestorePlan;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A restore that commits as it goes, over one connection or several. With each commit goes the place in the backup from which the
 * next run continues, so that every row is loaded once however often it is killed. A pass holds the tables of one level of the
 * graph of foreign keys and is cut into {@linkplain Portion portions}, which are loaded in any order and side by side; parents are
 * committed before their children, so that foreign keys stay enforced; tables on a circle go in whole, on the first connection
 * alone. Nothing of the schema is changed from one transaction to the next.
 */
public final class ResumableRestore implements Transactions {

    private final RunContext run;
    private final RestorePlan plan;
    private final Dialect.Session session;
    private final Rejects rejects;
    private final CheckpointStore store;
    private final List<Passes.Pass> passes;
    private final Checkpoint.Work work;
    private final ContentCheck content;
    private final Worker.Opener opener;
    private final int connections;
    private final long rowsEarlier;
    private final Set<String> warnings = Collections.synchronizedSet(new LinkedHashSet<>());
    private @Nullable Ledger committed;
    private boolean finished;
    private SafetyStep.@Nullable Written saved;

    public ResumableRestore(RunContext run, ResumeDecision decision, Worker.Opener opener) {
        this.run = run;
        this.plan = run.plan();
        this.session = run.session();
        this.rejects = run.rejects();
        this.store = decision.store();
        this.passes = decision.passes();
        this.work = decision.work();
        this.opener = opener;
        this.connections = decision.connections();
        this.committed = decision.ledger().orElse(null);
        this.rowsEarlier = committed == null ? 0 : committed.rows();
        this.saved = committed == null ? null : committed.passes().work().saved();
        this.content = new ContentCheck(plan, run.options().safety(), session, run.watch());
    }

    @Override
    public Result run() throws SQLException {
        List<TableReport> tables;
        try {
            run.enter(Phase.PREPARE);
            try (Workers workers = Workers.open(opener, run, connections)) {
                rejects.begin(plan);
                Ledger ledger = prepare(workers);
                run.events()
                        .accept(new RestoreEvent.Cleared(run.names(plan.scope().cleared())));
                run.enter(Phase.LOAD);
                load(ledger, workers);
            }
            run.enter(Phase.FINISH);
            tables = finish(ledger());
        } catch (Throwable e) {
            run.rollback(e);
            throw e;
        } finally {
            run.watch().leaveAlone();
        }
        warnings.addAll(store.dropEmpty(run.connection()));
        return new Result(tables, new ArrayList<>(warnings), List.of());
    }

    @Override
    public @Nullable Committed committed() {
        Ledger ledger = committed;
        if (ledger == null) {
            return null;
        }
        SafetyStep.Written kept = ledger.passes().work().saved();
        return new Committed(
                ledger.rows(),
                finished,
                kept == null ? null : kept.path(),
                accounts(ledger).values().stream().map(Account::complete).toList());
    }

    @Override
    public long rowsEarlier() {
        return rowsEarlier;
    }

    @Override
    public @Nullable String safetyBackup() {
        return saved == null ? null : saved.path();
    }

    private Ledger ledger() {
        Ledger known = committed;
        if (known == null) {
            throw new IllegalStateException("nothing was prepared");
        }
        return known;
    }

    private Map<TableName, Account> accounts(Ledger ledger) {
        Map<TableName, Account> accounts = run.accounts(plan.scope().loaded(), ledger.tables());
        accounts.forEach((name, account) -> account.strategy(ledger.strategy(name)));
        return accounts;
    }

    /** Empties the tables, unless an earlier run has, and leaves the mark that says that the target is incomplete. */
    private Ledger prepare(Workers workers) throws SQLException {
        Ledger from = committed;
        if (from == null) {
            store.create(run.connection());
            try {
                workers.requireSameDatabase(store);
            } catch (SQLException e) {
                warnings.addAll(store.dropEmpty(run.connection()));
                throw e;
            }
            Map<TableName, Long> rowsBefore = clear();
            Checkpoint beginning = Checkpoint.beginning(work.with(saved), rowsBefore, content.state());
            store.write(run.connection(), CheckpointStore.PASSES, CheckpointJson.write(beginning));
            commit();
            from = new Ledger(beginning, Map.of());
            committed = from;
        } else {
            content.resume(from.passes().content());
        }
        Map<String, Long> rejected = new HashMap<>();
        for (Account account : accounts(from).values()) {
            rejected.put(account.name(), account.rejected());
        }
        long rows = rejected.values().stream().mapToLong(each -> each).sum();
        rejects.restart(new Rejects.Mark(
                new RejectBudget.Mark(rows, 0, rejected), from.passes().rejectedLines()));
        rejects.forget(from.passes().pass());
        return from;
    }

    /**
     * Writes the safety backup and empties the tables, once more when triggers have changed rows of others by that: these are in
     * the backup then.
     *
     * @return how many rows each table had
     */
    private Map<TableName, Long> clear() throws SQLException {
        SafetyStep safety = new SafetyStep(run);
        while (true) {
            Map<TableName, Long> rowsBefore = new PrepareStep(run, safety, content).prepare();
            saved = safety.written();
            require(session.resumeForeignKeys(plan.scope()));
            Set<Table> missed = safety.missed();
            Set<Table> wanted = safety.permitted(missed);
            if (wanted.isEmpty()) {
                if (!missed.isEmpty()) {
                    warnings.add(SafetyStep.notExact(run, missed));
                }
                return rowsBefore;
            }
            run.watch().leaveAlone(session);
            run.connection().rollback();
            session.close();
            safety.discard();
            safety.include(wanted);
            run.watch().guard(session);
        }
    }

    /** Loads the passes that are left. */
    private void load(Ledger ledger, Workers workers) throws SQLException {
        PassProgress progress = new PassProgress(run, passes, ledger);
        for (int i = ledger.passes().pass(); i < passes.size(); i++) {
            Passes.Pass pass = passes.get(i);
            if (pass.whole()) {
                loadWhole(pass, ledger, progress);
            } else {
                loadPortions(pass, ledger, workers, progress);
            }
        }
    }

    private void loadWhole(Passes.Pass pass, Ledger ledger, PassProgress progress) throws SQLException {
        Scope scope = pass.scope(plan.scope());
        run.begin(scope, session.foreignKeyMeasure(scope));
        SafetyBackupGuard wayBack = new SafetyBackupGuard(run, saved);
        wayBack.begin();
        WholeLoad load = new WholeLoad(run, content, scope, List.of(pass.tables()), progress::begin);
        load.load();
        Map<TableName, Counters> tables = ledger.tables();
        load.accounts().forEach((name, account) -> {
            tables.merge(name, account.counters(0, account.read()), Counters::plus);
            ledger.strategy(name, account.strategy());
            warnings.addAll(account.otherKinds());
        });
        wayBack.check(warnings);
        advance(ledger, tables);
    }

    private void loadPortions(Passes.Pass pass, Ledger ledger, Workers workers, PassProgress passProgress)
            throws SQLException {
        List<Portion> portions = Portion.of(pass, plan, run.reader().rowFiles());
        LoadProgress progress = passProgress.begin();
        // The largest first: nobody waits long for the last one then.
        List<Portion> left = portions.stream()
                .filter(portion -> !ledger.portion(portion.number()).done())
                .sorted(Comparator.comparingLong((Portion portion) -> portion.bytes(0))
                        .reversed())
                .toList();
        int number = ledger.passes().pass();
        workers.load(left, (worker, portion) -> {
            Map<String, Long> lines = ledger.portion(portion.number()).rejectedLines();
            try (Rejects own = rejects.portion(number, portion.number(), lines)) {
                new PortionLoad(worker.rejectingTo(own), ledger, store, portion, warnings).load(progress);
            }
        });
        run.begin(pass.scope(plan.scope()), PortionLoad.ENFORCED);
        Map<Integer, PortionState> states = new TreeMap<>();
        Map<Integer, Map<String, Long>> rejectedLines = new TreeMap<>();
        for (Portion portion : portions) {
            PortionState state = ledger.portion(portion.number());
            states.put(portion.number(), state);
            rejectedLines.put(portion.number(), state.rejectedLines());
        }
        rejects.absorb(number, rejectedLines);
        for (PortionState state : states.values()) {
            content.resume(state.content());
        }
        store.clearPortions(run.connection());
        advance(ledger, ledger.tables());
        rejects.forget(ledger.passes().pass());
    }

    /** Commits the end of a pass. */
    private void advance(Ledger ledger, Map<TableName, Counters> tables) throws SQLException {
        Checkpoint before = ledger.passes();
        rejects.sync();
        Checkpoint next = new Checkpoint(
                before.work(), before.pass() + 1, tables, rejects.mark().lines(), content.state());
        store.write(run.connection(), CheckpointStore.PASSES, CheckpointJson.write(next));
        commit();
        ledger.committed(next);
        run.events().accept(new RestoreEvent.Checkpointed(ledger.rows()));
    }

    private void commit() throws SQLException {
        warnings.addAll(run.commit());
    }

    /** Checks everything that is in, and removes the mark: the target is complete. */
    private List<TableReport> finish(Ledger ledger) throws SQLException {
        run.begin(plan.scope(), PortionLoad.ENFORCED);
        require(session.resumeForeignKeys(plan.scope()));
        Map<TableName, Account> accounts = accounts(ledger);
        FinishStep finish = new FinishStep(run, accounts, ledger.passes().rowsBefore(), content);
        warnings.addAll(finish.finish(ledger.rows()));
        List<TableReport> tables =
                accounts.values().stream().map(Account::complete).toList();
        store.clear(run.connection());
        commit();
        finished = true;
        return tables;
    }

    private void require(List<Violation> violations) {
        if (!violations.isEmpty()) {
            KeyFollowing nothing = new KeyFollowing(FollowedKeys.of(plan.scope().catalog(), List.of()));
            throw new DanglingRows(run, nothing).name(violations, ".");
        }
    }
}
