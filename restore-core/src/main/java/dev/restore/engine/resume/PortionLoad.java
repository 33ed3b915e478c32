package dev.restore.engine.resume;

import dev.restore.backup.reading.ReadPosition;
import dev.restore.catalog.TableName;
import dev.restore.dialect.ForeignKeyMeasure;
import dev.restore.dialect.Scope;
import dev.restore.engine.batch.Account;
import dev.restore.engine.batch.Counters;
import dev.restore.engine.content.ContentCheck;
import dev.restore.engine.keys.FollowedKeys;
import dev.restore.engine.keys.KeyFollowing;
import dev.restore.engine.load.BatchLoader;
import dev.restore.engine.load.Chunks;
import dev.restore.engine.load.LoadProgress;
import dev.restore.engine.load.LoadStep;
import dev.restore.engine.load.Passes;
import dev.restore.engine.load.Portion;
import dev.restore.engine.reject.DanglingReferences;
import dev.restore.engine.step.RunContext;
import dev.restore.engine.step.SafetyBackupGuard;
import dev.restore.outcome.RestoreEvent;
import dev.restore.plan.RestorePlan;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loads one portion on one connection from where it was left, and commits as it goes: rows and checkpoint together. */
final class PortionLoad implements Chunks {

    static final ForeignKeyMeasure ENFORCED =
            new ForeignKeyMeasure(ForeignKeyMeasure.Kind.ENFORCE, false, "each part is committed by itself");

    private final RunContext run;
    private final Ledger ledger;
    private final CheckpointStore store;
    private final Portion portion;
    private final Set<String> warnings;
    private final Scope scope;
    private final ContentCheck content;
    private final SafetyBackupGuard wayBack;
    private final Map<TableName, Account> accounts;
    private @Nullable BatchLoader loader;

    /**
     * Creates a load.
     *
     * @param run the run on the connection that is used, with the portion's own files of rejected rows
     * @param warnings takes what the user should know, from any thread
     */
    PortionLoad(RunContext run, Ledger ledger, CheckpointStore store, Portion portion, Set<String> warnings) {
        this.run = run;
        this.ledger = ledger;
        this.store = store;
        this.portion = portion;
        this.warnings = warnings;
        RestorePlan plan = run.plan();
        this.content = new ContentCheck(plan, run.options().safety(), run.session(), run.watch());
        this.wayBack = new SafetyBackupGuard(run, ledger.passes().work().saved());
        this.scope = new Passes.Pass(portion.tables(), false).scope(plan.scope());
        this.accounts =
                run.accounts(scope.loaded(), ledger.portion(portion.number()).tables());
    }

    void load(LoadProgress progress) throws SQLException {
        begin();
        content.resume(ledger.portion(portion.number()).content());
        DanglingReferences none = new DanglingReferences(run.plan().scope().catalog());
        // References are followed in restores of one transaction only, which the plan sees to.
        KeyFollowing nothing =
                new KeyFollowing(FollowedKeys.of(run.plan().scope().catalog(), List.of()));
        try (BatchLoader opened = new BatchLoader(
                run.connection(),
                run.session(),
                run.rejects(),
                none,
                nothing,
                content,
                BatchLoader.Savepoints.EACH_BATCH,
                run.messages())) {
            loader = opened;
            new LoadStep(run, opened, accounts, progress).load(portion, this);
        } finally {
            loader = null;
        }
        accounts.values().forEach(account -> warnings.addAll(account.otherKinds()));
        commit(true, null, Map.of());
    }

    @Override
    public @Nullable ReadPosition from() {
        return ledger.portion(portion.number()).position();
    }

    @Override
    public void reached(ReadPosition position, Map<TableName, Long> read) throws SQLException {
        BatchLoader open = loader;
        if (open == null) {
            throw new IllegalStateException("nothing is being loaded");
        }
        // What a loader has prepared does not outlive its transaction on every database.
        open.close();
        commit(false, position, read);
        begin();
    }

    private void begin() throws SQLException {
        run.begin(scope, ENFORCED);
        wayBack.begin();
    }

    private void commit(boolean done, @Nullable ReadPosition position, Map<TableName, Long> read) throws SQLException {
        wayBack.check(warnings);
        Map<TableName, Counters> tables = new LinkedHashMap<>();
        accounts.forEach((name, account) -> {
            tables.put(name, account.counters(0, read.getOrDefault(name, account.read())));
            if (!account.strategy().isEmpty()) {
                ledger.strategy(name, account.strategy());
            }
        });
        run.rejects().sync();
        PortionState state =
                new PortionState(done, position, tables, run.rejects().mark().lines(), content.state());
        store.write(run.connection(), portion.number(), CheckpointJson.write(state));
        warnings.addAll(run.commit());
        ledger.committed(portion.number(), state);
        run.events().accept(new RestoreEvent.Checkpointed(ledger.rows()));
    }
}
