package dev.restore.engine.load;

import dev.restore.backup.Survey;
import dev.restore.backup.reading.BackupFile;
import dev.restore.backup.reading.BackupReader;
import dev.restore.backup.reading.ReadPosition;
import dev.restore.catalog.TableName;
import dev.restore.dialect.Dialect;
import dev.restore.dialect.LoadTarget;
import dev.restore.dialect.RowsEncoder;
import dev.restore.engine.batch.Account;
import dev.restore.engine.batch.Item;
import dev.restore.engine.batch.Outlet;
import dev.restore.engine.batch.RowBatch;
import dev.restore.engine.intake.Intake;
import dev.restore.engine.intake.JoinIntake;
import dev.restore.engine.intake.ReadAhead;
import dev.restore.engine.intake.TableIntake;
import dev.restore.engine.keys.FollowedKeys;
import dev.restore.engine.options.RestoreOptions;
import dev.restore.engine.session.Watchdog;
import dev.restore.engine.stage.Stages;
import dev.restore.engine.step.RunContext;
import dev.restore.outcome.Phase;
import dev.restore.outcome.RestoreCancelledException;
import dev.restore.plan.RestorePlan;
import dev.restore.plan.TablePlan;
import dev.restore.plan.TablePlan.ManyToMany;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rows in, in one reading of the backup or several, each for the tables whose parents are in by then. Reading goes on
 * in a thread of its own, unless there is little to read.
 */
public final class LoadStep {

    /** Up to this size and so many rows reading is over before another thread would have begun. */
    private static final long SMALL_BYTES = 256 << 10;

    private static final long SMALL_ROWS = 2000;

    private final RestorePlan plan;
    private final RestoreOptions options;
    private final BackupReader reader;
    private final BatchLoader loader;
    private final Dialect.Session session;
    private final Map<TableName, Account> accounts;
    private final Watchdog watch;
    private final LoadProgress progress;
    private final FollowedKeys followed;
    private final @Nullable Stages stages;
    private @Nullable Portion portion;
    private long rows;

    /** Creates a step whose rows go into their tables. */
    public LoadStep(RunContext run, BatchLoader loader, Map<TableName, Account> accounts, LoadProgress progress) {
        this(run, loader, accounts, progress, null);
    }

    /**
     * Creates a step.
     *
     * @param stages where rows go, null for their tables
     */
    public LoadStep(
            RunContext run,
            BatchLoader loader,
            Map<TableName, Account> accounts,
            LoadProgress progress,
            @Nullable Stages stages) {
        this.stages = stages;
        this.plan = run.plan();
        this.options = run.options();
        this.reader = run.reader();
        this.loader = loader;
        this.session = run.session();
        this.accounts = accounts;
        this.watch = run.watch();
        this.progress = progress;
        this.followed = FollowedKeys.of(plan);
    }

    /**
     * Loads everything and returns how many rows went in.
     *
     * @param passes the tables that may be loaded in each reading of the backup
     */
    public long load(List<Set<TableName>> passes) throws SQLException {
        return load(passes, null);
    }

    /**
     * Loads a portion and returns how many rows went in.
     *
     * @param chunks says where it begins and is told the places where it could begin again
     */
    public long load(Portion one, Chunks chunks) throws SQLException {
        portion = one;
        return load(List.of(one.tables()), chunks);
    }

    private long load(List<Set<TableName>> passes, @Nullable Chunks chunks) throws SQLException {
        if (small()) {
            List<Item> items = new ArrayList<>();
            readAll(passes, chunks, target -> Optional.empty(), new Outlet() {
                @Override
                public void put(Item item) {
                    items.add(item);
                }

                @Override
                public RowBatch takeEmpty() {
                    return new RowBatch();
                }
            });
            for (Item item : items) {
                watch.check(Phase.LOAD);
                take(item, chunks);
            }
            return rows;
        }
        try (ReadAhead ahead = new ReadAhead(out -> readAll(passes, chunks, this::encoder, out))) {
            ahead.start();
            for (Item item = next(ahead); item != null; item = next(ahead)) {
                take(item, chunks);
                if (item instanceof Item.Parcel parcel) {
                    ahead.recycle(parcel.batch());
                }
            }
        }
        return rows;
    }

    /** Rows whose references may yet be replaced are encoded by their loader. */
    private Optional<RowsEncoder> encoder(LoadTarget target) {
        return followed.translates(target)
                ? Optional.empty()
                : session.acceleration().encoder(target);
    }

    /**
     * A thread and the way between two cost more than to read so little: all of it is read before the first row goes in. Not
     * from a stream, which may hang, so that somebody must be there to notice that the run was cancelled.
     */
    private boolean small() {
        Survey survey = plan.survey();
        long bytes = 0;
        long surveyed = 0;
        for (Survey.SurveyedTable table : survey.tables()) {
            bytes += table.bytes();
            // A damaged record has no known size.
            surveyed += table.damaged() == 0 ? table.rows() : SMALL_ROWS + 1;
        }
        return survey.complete() && bytes <= SMALL_BYTES && surveyed <= SMALL_ROWS && !reader.stream();
    }

    private void take(Item item, @Nullable Chunks chunks) throws SQLException {
        if (item instanceof Item.Parcel parcel) {
            load(parcel);
        } else if (item instanceof Item.Refused refused) {
            loader.refuse(refused);
        } else if (item instanceof Item.Barrier barrier && chunks != null) {
            chunks.reached(barrier.position(), barrier.read());
        }
    }

    private void load(Item.Parcel parcel) throws SQLException {
        Account account = parcel.set().account();
        long before = account.present();
        loader.load(parcel.set(), parcel.batch());
        long added = account.present() - before;
        rows += added;
        progress.loaded(portion == null ? 0 : portion.number(), account, added, parcel.position());
    }

    private @Nullable Item next(ReadAhead ahead) {
        try {
            return ahead.next(() -> watch.check(Phase.LOAD));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RestoreCancelledException(Phase.LOAD, false);
        }
    }

    private void readAll(
            List<Set<TableName>> passes,
            @Nullable Chunks chunks,
            Function<LoadTarget, Optional<RowsEncoder>> encoders,
            Outlet out) {
        long before = 0;
        for (Set<TableName> active : passes) {
            Intake intake = new Intake(reader, options, out, encoders, before, chunks == null ? null : this::read);
            Set<String> wanted = new HashSet<>();
            for (TablePlan table : plan.tables()) {
                TableIntake tableIntake = intake(table, plan, options, accounts, active, stages);
                if (tableIntake != null) {
                    intake.add(table.source(), tableIntake);
                    wanted.add(table.source());
                }
            }
            ReadPosition from = chunks == null ? null : chunks.from();
            BackupFile file = portion == null ? null : portion.file();
            if (file == null) {
                reader.read(wanted::contains, from, intake);
            } else {
                reader.read(file, from, intake);
            }
            intake.flush();
            before += Math.max(reader.size(), 0);
        }
    }

    private Map<TableName, Long> read() {
        Map<TableName, Long> read = new HashMap<>();
        accounts.forEach((table, account) -> read.put(table, account.read()));
        return read;
    }

    /**
     * Returns what takes the rows of a table of the backup apart, null when none of them is wanted.
     *
     * @param active the tables whose rows are wanted
     * @param stages where rows go, null for their tables
     */
    static @Nullable TableIntake intake(
            TablePlan table,
            RestorePlan plan,
            RestoreOptions options,
            Map<TableName, Account> accounts,
            Set<TableName> active,
            @Nullable Stages stages) {
        List<JoinIntake> joins = new ArrayList<>();
        for (ManyToMany join : table.joins()) {
            TableName name = join.joinTable().name();
            if (active.contains(name)) {
                joins.add(new JoinIntake(
                        join,
                        account(accounts, name),
                        options.values().zone(),
                        stages == null ? null : stages.list(table, join)));
            }
        }
        TableName target = table.target().name();
        boolean django = plan.survey().django();
        if (!active.contains(target)) {
            return joins.isEmpty() ? null : new TableIntake(table, options, django, null, joins, null);
        }
        Account account = account(accounts, target);
        return stages == null
                ? new TableIntake(table, options, django, account, joins, null)
                : new TableIntake(
                        stages.plan(table), options, django, account, joins, stages.row(table, options, django));
    }

    private static Account account(Map<TableName, Account> accounts, TableName table) {
        Account account = accounts.get(table);
        if (account == null) {
            throw new IllegalStateException("no account for table " + table);
        }
        return account;
    }
}
