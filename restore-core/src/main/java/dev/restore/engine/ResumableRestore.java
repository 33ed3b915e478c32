package dev.restore.engine;

import dev.restore.backup.BackupReader;
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
import dev.restore.plan.RestoreOptions;
import dev.restore.plan.RestorePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A restore that commits as it goes. With each commit goes the place in the backup from which the next run continues, so that
 * every row is loaded once however often it is killed. Parents are committed before their children, so that foreign keys stay
 * enforced; tables on a circle go in whole. Nothing of the schema is changed from one transaction to the next.
 */
final class ResumableRestore implements Chunks {

    private static final Logger LOG = LoggerFactory.getLogger(ResumableRestore.class);

    private static final ForeignKeyMeasure ENFORCED =
            new ForeignKeyMeasure(ForeignKeyMeasure.Kind.ENFORCE, false, "each part is committed by itself");

    private final RestorePlan plan;
    private final RestoreOptions options;
    private final BackupReader reader;
    private final Connection connection;
    private final Dialect.Session session;
    private final CommitStep commits;
    private final CheckpointStore store;
    private final List<Passes.Pass> passes;
    private final Rejects rejects;
    private final ContentCheck content;
    private final HeapPeak heap;
    private final Watch watch;
    private final Consumer<RestoreEvent> events;
    private final Map<TableName, Account> accounts = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable Checkpoint last;
    private @Nullable BatchLoader loader;

    ResumableRestore(
            RestorePlan plan,
            RestoreOptions options,
            BackupReader reader,
            Connection connection,
            Dialect.Session session,
            CommitStep commits,
            Continuation continuation,
            Rejects rejects,
            HeapPeak heap,
            Watch watch,
            Consumer<RestoreEvent> events) {
        this.plan = plan;
        this.options = options;
        this.reader = reader;
        this.connection = connection;
        this.session = session;
        this.commits = commits;
        this.store = continuation.store();
        this.passes = continuation.passes();
        this.last = continuation.checkpoint().orElse(null);
        this.rejects = rejects;
        this.content = new ContentCheck(plan, options, session, watch);
        this.heap = heap;
        this.watch = watch;
        this.events = events;
        for (Table table : plan.scope().loaded()) {
            accounts.put(table.name(), new Account(table, plan.scope().catalog().spell(table.name())));
        }
    }

    /** Returns what is committed, null as long as nothing is. */
    @Nullable
    Checkpoint committed() {
        return last;
    }

    /** Returns the accounts of what is committed. */
    List<TableReport> committedTables() {
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
    void prepare(Checkpoint.Work work) throws SQLException {
        Checkpoint from = last;
        if (from == null) {
            store.create();
            begin(plan.scope(), plan.measure());
            Map<TableName, Long> rowsBefore = new LinkedHashMap<>();
            for (Table table : plan.scope().loaded()) {
                boolean cleared = plan.scope().cleared().contains(table);
                rowsBefore.put(table.name(), cleared ? 0 : session.count(table));
            }
            session.clear(plan.scope());
            require(session.resumeForeignKeys(plan.scope()));
            from = Checkpoint.beginning(work, rowsBefore);
            store.write(from);
            commit();
            last = from;
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
    void load() throws SQLException {
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
        WholeLoad load = new WholeLoad(
                plan,
                options,
                reader,
                connection,
                session,
                rejects,
                content,
                heap,
                watch,
                scope,
                List.of(pass.tables()));
        load.load();
        accounts.putAll(load.accounts());
    }

    private void loadInChunks(Passes.Pass pass) throws SQLException {
        Exclusions none = new Exclusions(plan.scope().catalog());
        begin(pass.scope(plan.scope()), ENFORCED);
        try (BatchLoader opened = new BatchLoader(connection, session, rejects, none, content)) {
            loader = opened;
            Map<TableName, Account> wanted = new HashMap<>(accounts);
            wanted.keySet().retainAll(pass.tables());
            new LoadStep(plan, options, reader, opened, wanted, heap, watch).load(pass.tables(), this);
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
                before.work(), pass, position, tables, rejects.mark().lines());
        store.write(next);
        commit();
        last = next;
        events.accept(new RestoreEvent.Checkpointed(next.rows()));
    }

    /** Checks everything that is in, and removes the mark: the target is complete. */
    void finish() throws SQLException {
        begin(plan.scope(), ENFORCED);
        FinishStep finish =
                new FinishStep(plan, options, session, accounts, checkpoint().rowsBefore());
        rejects.checkShare(accounts.values());
        require(session.resumeForeignKeys(plan.scope()));
        finish.verify();
        events.accept(new RestoreEvent.Verified(
                accounts.values().stream().mapToLong(Account::present).sum()));
        warnings.addAll(finish.restartIdentities());
        store.clear();
        commit();
    }

    /** Drops the table of the mark, which is empty by now. */
    void cleanUp() {
        try {
            store.drop();
        } catch (SQLException e) {
            LOG.warn("the empty table {} could not be dropped", store.table(), e);
            warnings.add("The empty table " + store.table() + " could not be dropped: " + Messages.firstLine(e));
        }
    }

    Map<TableName, Account> accounts() {
        return accounts;
    }

    List<String> warnings() {
        return warnings;
    }

    private void begin(Scope scope, ForeignKeyMeasure measure) throws SQLException {
        watch.check(Phase.LOAD);
        Set<TableName> loaded = scope.loaded().stream().map(Table::name).collect(Collectors.toSet());
        LOG.debug("a transaction begins for {}", loaded);
        session.begin(scope, measure);
    }

    /** Commits, and nobody interrupts that. */
    private void commit() throws SQLException {
        watch.check(Phase.LOAD);
        watch.leaveAlone();
        warnings.addAll(commits.commit(connection, session.mark()));
        session.close();
        watch.guard(session);
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
