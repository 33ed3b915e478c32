package dev.restore.engine;

import dev.restore.backup.BackupReader;
import dev.restore.catalog.LoadOrder;
import dev.restore.catalog.Table;
import dev.restore.catalog.TableName;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.outcome.RestoreEvent;
import dev.restore.plan.RestoreOptions;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.TablePlan;
import dev.restore.plan.TablePlan.ManyToMany;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows in. Where the foreign keys allow any order the backup is read once; otherwise once for each step of the load
 * order, each time for the tables whose parents are in by then. Reading goes on in a thread of its own.
 */
final class LoadStep {

    private final RestorePlan plan;
    private final RestoreOptions options;
    private final BackupReader reader;
    private final BatchLoader loader;
    private final Map<TableName, Account> accounts;
    private final HeapPeak heap;
    private final Watch watch;
    private final long startedAt = System.nanoTime();
    private long rows;

    LoadStep(
            RestorePlan plan,
            RestoreOptions options,
            BackupReader reader,
            BatchLoader loader,
            Map<TableName, Account> accounts,
            HeapPeak heap,
            Watch watch) {
        this.plan = plan;
        this.options = options;
        this.reader = reader;
        this.loader = loader;
        this.accounts = accounts;
        this.heap = heap;
        this.watch = watch;
    }

    /** Loads everything and returns how many rows went in. */
    long load() throws SQLException {
        List<Set<TableName>> passes = passes();
        try (ReadAhead ahead = new ReadAhead(out -> readAll(passes, out))) {
            ahead.start();
            for (ReadAhead.Item item = next(ahead); item != null; item = next(ahead)) {
                if (item instanceof ReadAhead.Parcel parcel) {
                    Account account = parcel.set().account();
                    long before = account.present();
                    loader.load(parcel.set(), parcel.batch());
                    rows += account.present() - before;
                    ahead.recycle(parcel.batch());
                    heap.sample();
                    tell(parcel, passes.size());
                } else if (item instanceof ReadAhead.Refused refused) {
                    loader.refuse(refused);
                }
            }
        }
        return rows;
    }

    private ReadAhead.@Nullable Item next(ReadAhead ahead) {
        try {
            return ahead.next(() -> watch.check(Phase.LOAD));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RestoreCancelledException(Phase.LOAD, false);
        }
    }

    private void tell(ReadAhead.Parcel parcel, int passes) {
        Account account = parcel.set().account();
        options.listener()
                .on(new RestoreEvent.Progress(
                        account.name(),
                        account.present(),
                        rows,
                        parcel.position(),
                        reader.size() < 0 ? -1 : reader.size() * passes,
                        Duration.ofNanos(System.nanoTime() - startedAt)));
    }

    /** Returns the tables that may be loaded in each reading of the backup. */
    private List<Set<TableName>> passes() {
        if (plan.measure().anyOrder()) {
            Set<TableName> all = new HashSet<>();
            plan.scope().loaded().forEach(table -> all.add(table.name()));
            return List.of(all);
        }
        LoadOrder order = LoadOrder.of(plan.scope().catalog(), plan.scope().loaded());
        Map<Integer, Set<TableName>> byLevel = new TreeMap<>();
        for (Table table : plan.scope().loaded()) {
            byLevel.computeIfAbsent(order.level(table.name()), level -> new HashSet<>())
                    .add(table.name());
        }
        return new ArrayList<>(byLevel.values());
    }

    private void readAll(List<Set<TableName>> passes, ReadAhead out) {
        long before = 0;
        for (Set<TableName> active : passes) {
            Intake intake = new Intake(reader, options, out, before);
            Set<String> wanted = new HashSet<>();
            for (TablePlan table : plan.tables()) {
                TableIntake tableIntake = tableIntake(table, active);
                if (tableIntake != null) {
                    intake.add(table.source(), tableIntake);
                    wanted.add(table.source());
                }
            }
            reader.read(wanted::contains, intake);
            intake.flush();
            before += Math.max(reader.size(), 0);
        }
    }

    private @Nullable TableIntake tableIntake(TablePlan table, Set<TableName> active) {
        List<JoinIntake> joins = new ArrayList<>();
        for (ManyToMany join : table.joins()) {
            TableName name = join.joinTable().name();
            if (active.contains(name)) {
                joins.add(new JoinIntake(join, account(name)));
            }
        }
        TableName target = table.target().name();
        if (!active.contains(target)) {
            return joins.isEmpty()
                    ? null
                    : new TableIntake(table, options, plan.survey().django(), null, joins);
        }
        return new TableIntake(table, options, plan.survey().django(), account(target), joins);
    }

    private Account account(TableName table) {
        Account account = accounts.get(table);
        if (account == null) {
            throw new IllegalStateException("no account for table " + table);
        }
        return account;
    }
}
